#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The file descriptors and threads that this process holds, to find leaks.
///
/// ```swift
/// let before = ProcessResources.current
/// // … use a client, shut it down …
/// let left = await ProcessResources.settled(notAbove: before)
/// #expect(left.excess(over: before) == nil)
/// ```
///
/// It counts the whole process: what other tests do at the same time shows as well. Counts are taken on Linux;
/// elsewhere they are all `nil`, and no leak is found.
public struct ProcessResources: Sendable, Hashable, CustomStringConvertible {
    /// How many file descriptors are open.
    public let descriptors: Int?
    /// How many threads there are.
    public let threads: Int?

    /// The resources held now.
    public static var current: ProcessResources {
        // Looking takes a descriptor itself.
        ProcessResources(
            descriptors: entries(of: "/proc/self/fd").map { $0 - 1 }, threads: entries(of: "/proc/self/task"))
    }

    /// Waits until no more is held than before, or until the time is up, and returns what is held then.
    ///
    /// Threads end a moment after the last use of what they belong to, so one check is not enough.
    ///
    /// - Parameters:
    ///   - before: What was held before.
    ///   - patience: How long to wait. Default: 5 s. Cancellation ends the wait.
    public static func settled(
        notAbove before: ProcessResources, within patience: Duration = .seconds(5)
    ) async -> ProcessResources {
        let deadline = ContinuousClock.now + patience
        while true {
            let now = current
            if now.excess(over: before) == nil || ContinuousClock.now >= deadline { return now }
            guard (try? await Task.sleep(for: .milliseconds(5))) != nil else { return now }
        }
    }

    /// Returns the resources held beyond those held before as text, or `nil` when there are none.
    public func excess(over before: ProcessResources) -> String? {
        var words: [String] = []
        if let now = descriptors, let then = before.descriptors, now > then {
            words.append("\(now - then) descriptors")
        }
        if let now = threads, let then = before.threads, now > then { words.append("\(now - then) threads") }
        return words.isEmpty ? nil : words.joined(separator: " and ")
    }

    /// The counts as text.
    public var description: String {
        "\(descriptors.map(String.init) ?? "unknown") descriptors, \(threads.map(String.init) ?? "unknown") threads"
    }

    private static func entries(of folder: String) -> Int? {
        #if os(Linux)
            guard let stream = opendir(folder) else { return nil }
            defer { closedir(stream) }
            var count = 0
            while readdir(stream) != nil { count += 1 }
            return count - 2
        #else
            return nil
        #endif
    }
}
