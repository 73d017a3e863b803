import RedisTransport
import ResilientRedisClient
import TestSupport
import Testing

/// What the table of subscriptions decides, without a server.
@Suite("Subscription table")
struct SubscriptionTableTests {
    private final class Listener: Sendable {}

    private typealias Table = SubscriptionTable<Listener>

    private func name(_ text: String) -> SubscriptionName { SubscriptionName(.channel, Array(text.utf8)) }

    private func time(_ seconds: Int64) -> MonotonicTime { MonotonicTime(nanoseconds: seconds * 1_000_000_000) }

    private func add(_ table: inout Table, _ names: String...) -> (Table.Subscriber, [Table.Request]) {
        let (subscriber, requests) = table.add(
            Listener(), names: names.map(name), deadline: .distantFuture)
        return (subscriber, requests)
    }

    @Test("A subscriber has begun when the server has confirmed all of its names")
    func beginning() {
        var table = Table()
        let (subscriber, requests) = add(&table, "a", "b", "a")
        #expect(requests.map(\.name) == [name("a"), name("b")])
        #expect(table.confirmed(requests[0]).isEmpty)
        #expect(!subscriber.hasBegun)
        let notices = table.confirmed(requests[1])
        #expect(notices.count == 1 && notices[0].0 === subscriber && notices[0].1 == .began)
        #expect(table.beginners.isEmpty)
    }

    @Test("A name that is confirmed already is not asked for a second time")
    func sharing() {
        var table = Table()
        let (_, requests) = add(&table, "a")
        let (early, none) = add(&table, "a")
        #expect(none.isEmpty && !early.hasBegun)
        #expect(table.confirmed(requests[0]).count == 2)
        let (late, nothing) = add(&table, "a")
        #expect(nothing.isEmpty && late.hasBegun)
    }

    @Test("A name is given up with its last subscriber")
    func removal() {
        var table = Table()
        let (first, requests) = add(&table, "a", "b")
        let (second, _) = add(&table, "a")
        for request in requests { _ = table.confirmed(request) }
        #expect(table.remove(first) == [name("b")])
        #expect(table.remove(first).isEmpty)
        #expect(table.remove(second) == [name("a")])
        #expect(table.isEmpty)
    }

    @Test("The confirmation of an earlier subscription to the same name does not count")
    func ticket() {
        var table = Table()
        let (first, old) = add(&table, "a")
        _ = table.remove(first)
        let (second, new) = add(&table, "a")
        #expect(table.confirmed(old[0]).isEmpty)
        #expect(!second.hasBegun)
        #expect(table.confirmed(new[0]).count == 1)
        #expect(table.refused(old[0]).isEmpty)
    }

    @Test("After a lost connection every name is asked for again, and each subscriber is told once since when")
    func gap() {
        var table = Table()
        let (one, requests) = add(&table, "a", "b")
        for request in requests { _ = table.confirmed(request) }
        table.connectionWasLost(at: time(5))
        table.connectionWasLost(at: time(7))
        let again = table.requestsForNewConnection()
        #expect(Set(again.map(\.name)) == [name("a"), name("b")])
        #expect(table.confirmed(requests[0]).isEmpty, "a reply of the lost connection")
        #expect(table.confirmed(again[0]).isEmpty)
        let notices = table.confirmed(again[1])
        #expect(notices.count == 1 && notices[0].0 === one && notices[0].1 == .missed(since: time(5)))
    }

    @Test("A message that comes while other names are unconfirmed comes after a gap, and another gap follows")
    func messageDuringResubscription() {
        var table = Table()
        let (one, requests) = add(&table, "a", "b")
        for request in requests { _ = table.confirmed(request) }
        #expect(table.missedBeforeMessage(to: one, now: time(1)) == nil)
        table.connectionWasLost(at: time(5))
        let again = table.requestsForNewConnection()
        _ = table.confirmed(again[0])
        #expect(table.missedBeforeMessage(to: one, now: time(8)) == time(5))
        #expect(table.confirmed(again[1]).map(\.1) == [.missed(since: time(8))])
    }

    @Test("A subscriber that has not begun when the connection is lost begins later, without a gap")
    func lostBeforeBeginning() {
        var table = Table()
        let (_, requests) = add(&table, "a", "b")
        _ = table.confirmed(requests[0])
        table.connectionWasLost(at: time(5))
        let again = table.requestsForNewConnection()
        let notices = again.flatMap { table.confirmed($0) }
        #expect(notices.map(\.1) == [.began])
    }

    @Test("In any order of events the table agrees with a server that confirms what it is asked", arguments: 0..<20)
    func randomWalk(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var table = Table()
        var subscribers: [Table.Subscriber] = []
        var pending: [Table.Request] = []
        var onServer: Set<SubscriptionName> = []
        var isConnected = false
        for step in 0..<400 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<3:
                let names = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    name("c\(Int.random(in: 0..<6, using: &random))")
                }
                let (subscriber, requests) = table.add(Listener(), names: names, deadline: .distantFuture)
                subscribers.append(subscriber)
                if isConnected { pending += requests }
            case 3..<5:
                guard !subscribers.isEmpty else { continue }
                let gone = subscribers.remove(at: Int.random(in: 0..<subscribers.count, using: &random))
                let unused = table.remove(gone)
                // The server carries out in order: what was asked for before is confirmed, then given up.
                if isConnected, !unused.isEmpty {
                    for request in pending {
                        onServer.insert(request.name)
                        _ = table.confirmed(request)
                    }
                    pending = []
                    onServer.subtract(unused)
                }
            case 5..<8:
                guard isConnected, !pending.isEmpty else { continue }
                let request = pending.removeFirst()
                onServer.insert(request.name)
                _ = table.confirmed(request)
            case 8:
                isConnected = false
                pending = []
                onServer = []
                table.connectionWasLost(at: time(Int64(step)))
            default:
                guard !isConnected else { continue }
                isConnected = true
                pending = table.requestsForNewConnection()
            }
            guard isConnected, pending.isEmpty else { continue }
            let wanted = Set(subscribers.flatMap(\.names))
            #expect(onServer == wanted, "step \(step)")
            for subscriber in subscribers { #expect(subscriber.hasBegun, "step \(step)") }
            #expect(table.beginners.isEmpty)
        }
    }
}
