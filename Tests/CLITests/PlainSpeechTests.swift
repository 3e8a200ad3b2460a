import Foundation
import TestSupport
import Testing

@testable import CLI

/// What the program says to somebody who mistyped, or who copies a hint.
@Suite struct PlainSpeechTests {
    private func run(_ arguments: String..., in folder: URL = FileManager.default.temporaryDirectory) throws -> NASProgram.Result {
        try NASProgram.run(arguments, in: folder)
    }

    @Test(arguments: [
        (["paretto", "my runs/x.db"], ["there is no command 'paretto'", "did you mean 'pareto'?", " pareto 'my runs/x.db'"]),
        (["optimise", "x.yaml"], ["did you mean 'search'?", " search x.yaml"]),
        (["calibrate", "ftt"], ["there is no command 'calibrate ftt'", " calibrate fit"]), (["missions"], [" help missions"]),
        (["qqqqqqq"], [" help lists commands"]),
        (["search", "--bugdet", "x"], ["search has no option '--bugdet'", "did you mean '--budget'?"]),
        (["search", "x", "--device=pi"], ["did you mean '--board'?"]),
        (["search", "x", "--lr", "1"], ["learning_rate stands in the space file"]),
        (["trials", "x.db", "--format", "cvs"], ["did you mean 'csv'?"]),
        (["search"], ["Missing expected argument", " search --help' for more"]),
        (["help", "budgtes"], ["did you mean 'budgets'?", " help budgets"]), (["help", "searh"], [" help search"]),
        (["space", "quickstrt"], ["did you mean 'quickstart'?"]), (["data", "minst"], ["did you mean 'mnist'?"]),
        (["space", "quickstart", "--board", "pi4"], ["did you mean 'raspberry-pi-4'?"]),
        (["space", "quickstart", "--board", "raspberry-pi-4", "--runtime", "tensorflow"], ["did you mean 'tflite'?"]),
        (["space", "quickstart", "--budget", "flops=5M"], ["did you mean 'macs'?"]),
        (["search", "quickstart", "--objectives", "acc,energy"], ["did you mean 'accuracy'?"]),
        (["search", "quickstart", "--strategy", "tpe"], ["did you mean 'predictor'?"]),
    ])
    func whatWasMeantIsSaid(arguments: [String], words: [String]) throws {
        let result = try NASProgram.run(arguments, in: FileManager.default.temporaryDirectory)
        #expect(result.status == 64 || result.status == 65, "\(result.errors)")
        for word in words { #expect(result.errors.contains(word), "\(word): \(result.errors)") }
    }

    @Test func everyTopicIsAScreenful() throws {
        let overview = try run("help")
        for topic in HelpTopic.allCases {
            #expect(overview.output.contains("  \(topic.rawValue) "))
            let text = try run("help", topic.rawValue).output
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count <= 26 && lines.count > 12, "\(topic): \(lines.count)")
            // Whatever path the program was called by.
            let plain = topic.text.split(separator: "\n")
            #expect(plain.allSatisfy { $0.count <= 82 }, "\(plain.max { $0.count < $1.count } ?? "")")
            #expect(text.contains("\(NASProgram.executable.path) "), "there is an example in \(topic)")
        }
        #expect(try run("help", "calibrate", "fit").output == run("calibrate", "fit", "--help").output)
        #expect(overview.output.contains("\n  pareto "))
    }

    /// `nas`, `./nas`, a path: as it was called, so it is called again.
    @Test func theProgramIsCalledWhatItWasCalledBy() throws {
        #expect(CalledName.name("./nas", path: "/usr/bin") == "./nas")
        #expect(CalledName.name("nas", path: "/usr/bin") == "nas")
        #expect(CalledName.name("", path: "") == "nas")
        try NASProgram.inTemporaryFolder { folder in
            let link = folder.appendingPathComponent("my nas").path
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: NASProgram.executable.path)
            #expect(CalledName.name(link, path: "/usr/bin:\(folder.path)") == "my nas")
            #expect(CalledName.name(link, path: "/usr/bin") == link)
            let called = try NASProgram.shell("'./my nas' status none.db; PATH=$PWD:$PATH; nas status none.db", in: folder)
            #expect(called.errors.contains("hint: './my nas' search SPACE.yaml"), "\(called.errors)")
            #expect(called.errors.contains("hint: nas search SPACE.yaml"), "\(called.errors)")
        }
    }

    @Test func theLauncherPassesOnItsName() throws {
        let launcher = try String(contentsOf: SharedData.packageRoot.appendingPathComponent("nas"), encoding: .utf8)
        try NASProgram.inTemporaryFolder { folder in
            // The launcher with its last line, in a checkout where nothing is to be built.
            let checkout = folder.appendingPathComponent("check out")
            for part in [".ci", ".build/release"] {
                try FileManager.default.createDirectory(at: checkout.appendingPathComponent(part), withIntermediateDirectories: true)
            }
            try Data(launcher.utf8).write(to: checkout.appendingPathComponent("nas"))
            try Data("nas_prepare() { :; }\nnas_build() { :; }\n".utf8).write(to: checkout.appendingPathComponent(".ci/prepare"))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: checkout.path + "/nas")
            try FileManager.default.createSymbolicLink(
                atPath: checkout.path + "/.build/release/nas", withDestinationPath: NASProgram.executable.path)
            let lines =
                "cd 'check out'; ./nas status x.db; cd ..; 'check out/nas' status x.db; PATH=\"$PWD/check out:$PATH\"; nas status x.db"
            let called = try NASProgram.shell(lines, in: folder)
            let hints = called.errors.split(separator: "\n").filter { $0.contains("hint:") }
            #expect(
                hints == [
                    "  hint: ./nas search SPACE.yaml starts a run", "  hint: 'check out/nas' search SPACE.yaml starts a run",
                    "  hint: nas search SPACE.yaml starts a run",
                ], "\(called.errors)")
        }
    }

    /// All mistakes of a file are printed, and the program ends as for one.
    @Test func allMistakesOfASpaceArePrinted() throws {
        try NASProgram.inTemporaryFolder { folder in
            let text = "space: x\nlanguage: 1\ninput: {from: data}\nnetwork:\n  - conv: {out: 8.0, kernal: 3}\n  - global_pool: avg\n"
            try Data(text.utf8).write(to: folder.appendingPathComponent("x.yaml"))
            let result = try run("space", "x.yaml", in: folder)
            #expect(result.status == 65)
            #expect(
                result.errors == """
                    x.yaml:5:17: error: out must be a whole number from 1 to 1000000, got 8.0 (network[0].out)
                        - conv: {out: 8.0, kernal: 3}
                                      ^
                    x.yaml:5:22: error: conv has no key 'kernal' (network[0])
                        - conv: {out: 8.0, kernal: 3}
                                           ^
                      hint: did you mean 'kernel'?
                    x.yaml:6:18: error: global_pool must be one of average, max, got avg (network[1])
                        - global_pool: avg
                                       ^
                      hint: did you mean 'average'?

                    """)
        }
    }

    /// Of a small space it is counted what fits, not how often it was drawn.
    @Test func aSmallSpaceIsCounted() throws {
        try NASProgram.inTemporaryFolder { folder in
            let text =
                "space: two\nlanguage: 1\ninput: {shape: [8, 8, 1], classes: 10}\n"
                + "network: [{conv: {out: {choice: [8, 16]}, kernel: 3}}, global_pool, {dense: {out: classes}}]\n"
            try Data(text.utf8).write(to: folder.appendingPathComponent("two.yaml"))
            let all = try run("space", "two.yaml", "--budget", "macs=1M", in: folder)
            #expect(all.output.contains("\n2 of 2 networks fit the budget (100.0 %)\n"), "\(all.output)")
            let one = try run("space", "two.yaml", "--budget", "parameters=200", in: folder)
            #expect(one.output.contains("\n1 of 2 networks fits the budget (50.0 %)\n"), "\(one.output)")
            let json = try run("space", "two.yaml", "--budget", "macs=1M", "--format", "json", in: folder)
            #expect(json.output.contains("\"fitting_share\": 1,"), "\(json.output)")
        }
    }
}
