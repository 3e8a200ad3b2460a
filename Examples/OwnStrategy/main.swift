// A search with a strategy of its own, from another Swift package: real training, on the digits that nas carries with it.
//   usage: OwnStrategy searchspaces/quickstart.yaml boards/raspberry-pi-zero-w.yaml RUN.db
// The database is resumed where it is there already; `nas pareto RUN.db` lists its front.

import CostModel
import Datasets
import Foundation
import NAS
import Search
import SearchEngine
import Support

/// Hill climbing: samples at first, then one change of the most accurate network so far.
struct HillClimbing: Strategy {
    static let name = "hill-climbing"
    let samples: Int
    private var best: FinishedTrial?

    init(settings: StrategySettings) throws(Diagnostic) {
        try settings.allow(["samples"])
        samples = try settings.whole("samples", in: 1...1000, default: 4)
    }

    var settings: [String: Double] { ["samples": Double(samples)] }

    mutating func tell(_ trial: FinishedTrial) {
        if let cost = trial.costs?.first, cost < best?.costs?.first ?? .infinity { best = trial }
    }

    func suggest(_ request: SuggestionRequest, using random: inout RandomStream) -> Suggestion {
        guard let best, request.trial >= samples else { return Suggestion(request.space.sample(using: &random)) }
        return Suggestion(request.space.mutate(best.architecture, using: &random), parent: best.number)
    }
}

func session(_ arguments: [String]) throws -> SearchSession {
    guard arguments.count == 4 else { throw Diagnostic("usage: OwnStrategy SPACE.yaml BOARD.yaml RUN.db") }
    var options = SearchSession.Options()
    options.strategies.add(HillClimbing.self)
    if FileManager.default.fileExists(atPath: arguments[3]) { return try .resume(at: arguments[3], options: options) }
    let space = try SearchSpace(contentsOf: URL(fileURLWithPath: arguments[1]))
    let target = try Board(contentsOf: URL(fileURLWithPath: arguments[2])).target()
    let board = RunBoard(target: target, budget: try Budget("latency=20ms"))
    var run = try RunDefinition(space: space, dataset: .load("digits"), boards: [board])
    (run.strategy, run.trials, run.fidelity, run.lookahead) = (HillClimbing.name, 12, .epochs(2), 2)
    return try .create(at: arguments[3], run: run, options: options)
}

SearchWorker.serveIfAsked()
do {
    let result = try session(CommandLine.arguments).run { event in
        if case .finished(let trial, let measured) = event { print("trial \(trial): accuracy \(measured.accuracy ?? 0)") }
    }
    print("\(result.finished) trials, \(result.front.members.count) networks on the front")
} catch {
    print(error)
    exit(1)
}
