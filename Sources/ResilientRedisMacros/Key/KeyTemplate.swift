#if Macros
    /// A key or a tag with placeholders: `user:{id}:{page.number}`.
    struct KeyTemplate: Equatable {
        enum Piece: Equatable {
            case text(String)
            case placeholder(String)
        }

        /// Why a text is not a template.
        struct Problem: Error, Equatable {
            var description: String
        }

        private(set) var pieces: [Piece] = []

        init(_ text: String) throws(Problem) {
            var literal = ""
            var rest = text[...]
            while let character = rest.popFirst() {
                switch character {
                case "{" where rest.first == "{", "}" where rest.first == "}":
                    literal.append(character)
                    rest.removeFirst()
                case "}": throw Problem(description: "'}' without '{'")
                case "{":
                    guard let end = rest.firstIndex(of: "}") else { throw Problem(description: "'{' without '}'") }
                    add(text: literal)
                    literal = ""
                    pieces.append(.placeholder(try Self.checked(rest[..<end])))
                    rest = rest[rest.index(after: end)...]
                default: literal.append(character)
                }
            }
            add(text: literal)
        }

        var placeholders: [String] {
            pieces.compactMap { if case .placeholder(let name) = $0 { name } else { nil } }
        }

        /// Two placeholders between which nothing shows where the first value ends; `nil` when there are none.
        ///
        /// In values everything is percent-encoded but letters, digits, `-`, `_`, `.`, `~` and `+`. Any other character
        /// between two placeholders separates them.
        var adjacentPlaceholders: (String, String)? {
            var previous: String?
            for piece in pieces {
                switch piece {
                case .text(let text): if !text.utf8.allSatisfy(Self.occursInValues) { previous = nil }
                case .placeholder(let name):
                    if let previous { return (previous, name) }
                    previous = name
                }
            }
            return nil
        }

        private mutating func add(text: String) {
            if !text.isEmpty { pieces.append(.text(text)) }
        }

        /// A name, or a path of names: `page.number`.
        private static func checked(_ name: Substring) throws(Problem) -> String {
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            for part in parts {
                guard let first = part.first, first.isLetter || first == "_",
                    part.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
                else { throw Problem(description: "'{\(name)}' holds no name") }
            }
            return String(name)
        }

        private static func occursInValues(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"), UInt8(ascii: "+"): true
            // Begins an escape in a value.
            case UInt8(ascii: "%"): true
            default: false
            }
        }
    }
#endif
