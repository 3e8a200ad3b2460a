import Foundation
import TestSupport
import Testing

/// Every command's tables in terminals of several widths: no line is wider than the window, and no word is cut without an ellipsis.
///
/// `NAS_WRITE_GOLDENS=1 ./test --filter TableGoldenTests` writes the goldens anew; look at what changed before it is kept.
@Suite struct TableGoldenTests {
    struct Case: Sendable, CustomStringConvertible {
        /// The name of its golden.
        let name: String
        let arguments: [String]
        /// Whether its figures are the same on every machine. Of others the golden has only which columns stand there.
        var isFixed = true

        init(_ name: String, _ arguments: String, isFixed: Bool = true) {
            (self.name, self.arguments, self.isFixed) = (name, arguments.split(separator: " ").map(String.init), isFixed)
        }

        var description: String { name }
    }

    private static let cases = [
        Case("pareto", "pareto run.db"), Case("pareto-test-choices", "pareto run.db --test --choices"),
        Case("pareto-retrained", "pareto run.db --retrained"), Case("trials", "trials run.db"), Case("status", "status run.db"),
        Case("importance", "status run.db --importance"), Case("show-best", "show run.db best"), Case("show-knee", "show run.db knee"),
        Case("space", "space mobile"), Case("space-budget", "space small.yaml --board raspberry-pi-zero-w --budget latency=0.2ms"),
        Case("space-sample", "space mobile --sample 3"), Case("space-decisions", "space small.yaml --decisions"),
        Case("cost-sample", "cost mobile --sample 3 --board raspberry-pi-4"),
        Case("cost-mission", "cost small.yaml --sample 3 --battery 4000mAh@5V --hours 5 --rate 10/s"),
        Case("mission", "mission --board raspberry-pi-5 --battery 20Wh --awake 30s --every 10min --asleep 0.05W --wake 40J"),
        Case("mission-network", "mission --board raspberry-pi-4 --battery 4000mAh@5V --load camera=1.1W --energy 20mJ --rate 10/s"),
        Case("cost-operations", "cost nas-bench-macro --arch 0-1-2-0-1-2-0-1"),
        Case("cost-layers", "cost --layers layers.csv --board raspberry-pi-4 --runtime ncnn --threads 1 --profile ncnn.json"),
        Case("boards", "boards"), Case("board", "boards raspberry-pi-4"), Case("data", "data"), Case("data-digits", "data digits"),
        Case("data-absent", "data mnist", isFixed: false),
        Case("simulate", "simulate t.csv --space nas-bench-macro --accuracy acc --seeds 2 --queries 4 --strategy random,local"),
        Case("power-typed", "power --mwh 4120,4681 --minutes 10 --idle-watts 1.9 --inferences 52000"),
        Case("assess", "calibrate assess --networks m.csv --space four.yaml --runtime tflite"),
        Case("assess-extrapolate", "calibrate assess --networks m.csv --space four.yaml --runtime tflite --extrapolate down"),
        Case("assess-intervals", "calibrate assess --networks m.csv --space four.yaml --runtime tflite --train 3 --calibrate 2 --draws 4"),
        Case("power", "power", isFixed: false), Case("doctor", "doctor", isFixed: false),
        Case("rank", "rank small.yaml --sample 3", isFixed: false),
        Case("bench", "bench --net mlp --seconds 0.02 --training", isFixed: false),
        Case("bench-sgemm", "bench --sgemm --seconds 0.02", isFixed: false),
        Case("bench-profile", "bench --net mlp --seconds 0.02 --profile", isFixed: false),
    ]

    private static let widths = [60, 80, 120, 200]

    @Test(arguments: cases) func tablesFit(_ example: Case) throws {
        try Self.inFolder { folder in
            // What is not cut stands there as it does in a terminal of any width.
            let words = example.isFixed ? Set(Self.words(try Self.run(example, ["--wide"], columns: 60, in: folder))) : []
            var golden = ""
            for width in Self.widths {
                let output = try Self.run(example, [], columns: width, in: folder)
                for line in output.split(separator: "\n") {
                    #expect(Self.displayWidth(line) <= width, "\(width): \(line)")
                    #expect(!line.hasSuffix(" "))
                }
                if example.isFixed {
                    for word in Self.words(output) where !word.contains("…") { #expect(words.contains(word), "\(width): '\(word)' is cut") }
                }
                golden += "=== \(width) columns\n" + (example.isFixed ? output : Self.headings(output))
            }
            try Self.expect(golden, isGolden: example.name)
        }
    }

    /// Without a terminal, and with --wide, nothing is left out.
    @Test func pipesGetEverything() throws {
        try Self.inFolder { folder in
            let environment = ["HOME": folder.path]
            let piped = try NASProgram.run(["trials", "run.db", "--choices"], in: folder, environment: environment)
            let wide = try PseudoTerminal.run(["trials", "run.db", "--choices", "--wide"], columns: 60, in: folder)
            #expect(piped.status == 0 && piped.output == wide.output)
            #expect(piped.output.split(separator: "\n")[0].hasSuffix(" train.learning_rate"))
            let file = try PseudoTerminal.run(["pareto", "run.db", "--output", "front.txt"], columns: 60, in: folder)
            #expect(file.status == 0 && file.output.isEmpty)
            let written = try String(contentsOf: folder.appendingPathComponent("front.txt"), encoding: .utf8)
            #expect(try NASProgram.run(["pareto", "run.db"], in: folder).output == written)
        }
    }

    /// A window's size, COLUMNS, or neither.
    @Test func theWidthIsFound() throws {
        try Self.inFolder { folder in
            func widest(_ columns: Int, _ environment: [String: String] = [:]) throws -> Int {
                let output = try PseudoTerminal.run(["trials", "run.db"], columns: columns, in: folder, environment: environment).output
                return output.split(separator: "\n").map(\.count).max() ?? 0
            }
            let (unknown, told) = (try widest(0), try widest(60, ["COLUMNS": "120"]))
            #expect(unknown > 60 && unknown <= 80, "a terminal that does not know has 80")
            #expect(told > 80 && told <= 120)
            for columns in [0, 200] { #expect(try widest(columns, ["COLUMNS": "50"]) <= 50) }
            for nonsense in ["0", "-3", "wide", ""] {
                let width = try widest(60, ["COLUMNS": nonsense])
                #expect(width > 40 && width <= 60)
            }
            #expect(try widest(3) <= 20, "less holds no table")
        }
    }

    // MARK: What the commands are run on

    private static func inFolder(_ body: (URL) throws -> Void) throws {
        try NASProgram.inTemporaryFolder { folder in
            func write(_ text: String, _ name: String) throws { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
            let tests = SharedData.packageRoot.appendingPathComponent("Tests/CLITests")
            // A search of 12 trials in small.yaml, which is searchspaces/quickstart.yaml, with its retrainings.
            try FileManager.default.copyItem(
                at: tests.appendingPathComponent("Databases/small-run.db"), to: folder.appendingPathComponent("run.db"))
            let shipped = SharedData.packageRoot.appendingPathComponent("searchspaces/quickstart.yaml")
            try write(try String(contentsOf: shipped, encoding: .utf8), "small.yaml")
            try FileManager.default.copyItem(
                at: SharedData.packageRoot.appendingPathComponent("boards/profiles/raspberry-pi-4-ncnn-1.json"),
                to: folder.appendingPathComponent("ncnn.json"))
            try write("arch,acc\n00000000,60\n00000001,65\n00000010,70\n00000011,75\n", "t.csv")
            try write(
                """
                model,type,in_whc,out_whc,kw,stride,groups,macs,params
                a network of a rather long name,Convolution,56x56x64,56x56x128,1,1,1,25690112,8192
                日本語の名前,Convolution,28x28x64,28x28x128,3,1,1,57802752,73728

                """, "layers.csv")
            let options = (0..<2).flatMap { a in (0..<2).flatMap { b in (0..<2).map { "\(a)-\(b)-\($0)" } } }
            try write(
                "architecture,latency_ms\n" + options.enumerated().map { "\($1),\(1.5 + Double($0))\n" }.joined(), "m.csv")
            try write(
                """
                space: four
                language: 1
                input: {shape: [32, 32, 3], classes: 10}
                network:
                  - conv: {out: {choice: [4, 8]}, kernel: {choice: [3, 5]}}
                  - conv: {out: {choice: [4, 8]}, kernel: 3}
                  - global_pool: average
                  - dense: {out: classes}
                train: {optimizer: sgd, learning_rate: 0.05, batch: 16, epochs: 4}
                """, "four.yaml")
            try body(folder)
        }
    }

    private static func run(_ example: Case, _ further: [String], columns: Int, in folder: URL) throws -> String {
        // No data of the user's own, in a place that is the same everywhere.
        let environment = ["HOME": "/nonexistent", "XDG_DATA_HOME": "", "NAS_DATA": ""]
        let result = try PseudoTerminal.run(example.arguments + further, columns: columns, in: folder, environment: environment)
        #expect(result.status == 0, "\(example): \(result.errors)")
        return result.output.replacing(folder.path, with: "FOLDER")
    }

    /// Of what these tables hold: characters of one column, and Japanese ones of two.
    private static func displayWidth(_ line: Substring) -> Int {
        line.unicodeScalars.reduce(0) { $0 + ((0x2e80...0x9fff).contains($1.value) ? 2 : 1) }
    }

    private static func words(_ text: String) -> [String] {
        let lines = text.split(separator: "\n").filter { !$0.allSatisfy { "- ".contains($0) } }
        // What is said of a table is not in it.
        return lines.joined(separator: " ").replacing(/\((left +out:|texts +are)[^;]*; +--wide +shows +all\)/, with: "")
            .split(separator: " ").map(String.init)
    }

    /// The headings of tables.
    private static func headings(_ text: String) -> String {
        let lines = text.split(separator: "\n")
        return zip(lines, lines.dropFirst()).filter { $1.hasPrefix("-") && $1.allSatisfy { "- ".contains($0) } }
            .map { $0.0.split(separator: " ").joined(separator: " ") + "\n" }.joined()
    }

    private static func expect(_ text: String, isGolden name: String) throws {
        let file = SharedData.packageRoot.appendingPathComponent("Tests/CLITests/Goldens/\(name).txt")
        guard ProcessInfo.processInfo.environment["NAS_WRITE_GOLDENS"] != "1" else { return try Data(text.utf8).write(to: file) }
        let golden = try #require(
            try? String(contentsOf: file, encoding: .utf8), "\(file.lastPathComponent) is not there: NAS_WRITE_GOLDENS=1 makes it")
        guard text != golden else { return }
        let (new, old) = (text.split(separator: "\n"), golden.split(separator: "\n"))
        let place = zip(new, old).enumerated().first { $1.0 != $1.1 }?.offset ?? min(new.count, old.count)
        Issue.record("\(name), line \(place + 1):\n\(new.dropFirst(place).first ?? "")\ninstead of\n\(old.dropFirst(place).first ?? "")")
    }
}
