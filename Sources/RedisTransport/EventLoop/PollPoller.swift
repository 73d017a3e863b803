#if os(Linux) || os(Android)
    import CRedisIO
#endif

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Portable poll(2).
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
        // A process that was stopped comes back with that: what has come meanwhile is news all the same.
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
