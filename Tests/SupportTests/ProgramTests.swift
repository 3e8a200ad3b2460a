import Foundation
import TestSupport
import Testing

@testable import Support

@Suite struct ProgramTests {
    @Test(arguments: [
        ("runs/a-1.db", "runs/a-1.db"), ("+4", "+4"), ("energy=5mJ,latency=20ms", "energy=5mJ,latency=20ms"), ("4000mAh@5V", "4000mAh@5V"),
        ("my runs/a.db", "'my runs/a.db'"), ("it's", #"'it'\''s'"#), ("$HOME", "'$HOME'"), ("a;b", "'a;b'"), ("*.db", "'*.db'"), ("", "''"),
        ("läufe/ä.db", "läufe/ä.db"), ("~/a.db", "'~/a.db'"), ("a\nb", "'a\nb'"),
    ])
    func wordsAreQuotedWhereAShellWouldTakeThemApart(word: String, quoted: String) {
        #expect(ShellWord.quoted(word) == quoted)
    }

    @Test func aShellReadsTheWordsThatWereQuoted() throws {
        let words = ["a b", "it's", "$HOME `ls`", "\"x\"", "*", "plain", "\\n", "#c", "!x"]
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "printf '%s|' " + words.map(ShellWord.quoted).joined(separator: " ")]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(text == words.joined(separator: "|") + "|")
    }

    /// A message that shows a command shows it as the user called the program: no text has the name written out before one.
    @Test func noMessageHasACommandWrittenOut() throws {
        let commands =
            "search|resume|status|pareto|trials|show|fork|copy|rank|simulate|space|cost|calibrate|verify|power|boards|data|bench|doctor|help|mission"
        let pattern = try Regex(#"(^|[^A-Za-z0-9_.)/-])nas (\#(commands))\b"#)
        // What is kept in files, and what programs read, is the same for whoever called it whatever.
        let kept = ["source: \"nas calibrate", "shown: ended"]
        let sources = SharedData.packageRoot.appendingPathComponent("Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        for case let file as URL in files where file.pathExtension == "swift" {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                let code = line.drop { $0 == " " }
                guard !code.hasPrefix("//"), !kept.contains(where: code.contains) else { continue }
                #expect(code.firstMatch(of: pattern) == nil, "\(file.lastPathComponent): \(code)")
            }
        }
    }

    @Test func countsAreSingularForOne() {
        #expect(Plural.count(1, "trial") == "1 trial" && Plural.count(0, "trial") == "0 trials")
        #expect(Plural.count(2, "class", "classes") == "2 classes" && Plural.count(1, "search", "searches") == "1 search")
    }
}
