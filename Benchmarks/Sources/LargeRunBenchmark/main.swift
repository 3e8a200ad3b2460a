import CostModel
import Foundation
import NAS
import Search
import Support

// A run of very many trials: what storing one costs at the beginning and at the end, how large the database becomes, and how long it
// takes until a resumed search proposes its next trial. The database stays, for nas status and nas pareto to be timed on it.
//
//     swift run -c release --package-path Benchmarks LargeRunBenchmark RUN.db [TRIALS] [SPACE.yaml] [STRATEGY]

struct HashEvaluator: Evaluator {
    func evaluate(_ job: Job, progress: (CurvePoint) -> Void) -> Outcome {
        let noise = Double(StableHash(of: job.architecture).low >> 11) * 0x1p-53
        return .measured(Measurement(accuracy: noise, loss: 1 - noise, seconds: 0))
    }
}

func now() -> Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }

let arguments = Array(CommandLine.arguments.dropFirst())
guard let path = arguments.first else { fatalError("where is the database to be? LargeRunBenchmark RUN.db [TRIALS] [SPACE.yaml]") }
let trials = arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
let spaceFile = arguments.dropFirst(2).first.map { URL(fileURLWithPath: $0) } ?? root.appendingPathComponent("searchspaces/mobile.yaml")
let strategy = arguments.dropFirst(3).first ?? "evolution"
let space = try SearchSpace(contentsOf: spaceFile)
let task = space.assumedTask(TaskShape(input: Shape(height: 28, width: 28, channels: 1), classes: 10))
let target = try Board(contentsOf: root.appendingPathComponent("boards/raspberry-pi-4.yaml")).target()
let costs = CostFilter(estimator: target.estimator(), budget: Budget())

func driver(_ store: Store, _ observe: @escaping (SearchEvent) -> Void) throws -> SearchDriver {
    var options = SearchDriver.Options()
    options.testsFront = false
    return try SearchDriver(
        store: store, space: TaskSpace(space, task: task), costs: costs, strategy: try StrategyCatalog.standard.make(strategy),
        pool: InlinePool(evaluator: HashEvaluator()), options: options, observe: observe)
}

let run = RunDefinition(
    space: .init(space), data: .init(name: "table", fingerprint: "table", task: task), target: target,
    profileHash: costs.estimator.profileHash, budget: Budget(), objectives: [.accuracy, .energy], strategy: strategy, seed: 1,
    fidelity: .epochs(1), trials: trials, engine: .init(version: "benchmark", kernelClass: "none", blasCore: "none"), context: "{}")
do {
    let store = try Store.create(at: path, run: run, durability: .off)
    var stamps: [Double] = [now()]
    let end = try driver(store) { if case .finished = $0 { stamps.append(now()) } }.search()
    let edge = min(10_000, (stamps.count - 1) / 2)
    let last = stamps.count - 1
    print(
        String(
            format: "%d trials (%@): %.3f ms a trial in the first %d, %.3f ms in the last", last, "\(end)",
            (stamps[edge] - stamps[0]) / Double(edge) * 1000, edge, (stamps[last] - stamps[last - edge]) / Double(edge) * 1000))
}
let bytes = ["", "-wal"].reduce(0) { $0 + (((try? FileManager.default.attributesOfItem(atPath: path + $1))?[.size] as? Int) ?? 0) }
print(String(format: "%.0f bytes a trial on the disk", Double(bytes) / Double(trials)))

let began = now()
let store = try Store.open(at: path, durability: .off)
let opened = now()
try store.extend(toTrials: trials + 1)
let stop = StopFlag()
var proposed: Double?
_ = try driver(store) { event in
    if case .proposed = event, proposed == nil {
        proposed = now()
        stop.raise()
    }
}.search(until: stop)
print(String(format: "resumed: open after %.2f s, next trial proposed after %.2f s", opened - began, (proposed ?? now()) - began))
