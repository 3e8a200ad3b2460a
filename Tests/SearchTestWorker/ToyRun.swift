package import CostModel
internal import Foundation
package import NAS
package import NetworkGraph
package import Search
internal import Support

/// A run on the toy space: what the tests and the driver under test agree on.
package struct ToyRun: Sendable {
    package var trials = 40
    package var seed: UInt64 = 1
    package var lookahead = 8
    package var strategy = "evolution"
    package var budget = Budget()
    /// Of a second board.
    package var furtherBudget: Budget?
    package var depth = 4
    package var objectives: [Objective] = [.accuracy, .macs]
    package var plan = TrainingPlan()
    package var fidelity = Fidelity.epochs(2)
    package var context = ToyEvaluator.Context()

    package init() {}

    package var space: ToySpace { ToySpace(depth: depth) }

    package func target(_ board: String = "raspberry-pi-zero-w") throws -> Target {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try Board(contentsOf: url.appendingPathComponent("boards/\(board).yaml")).target()
    }

    package func boards() throws -> [RunBoard] {
        [RunBoard(target: try target(), budget: budget)]
            + (try furtherBudget.map { [RunBoard(target: try target("raspberry-pi-4"), budget: $0)] } ?? [])
    }

    package func costs() throws -> CostFilter {
        CostFilter(try boards().map { BudgetedEstimator($0.target.estimator(), budget: $0.budget) })
    }

    /// Half of the examples are of the first class.
    package var classCounts: ClassCounts {
        func part(_ count: Int) -> ClassCounts.Part { .init([9 * count] + [Int](repeating: count, count: 9)) }
        return ClassCounts(training: part(16), validation: part(4), test: part(5))
    }

    package func definition() throws -> RunDefinition {
        var run = RunDefinition(
            space: .init(
                name: "toy", fileName: "toy.yaml", text: "space: toy\ndepth: \(depth)\n", hash: StableHash(of: "toy \(depth)"),
                decisions: space.decisions),
            data: .init(
                name: "digits", fingerprint: "f00d", task: TaskShape(input: Shape(height: 1, width: 1, channels: 16), classes: 10),
                classCounts: classCounts),
            boards: try boards(), objectives: objectives, strategy: strategy, fidelity: fidelity, trials: trials,
            engine: .init(version: "test", kernelClass: "none", blasCore: "none"))
        if strategy == "evolution" { run.strategySettings = ["population": 8, "sample": 3] }
        (run.seed, run.lookahead, run.plan, run.context) = (seed, lookahead, plan, context.text)
        return run
    }

    package func makeStrategy() throws -> any Strategy {
        try StrategyCatalog.standard.make(strategy, settings: strategy == "evolution" ? ["population": 8, "sample": 3] : [:])
    }

    package func driver(
        _ store: Store, _ pool: any WorkerPool, options: SearchDriver.Options = .init(), observe: @escaping (SearchEvent) -> Void = { _ in }
    ) throws -> SearchDriver {
        try SearchDriver(
            store: store, space: space, costs: try costs(), strategy: try makeStrategy(), pool: pool, options: options, observe: observe)
    }
}
