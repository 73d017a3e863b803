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

    /// One proxy needs the thread no more: ends it, without waiting for that, when nobody else uses it.
    func release() {
        if isLast() { group.shutdownGracefully { _ in } }
    }

    /// The same, and waits until the thread has ended.
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
