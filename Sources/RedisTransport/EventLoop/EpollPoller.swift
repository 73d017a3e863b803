#if os(Linux) || os(Android)
    import CRedisIO

    #if canImport(Musl)
        import Musl
    #else
        import Glibc
    #endif

    /// epoll, level-triggered but for the waker.
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
            // A process that was stopped comes back with that: what has come meanwhile is news all the same.
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
