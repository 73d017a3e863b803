import NIOCore
import NIOPosix
import Synchronization

/// The one thread of a proxy, or of a fleet of them.
final class ProxyLoops: Sendable {
    let loop: any EventLoop
    private let group: MultiThreadedEventLoopGroup
    /// How many proxies use the thread; it ends with the last of them.
    private let sharers: Mutex<Int>

    init(sharers: Int) {
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        loop = group.next()
        self.sharers = Mutex(sharers)
    }

    /// Ends the thread, without waiting for that, when the last proxy that uses it is released.
    func release() {
        if isLast() { group.shutdownGracefully { _ in } }
    }

    /// Ends the thread as ``release()`` does, and waits until it has ended.
    func leave() async {
        // Fails only when called from the thread itself.
        if isLast() { try? await group.shutdownGracefully() }
    }

    private func isLast() -> Bool {
        sharers.withLock { sharers in
            sharers -= 1
            return sharers == 0
        }
    }
}
