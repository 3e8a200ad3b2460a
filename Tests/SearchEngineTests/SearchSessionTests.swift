import CostModel
import Datasets
import Foundation
import NAS
import Search
import Support
import TestSupport
import Testing

@testable import SearchEngine

/// What a session refuses before it trains anything.
@Suite struct SearchSessionTests {
    private let scratch: Scratch
    private let path: String

    init() throws {
        scratch = try Scratch()
        path = scratch.url.appendingPathComponent("runs/run.db").path
    }

    private func run(budget: String = "latency=20ms") throws -> RunDefinition {
        let root = SharedData.packageRoot
        let space = try SearchSpace(contentsOf: root.appendingPathComponent("searchspaces/quickstart.yaml"))
        let board = try Board(contentsOf: root.appendingPathComponent("boards/raspberry-pi-zero-w.yaml"))
        let target = RunBoard(target: try board.target(), budget: try Budget(budget))
        return try RunDefinition(space: space, dataset: .load("digits"), boards: [target], seed: 3)
    }

    @Test func aRunIsWhatTheCommandWouldMake() throws {
        let run = try run()
        #expect(run.strategy == "auto")
        #expect(run.seed == 3)
        #expect(run.trials == 40)
        #expect(run.fidelity == .epochs(16))
        #expect(run.boards[0].budget.limits.map(\.quantity.name) == ["latency", "ram"])
        let context = try RunContext(json: run.context)
        #expect(context.data == "digits")
        #expect(context.splitSeed == 3)
        #expect(context.boardFiles == [nil])
        #expect(try context.json() == run.context)
    }

    /// What databases have that were written before there were several boards, and after.
    @Test func storedContextsKeepTheirForm() throws {
        let first = #"{"data":"digits","dataFingerprint":"f","spaceFileName":"s.yaml","spaceText":"t","splitSeed":7}"#
        let several =
            #"{"boardFile":"/b.yaml","data":"/d","dataFingerprint":"f","furtherBoardFiles":[null,"/c.yaml"],"spaceFileName":"s.yaml","spaceText":"t","splitSeed":7}"#
        for text in [first, several] { #expect(try RunContext(json: text).json() == text) }
        #expect(try RunContext(json: several).boardFiles == ["/b.yaml", nil, "/c.yaml"])
    }

    @Test func anUnknownStrategyIsRefused() throws {
        var run = try run()
        run.strategy = "magic"
        let error = #expect(throws: Diagnostic.self) { try SearchSession.create(at: path, run: run) }
        #expect(error?.message == "unknown strategy 'magic'")
        #expect(error?.hint?.hasPrefix("strategies: auto, ") == true)
        #expect(error?.hint?.contains("Examples/OwnStrategy") == true)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func aBudgetThatNothingKeepsIsRefused() throws {
        let run = try run(budget: "macs=1")
        #expect(throws: NothingFits.self) { try SearchSession.create(at: path, run: run) }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    /// With a new run nothing is left behind; one that goes on stays.
    @Test func workersThatDoNotStartLeaveNothingBehind() throws {
        var options = SearchSession.Options()
        options.workers = 1
        options.workerCommand = .init(["/bin/false"])
        let session = try SearchSession.create(at: path, run: try run(), options: options)
        #expect(FileManager.default.fileExists(atPath: path))
        #expect(throws: WorkerError.self) { try session.run() }
        #expect(!FileManager.default.fileExists(atPath: scratch.url.appendingPathComponent("runs").path))
    }

    @Test func adoptedDataAreRefused() throws {
        var run = try run()
        run.context = run.context.replacingOccurrences(of: #""dataFingerprint":""#, with: #""dataFingerprint":"0"#)
        let error = #expect(throws: Diagnostic.self) { try SearchSession.create(at: path, run: run) }
        #expect(error?.message == "the data set changed since the run began")
    }
}
