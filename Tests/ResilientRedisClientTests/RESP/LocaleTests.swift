import Foundation
import ResilientRedisClient
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

#if !canImport(Musl)
    /// C's `strtod` goes by the locale of the process, and that of a German desktop has a comma in numbers.
    @Suite("Replies: the process's locale", .timeLimit(.minutes(1)))
    struct LocaleTests {
        @Test("Numbers are read in a locale with a decimal comma")
        func decimalComma() async {
            await #expect(processExitsWith: .success) {
                try CommaLocale.set()
                defer { CommaLocale.removeFolder() }
                #expect(strtod("1,5", nil) == 1.5, "the locale is not in force")
                #expect(try Double(resp: .bulkString(Array("1.5".utf8))) == 1.5)
                if ReplyReader.supportsRESP3 {
                    for pieces in [[Array(",1.5\r\n".utf8)], Array(",1.5\r\n".utf8).map { [$0] }] {
                        let reading = ReplyReading(pieces)
                        #expect(reading.error == nil)
                        #expect(reading.replies == [.double(1.5)])
                    }
                    let nested = ReplyReading([Array("*2\r\n,-2.5e3\r\n%1\r\n+a\r\n,0.25\r\n".utf8)])
                    #expect(nested.error == nil)
                    let map = RESPValue.map([.init(key: .simpleString([0x61]), value: .double(0.25))])
                    #expect(nested.replies == [.array([.double(-2500), map])])
                    #expect(ReplyReading([Array(",1,5\r\n".utf8)]).error != nil)
                }
                #expect(strtod("1,5", nil) == 1.5, "the caller's locale has changed")
            }
        }
    }

    /// A locale with a decimal comma, from the system or made of its sources.
    private enum CommaLocale {
        private static let folder = NSTemporaryDirectory() + "comma-locale-\(getpid())"

        static func set() throws {
            for name in ["de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8"] where setlocale(LC_ALL, name) != nil { return }
            #if canImport(Glibc)
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                let localedef = Process()
                localedef.executableURL = URL(fileURLWithPath: "/usr/bin/env")
                localedef.arguments = ["localedef", "-i", "de_DE", "-f", "UTF-8", folder + "/de_DE.UTF-8"]
                try localedef.run()
                localedef.waitUntilExit()
                setenv("LOCPATH", folder, 1)
            #endif
            try #require(setlocale(LC_ALL, "de_DE.UTF-8") != nil, "no locale with a decimal comma could be made")
        }

        static func removeFolder() { try? FileManager.default.removeItem(atPath: folder) }
    }
#endif
