import CRedisIO

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What a socket is watched for.
package struct Interest: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package static let read = Interest(rawValue: 1)
    package static let write = Interest(rawValue: 2)
    /// The peer has ended its side of the connection. Reported even while bytes that came before are unread. Only on
    /// Linux: elsewhere the end of a connection that nothing is read from is noticed when it is reset.
    package static let peerClosed = Interest(rawValue: 4)

    package init(rawValue: UInt8) { self.rawValue = rawValue }
}

/// A socket that became ready, by the token it was watched under.
struct ReadyEvent {
    var token: UInt64
    var ready: Interest
}

/// Waits for sockets to become ready: epoll on Linux, poll(2) everywhere.
protocol Poller: AnyObject {
    /// Watches the waker's descriptor. Returns `true` when each wake-up is reported once (edge-triggered); otherwise it has
    /// to be reset.
    func watchWaker(_ descriptor: Int32, token: UInt64) -> Bool
    /// Changes what a descriptor is watched for; an empty interest stops watching it.
    func watch(_ descriptor: Int32, for interest: Interest, token: UInt64)
    /// Waits until a descriptor is ready or the time is over, and appends the events. Negative: without limit.
    func wait(milliseconds: Int32, into events: inout [ReadyEvent])
}

/// The mechanism that waits for the sockets.
package enum PollerBackend: String, Sendable, CaseIterable {
    /// epoll on Linux and Android, otherwise poll(2).
    case automatic
    /// poll(2), available on every system.
    case poll

    func makePoller() throws -> any Poller {
        switch self {
        case .poll: return PollPoller()
        case .automatic:
            #if os(Linux) || os(Android)
                return try EpollPoller()
            #else
                return PollPoller()
            #endif
        }
    }
}

/// A system call that failed during set-up, for example because no file descriptors were left.
package struct SystemCallError: Error, CustomStringConvertible {
    package var call: String
    /// The error number.
    package var code: Int32

    package var description: String { "\(call) failed: \(systemMessage(code))" }
}

#if os(Linux) || os(Android)
    /// Waits with epoll: level-triggered, except for the waker.
    final class EpollPoller: Poller {
        private let epoll: Int32
        private var watched: [Int32: Interest] = [:]
        private var buffer = [epoll_event](repeating: epoll_event(), count: 64)

        init() throws {
            epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
            guard epoll >= 0 else { throw SystemCallError(call: "epoll_create1", code: errno) }
        }

        deinit { close(epoll) }

        func watchWaker(_ descriptor: Int32, token: UInt64) -> Bool {
            var event = epoll_event()
            event.data.u64 = token
            event.events = EPOLLIN.rawValue | EPOLLET.rawValue
            epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event)
            return true
        }

        func watch(_ descriptor: Int32, for interest: Interest, token: UInt64) {
            var event = epoll_event()
            event.data.u64 = token
            if interest.contains(.read) { event.events |= EPOLLIN.rawValue }
            if interest.contains(.write) { event.events |= EPOLLOUT.rawValue }
            if interest.contains(.peerClosed) { event.events |= EPOLLRDHUP.rawValue }
            let operation: Int32
            if interest.isEmpty {
                guard watched.removeValue(forKey: descriptor) != nil else { return }
                operation = EPOLL_CTL_DEL
            } else {
                operation = watched.updateValue(interest, forKey: descriptor) == nil ? EPOLL_CTL_ADD : EPOLL_CTL_MOD
            }
            epoll_ctl(epoll, operation, descriptor, &event)
        }

        func wait(milliseconds: Int32, into events: inout [ReadyEvent]) {
            var count = epoll_wait(epoll, &buffer, Int32(buffer.count), milliseconds)
            // EINTR also follows a stop of the process: events that arrived meanwhile must be seen at once.
            if count < 0, errno == EINTR { count = epoll_wait(epoll, &buffer, Int32(buffer.count), 0) }
            guard count > 0 else { return }
            for event in buffer.prefix(Int(count)) {
                var ready: Interest = []
                if event.events & (EPOLLIN.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 {
                    ready.insert(.read)
                }
                if event.events & (EPOLLOUT.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 {
                    ready.insert(.write)
                }
                if event.events & EPOLLRDHUP.rawValue != 0 { ready.insert(.peerClosed) }
                events.append(ReadyEvent(token: event.data.u64, ready: ready))
            }
        }
    }
#endif

/// Waits with poll(2).
final class PollPoller: Poller {
    private var descriptors: [pollfd] = []
    private var tokens: [UInt64] = []

    #if os(Linux) || os(Android)
        /// POLLRDHUP, which Swift does not import. The kernel gives it and its epoll twin one value.
        private static let peerClosed = Int32(EPOLLRDHUP.rawValue)
    #else
        private static let peerClosed: Int32 = 0
    #endif

    func watchWaker(_ descriptor: Int32, token: UInt64) -> Bool {
        watch(descriptor, for: .read, token: token)
        return false
    }

    func watch(_ descriptor: Int32, for interest: Interest, token: UInt64) {
        var events: Int16 = 0
        if interest.contains(.read) { events |= Int16(POLLIN) }
        if interest.contains(.write) { events |= Int16(POLLOUT) }
        if interest.contains(.peerClosed) { events |= Int16(Self.peerClosed) }
        let index = descriptors.firstIndex { $0.fd == descriptor }
        switch (index, interest.isEmpty) {
        case (let index?, true):
            descriptors.remove(at: index)
            tokens.remove(at: index)
        case (let index?, false):
            descriptors[index].events = events
            tokens[index] = token
        case (nil, true): break
        case (nil, false):
            descriptors.append(pollfd(fd: descriptor, events: events, revents: 0))
            tokens.append(token)
        }
    }

    func wait(milliseconds: Int32, into events: inout [ReadyEvent]) {
        var count = poll(&descriptors, nfds_t(descriptors.count), milliseconds)
        // EINTR also follows a stop of the process: events that arrived meanwhile must be seen at once.
        if count < 0, errno == EINTR { count = poll(&descriptors, nfds_t(descriptors.count), 0) }
        guard count > 0 else { return }
        for index in descriptors.indices {
            let received = Int32(descriptors[index].revents)
            guard received != 0 else { continue }
            var ready: Interest = []
            if received & Int32(POLLIN | POLLHUP | POLLERR | POLLNVAL) != 0 { ready.insert(.read) }
            if received & Int32(POLLOUT | POLLHUP | POLLERR | POLLNVAL) != 0 { ready.insert(.write) }
            if received & Self.peerClosed != 0 { ready.insert(.peerClosed) }
            events.append(ReadyEvent(token: tokens[index], ready: ready))
        }
    }
}
