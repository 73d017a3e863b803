import Foundation

/// What the audience sees. Every line goes out at once, also into a pipe.
enum Screen {
    static func write(_ line: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    }

    static func writeFinding(isGood: Bool, _ text: String) {
        write("\(isGood ? "ok    " : "FAILED") \(text)")
    }
}
