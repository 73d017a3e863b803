import ResilientRedisClient
import Synchronization

/// Which commands this user may use: a cache does with those that are allowed, and tries the others once.
///
/// A full server refuses what takes memory, but never to delete. A user may lack a command that another one can replace.
final class CommandFallbacks: Sendable {
    /// The ways to delete keys, the best one first.
    private enum Deletion: Int, CaseIterable {
        case del, unlink, expiry, overwriting
    }

    private let deletion = Atomic<Int>(0)
    private let usesSingleGets = Atomic<Bool>(false)

    /// Deletes keys. Returns how many there were, as far as that is told.
    func delete(_ names: [String], with backend: any CacheBackend) async throws -> Int {
        while true {
            let way = Deletion(rawValue: deletion.load(ordering: .relaxed)) ?? .overwriting
            do {
                return try await delete(names, way, with: backend)
            } catch let error as RedisError where error.isRefusalOfCommand && way != .overwriting {
                deletion.max(way.rawValue + 1, ordering: .relaxed)
            }
        }
    }

    private func delete(_ names: [String], _ way: Deletion, with backend: any CacheBackend) async throws -> Int {
        let replies: [Result<RESPValue, RedisError>]
        switch way {
        case .del: return try await backend.run(.del(names))
        case .unlink: return try await backend.run(.unlink(names))
        case .expiry:
            replies = try await backend.pipeline { pipeline in
                for name in names { pipeline.append(.pexpire(name, expiresIn: .milliseconds(1))) }
            }
            return try replies.reduce(0) { try $0 + (Bool(resp: $1.get()) ? 1 : 0) }
        case .overwriting:
            replies = try await backend.pipeline { pipeline in
                for name in names { pipeline.append(.set(name, "", expires: .in(.milliseconds(1)))) }
            }
            for reply in replies { _ = try reply.get() }
            return names.count
        }
    }

    /// Gives a key another random number, or deletes it when there is no room: a number that is lost is replaced by a new one.
    func renew(_ names: [String], life: Duration?, with backend: any CacheBackend) async throws {
        let replies = try await backend.pipeline { pipeline in
            for name in names {
                let number = String(CacheStamp.random())
                if let life {
                    pipeline.append(.set(name, number, expires: .in(life)))
                } else {
                    pipeline.append(.set(name, number))
                }
            }
        }
        var refused: [String] = []
        for (name, reply) in zip(names, replies) {
            switch reply {
            case .failure(let error) where error.isRefusalOfCommand: refused.append(name)
            case .success, .failure: _ = try reply.get()
            }
        }
        if !refused.isEmpty { _ = try await delete(refused, with: backend) }
    }

    /// Reads keys with one round trip.
    func read(_ names: [String], with backend: any CacheBackend) async throws -> [[UInt8]?] {
        if !usesSingleGets.load(ordering: .relaxed) {
            do {
                return try await backend.run(.mget(names, as: [UInt8].self))
            } catch let error as RedisError where error.isRefusalOfCommand {
                usesSingleGets.store(true, ordering: .relaxed)
            }
        }
        let replies = try await backend.pipeline { pipeline in
            for name in names { pipeline.append(.get(name, as: [UInt8].self)) }
        }
        return try replies.map { reply in
            // As MGET has it: what is no string is nothing.
            if case .failure(let error) = reply, error.reply?.name == "WRONGTYPE" { return nil }
            return try [UInt8]?(resp: reply.get())
        }
    }
}

extension RedisError {
    /// The server does not run this command for this user, or not now; another one may do.
    var isRefusalOfCommand: Bool {
        guard code == .server, let reply else { return false }
        return ["NOPERM", "OOM"].contains(reply.name)
            || (reply.name == "ERR" && reply.message.contains("unknown command"))
    }
}
