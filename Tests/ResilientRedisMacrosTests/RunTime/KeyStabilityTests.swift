#if Macros
    import Foundation
    import ResilientRedis
    import Testing

    @Suite("Keys of cached functions at run time", .timeLimit(.minutes(2)))
    struct KeyStabilityTests {
        /// Keys of every kind of function, as this process makes them.
        private static func keys() throws -> [String] {
            let cache = RedisCache.default
            let source = CountingSource()
            let reports = Reports(cache: cache, source: source)
            let counter: Counter = SpecialCounter(cache: cache)
            return [
                reports.summaryCacheKey(project: 42),
                reports.overloadedCacheKey("42"),
                reports.sumCacheKey(of: 1, 2),
                reports.decodedCacheKey([String: Int].self, from: "é"),
                reports.rankedCacheKey(.high, kinds: [.plain], at: Date(timeIntervalSinceReferenceDate: 0.1)),
                reports.userCacheKey("a", id: 7),
                Weather.nowCacheKey(in: ""),
                forecastCacheKey(for: 3),
                counter.nextCacheKey(1),
                counter.namedCacheKey(1),
                TallShelf(cache: cache, source: source).bookCacheKey(1),
                Box(cache: cache, source: source, item: [1]).contentCacheKey(),
                secretKey(1, cache),
            ]
        }

        @Test("The keys of cached functions are those that earlier versions made")
        func golden() throws {
            let module = "ResilientRedisMacrosTests"
            let (subjects, isolated) = ("\(module)/Subjects.swift#", "\(module)/IsolatedSubjects.swift#")
            let counter = "\(module).SpecialCounter"
            let keys = try Self.keys()
            if let path = ProcessInfo.processInfo.environment["CACHED_KEYS_PATH"] {
                try JSONEncoder().encode(keys).write(to: URL(filePath: path))
            }
            #expect(
                keys == [
                    "\(subjects)Reports.summary(project:Int)->Summary|2:42",
                    "\(subjects)Reports.overloaded(_:String)->String|2:42",
                    "\(subjects)Reports.sum(of:Int...)->Int|6:1:11:2",
                    "\(subjects)Reports.decoded<Value:Codable&Sendable>(_:Value.Type,from:String)->Value"
                        + "|41:Swift.Dictionary<Swift.String, Swift.Int>|41:Swift.Dictionary<Swift.String, Swift.Int>|2:é",
                    "\(subjects)Reports.ranked(_:Rank,kinds:[Kind]?,at:Date)->String|1:1|8:+5:plain|3:0.1",
                    "user:a:7@2",
                    "\(subjects)Weather.static now(in:String)->String|0:",
                    "\(subjects)forecast(for:Int)->[String]|1:3",
                    "\(isolated)Counter.next(_:Int)->Int|\(counter.utf8.count):\(counter)|1:1",
                    "counter:\(counter):1",
                    "\(isolated)Shelf.book(_:Int)->String|35:\(module).TallShelf|1:1",
                    "\(isolated)Box.content()->Item|53:\(module).Box<Swift.Array<Swift.Int>>",
                    "\(isolated)Secret.word(_:Int)->String|32:\(module).Secret|1:1",
                ])
        }

        #if os(Linux)
            @Test("The keys of cached functions are the same in another process")
            func otherProcess() throws {
                let file = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID()).json")
                defer { try? FileManager.default.removeItem(at: file) }
                let process = Process()
                process.executableURL = URL(filePath: CommandLine.arguments[0])
                process.arguments = ["--testing-library", "swift-testing", "--filter", "KeyStabilityTests/golden"]
                process.environment = ProcessInfo.processInfo.environment.merging(["CACHED_KEYS_PATH": file.path()]) {
                    $1
                }
                process.standardOutput = FileHandle.nullDevice
                try process.run()
                process.waitUntilExit()
                let keys = try JSONDecoder().decode([String].self, from: Data(contentsOf: file))
                let own = try Self.keys()
                #expect(keys == own)
            }
        #endif
    }
#endif
