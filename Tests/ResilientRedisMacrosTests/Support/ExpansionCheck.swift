#if Macros
    import ResilientRedisMacros
    import SwiftParser
    import SwiftSyntax
    import SwiftSyntaxMacroExpansion
    import SwiftSyntaxMacros
    import SwiftSyntaxMacrosGenericTestSupport
    import Testing

    /// Expands `@cached` in a source and compares the result.
    func expectExpansion(
        of source: String, to expanded: String, diagnostics: [DiagnosticSpec] = [], applying fixIts: [String]? = nil,
        fixed: String? = nil, location: Testing.SourceLocation = #_sourceLocation
    ) {
        assertMacroExpansion(
            source, expandedSource: expanded, diagnostics: diagnostics,
            macroSpecs: ["cached": MacroSpec(type: CachedMacro.self)], applyFixIts: fixIts, fixedSource: fixed,
            testModuleName: "Shop", testFileName: "Shop.swift"
        ) { failure in
            Issue.record("\(failure.message)", sourceLocation: location)
        }
    }

    /// What `@cached` makes of a source.
    ///
    /// - Parameter isPlaceKnown: Whether the compiler tells in which file the source is.
    func expansion(of source: String, isPlaceKnown: Bool = true) -> String {
        let file = Parser.parse(source: source)
        let context = BasicMacroExpansionContext(
            sourceFiles: isPlaceKnown ? [file: .init(moduleName: "Shop", fullFilePath: "Shop.swift")] : [:])
        let expanded = file.expand(macroSpecs: ["cached": MacroSpec(type: CachedMacro.self)]) { node in
            BasicMacroExpansionContext(sharingWith: context, lexicalContext: node.allMacroLexicalContexts())
        }
        return expanded.description
    }

    /// The lines of an expansion that hold a text, without what is before it.
    func lines(of source: String, from text: String) -> [String] {
        expansion(of: source).split(separator: "\n").compactMap { line in
            line.firstRange(of: text).map { String(line[$0.lowerBound...]) }
        }
    }

    /// The key that `@cached` makes in a source: what it begins with, and what is appended to it.
    func key(of source: String) -> [String] {
        // The companion makes the same key as the body; the body comes first.
        let lines = expansion(of: source).split(separator: "\n").map { $0.drop { $0 == " " } }
        let body = lines.prefix { !$0.hasPrefix("return") }
        return body.compactMap { line in
            if let range = line.firstRange(of: "RedisCacheKey(") { return String(line[range.upperBound...].dropLast()) }
            return line.firstRange(of: ".append(").map { String(line[$0.upperBound...].dropLast()) }
        }
    }

    /// Expects one error in a function, which is then left as it was, and the source that its fix-it makes.
    ///
    /// - Parameters:
    ///   - at: The line and the column of the error.
    ///   - fixIts: All that is offered.
    ///   - applying: The one that makes `fixed`; the only one by default.
    func expectError(
        _ message: String, in source: String, at position: (line: Int, column: Int), fixIts: [String] = [],
        applying: String? = nil, fixed: String? = nil, location: Testing.SourceLocation = #_sourceLocation
    ) {
        let expanded = expansion(of: source)
        #expect(!expanded.contains("RedisCacheKey"), sourceLocation: location)
        expectExpansion(
            of: source, to: expanded,
            diagnostics: [
                DiagnosticSpec(
                    message: message, line: position.line, column: position.column,
                    fixIts: fixIts.map { FixItSpec(message: $0) })
            ],
            applying: fixed == nil ? nil : [applying ?? fixIts[0]], fixed: fixed, location: location)
    }
#endif
