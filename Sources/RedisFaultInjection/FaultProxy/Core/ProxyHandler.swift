import CFaultInjection
import NIOCore
import NIOPosix

/// Passes the events of one channel to its connection.
final class ProxyHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// The direction of bytes that are written into this channel: `toClient` for the client's channel.
    let side: StreamDirection
    var connection: ProxyConnection?
    private(set) var channel: (any Channel)?
    private var becameActive: ((ProxyHandler) -> Void)?
    private var wasReset = false

    init(_ side: StreamDirection, becameActive: ((ProxyHandler) -> Void)? = nil) {
        self.side = side
        self.becameActive = becameActive
    }

    func handlerAdded(context: ChannelHandlerContext) {
        channel = context.channel
        // SwiftNIO lets child processes inherit its sockets: one that outlives the connection would keep it open, and
        // what is reset here would not be reset.
        _ = try? context.channel.pipeline.syncOperations
            .withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { faultCloseInChildren($0) }
    }

    func channelActive(context: ChannelHandlerContext) {
        becameActive?(self)
        becameActive = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection?.lane(from: side).receive(unwrapInboundIn(data))
    }

    func channelReadComplete(context: ChannelHandlerContext) { connection?.lane(from: side).receivedAll() }

    func channelWritabilityChanged(context: ChannelHandlerContext) { connection?.lane(to: side).destinationChanged() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed { connection?.ended(side) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        wasReset = true
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection?.closed(side, byReset: wasReset)
        connection = nil
        channel = nil
        becameActive = nil
    }
}
