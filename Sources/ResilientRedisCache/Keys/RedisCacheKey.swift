import ResilientRedisClient

/// The key of a cached value, made of parts that cannot run into each other.
///
/// `@cached` writes the code that makes one. Make one yourself when a key of your own has several parts:
///
/// ```swift
/// var key = RedisCacheKey("search")
/// key.append(text)
/// key.append(page)
/// let hits = try await cache.cached(key: key) { … }           // search|5:swift|1:2
/// ```
///
/// Every part has its length before it, so that `("a", "b:c")` and `("a:b", "c")` are two keys. The same parts make the
/// same key in every process.
public struct RedisCacheKey: Sendable, Hashable {
    /// What the key begins with. Apart from the rest, because most keys begin with a literal and have few, short parts: such
    /// a key needs no memory of its own.
    let beginning: String
    /// What was added.
    private(set) var rest = ""

    /// Whether the key means the same in every process.
    ///
    /// It does not when a type without a name of its own is a part of it: one that is private to a file, or local to a
    /// function. `@cached` neither reads nor stores under such a key.
    public private(set) var isShareable = true

    /// Begins a key.
    ///
    /// - Parameter beginning: What the key begins with, as it is. Give each kind of value another one.
    public init(_ beginning: String) {
        self.beginning = beginning
    }

    /// The key as it is given to a ``RedisCache``, without the namespace: what ``RedisCache/invalidate(_:)`` takes. It is put
    /// together each time.
    public var text: String { rest.isEmpty ? beginning : beginning + rest }

    /// Whether both have the same bytes as their ``text`` and are both ``isShareable`` or not.
    public static func == (left: Self, right: Self) -> Bool {
        left.isShareable == right.isShareable && left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// Hashes the ``text``.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }

    /// The texts of some components, each with its length before it.
    public static func join<each Component: RedisCacheKeyComponent>(_ component: repeat each Component) -> String {
        var text = ""
        repeat text.appendWithLength((each component).cacheKeyText)
        return text
    }

    // MARK: - Parts with their length

    /// Adds a part.
    public mutating func append<Component: RedisCacheKeyComponent>(_ component: Component) {
        appendPart(component.cacheKeyText)
    }

    /// Adds a part by its raw value.
    public mutating func append<Component: RawRepresentable>(_ component: Component)
    where Component.RawValue: RedisCacheKeyComponent {
        appendPart(component.rawValue.cacheKeyText)
    }

    /// Adds a part that has a raw value, but may have a text of its own as well.
    public mutating func append<Component: RedisCacheKeyComponent & RawRepresentable>(_ component: Component)
    where Component.RawValue: RedisCacheKeyComponent {
        appendPart(component.cacheKeyText)
    }

    /// Adds a type, by its full name.
    ///
    /// A type that is private to a file or local to a function has no name that other processes share:
    /// the key is then not ``isShareable``.
    public mutating func append(_ type: Any.Type) {
        appendPart(nameInKey(of: type))
    }

    /// What is no component is refused by the compiler.
    @available(
        *, unavailable,
        message: """
            this type cannot be a part of a cache key: make it conform to RedisCacheKeyComponent, \
            or name the parameter in 'excluding:' if the result does not depend on it
            """
    )
    public mutating func append<Value>(_ value: Value) {}

    private mutating func appendPart(_ part: String) {
        let length = part.utf8.count
        rest.append(length < Self.leads.count ? Self.leads[length] : Self.lead(length))
        rest.append(part)
    }

    /// What stands before a part of a length, in the form of `appendWithLength`. Made once for the usual ones: a key is made
    /// for every call.
    private static let leads = (0..<64).map(lead)

    private static func lead(_ length: Int) -> String { "|\(length):" }

    // MARK: - Templates

    /// Adds text as it is: what stands between the placeholders of a template.
    public mutating func append(literal: String) {
        rest.append(literal)
    }

    /// Adds the value of a template's placeholder.
    ///
    /// Its text stays readable: only what could be taken for the text between placeholders is percent-encoded.
    public mutating func append<Component: RedisCacheKeyComponent>(placeholder component: Component) {
        rest.append(PercentEncoding.encode(component.cacheKeyText, keeping: "+"))
    }

    /// Adds the value of a template's placeholder by its raw value.
    public mutating func append<Component: RawRepresentable>(placeholder component: Component)
    where Component.RawValue: RedisCacheKeyComponent {
        rest.append(PercentEncoding.encode(component.rawValue.cacheKeyText, keeping: "+"))
    }

    /// Adds the value of a template's placeholder that has a raw value, but may have a text of its own as well.
    public mutating func append<Component: RedisCacheKeyComponent & RawRepresentable>(placeholder component: Component)
    where Component.RawValue: RedisCacheKeyComponent {
        rest.append(PercentEncoding.encode(component.cacheKeyText, keeping: "+"))
    }

    /// Adds the type that a template's placeholder stands for, by its full name.
    public mutating func append(placeholder type: Any.Type) {
        rest.append(PercentEncoding.encode(nameInKey(of: type), keeping: "+"))
    }

    /// What is no component is refused by the compiler.
    @available(
        *, unavailable,
        message: "this type cannot be a part of a cache key: make it conform to RedisCacheKeyComponent"
    )
    public mutating func append<Value>(placeholder value: Value) {}
}

// MARK: - Types

extension RedisCacheKey {
    /// Adds the type that a function was called on, where the declaration does not tell which one it is: in an extension, a
    /// protocol, a generic type or a class that may have subclasses.
    ///
    /// - Parameters:
    ///   - type: The type of `self`.
    ///   - module: The module of the declaration.
    ///   - path: The type as the declaration names it. The rest of the key tells a private type with this very name
    ///     from others, so it may be used.
    public mutating func append(receiver type: Any.Type, in module: String, path: String) {
        let name = TypeName(type)
        if name.isDeclared(as: path, in: module) {
            appendPart(name.withoutAddresses)
        } else {
            append(type)
        }
    }

    private mutating func nameInKey(of type: Any.Type) -> String {
        let name = TypeName(type)
        if name.holdsAddress { isShareable = false }
        return name.full
    }
}
