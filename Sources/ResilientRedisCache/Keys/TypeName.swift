import ResilientRedisClient

/// The name of a type at run time.
///
/// Types that are private to a file or local to a function have something like `(unknown context at $10f3a2c)` in their
/// name: an address, which differs from process to process.
struct TypeName {
    let full: String

    init(_ type: Any.Type) {
        full = String(reflecting: type)
    }

    var holdsAddress: Bool { full.utf8.contains(UInt8(ascii: "$")) && full.contains(Self.mark) }

    /// The name without the contexts that have none. Two types may share it.
    var withoutAddresses: String {
        guard holdsAddress else { return full }
        var name = ""
        var rest = full[...]
        while let range = rest.firstRange(of: Self.mark), let end = rest[range.upperBound...].firstIndex(of: ")") {
            name += rest[..<range.lowerBound]
            rest = rest[rest.index(after: end)...].drop { $0 == "." }
        }
        return name + rest
    }

    /// Whether this is the type that a declaration names `path` in a module, and every type in its generic arguments has a
    /// name of its own.
    func isDeclared(as path: String, in module: String) -> Bool {
        let declared = module + "." + path
        let name = withoutAddresses
        guard name.hasPrefix(declared) else { return false }
        let rest = name.dropFirst(declared.count)
        if rest.isEmpty { return true }
        return rest.first == "<" && full.hasSuffix(rest)
    }

    private static let mark = "(unknown context at $"
}
