/// Hears which keys change in Redis.
///
/// It is called on the event loop's thread, in the order in which the server speaks: it must be quick and must not wait.
package protocol InvalidationListener: AnyObject, Sendable {
    /// From now on every change is told.
    func trackingBegan()
    /// The keys have changed or are gone; all there are for `nil`.
    func keysChanged(_ keys: [[UInt8]]?)
    /// From now on changes go unheard, and some may have before: nothing that was remembered is to be trusted.
    func trackingEnded()
}

/// What the server says about keys, in the two forms that it has for it.
enum InvalidationMessage {
    /// The channel on which the server speaks to connections of RESP2.
    static let channel = "__redis__:invalidate"

    /// Reads a message of RESP2, which comes as a reply that nobody asked for: `nil` when it is something else.
    static func keys(reply: RESPValue) -> [[UInt8]]?? {
        guard case .array(let parts) = reply, parts.count == 3, parts[0].hasBytes("message"),
            parts[1].hasBytes(channel)
        else { return nil }
        return .some(keys(in: parts[2]))
    }

    /// Reads a message of RESP3: `nil` when it is something else.
    static func keys(push parts: [RESPValue]) -> [[UInt8]]?? {
        guard parts.count == 2, parts[0].hasBytes("invalidate") else { return nil }
        return .some(keys(in: parts[1]))
    }

    /// Anything but a list of keys means all of them: that is never wrong.
    private static func keys(in value: RESPValue) -> [[UInt8]]? {
        guard case .array(let elements) = value else { return nil }
        var keys: [[UInt8]] = []
        keys.reserveCapacity(elements.count)
        for case .bulkString(let key) in elements { keys.append(key) }
        return keys.count == elements.count ? keys : nil
    }
}

extension RESPValue {
    fileprivate func hasBytes(_ text: String) -> Bool {
        guard case .bulkString(let bytes) = self else { return false }
        return bytes.elementsEqual(text.utf8)
    }
}
