import CostModel
import Foundation
import NAS
import NetworkGraph
import Search
import Support

// A run of very many trials: what storing one costs at the beginning and at the end, how large the database becomes, and how long it
// takes until a resumed search proposes its next trial. The database stays, for nas status and nas pareto to be timed on it.
//
//     swift run -c release --package-path Benchmarks LargeRunBenchmark RUN.db [TRIALS] [SPACE.yaml] [STRATEGY]
//
// Of a database that is there already only the rest is measured.

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
let board = RunBoard(target: target, budget: Budget())
let costs = CostFilter(estimator: target.estimator(), budget: board.budget)

func driver(_ store: Store, trials: Int? = nil, _ observe: @escaping (SearchEvent) -> Void) throws -> SearchDriver {
    var options = SearchDriver.Options()
    options.testsFront = false
    options.trials = trials
    return try SearchDriver(
        store: store, space: TaskSpace(space, task: task), costs: costs, strategy: try StrategyCatalog.standard.make(strategy),
        pool: InlinePool(evaluator: HashEvaluator()), options: options, observe: observe)
}

let run = RunDefinition(
    space: .init(space), data: .init(name: "table", fingerprint: "table", task: task), boards: [board],
    objectives: [.accuracy, .energy], strategy: strategy, fidelity: .epochs(1), trials: trials,
    engine: .init(version: "benchmark", kernelClass: "none", blasCore: "none"))
if !FileManager.default.fileExists(atPath: path) {
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
print(String(format: "%.0f bytes a trial on the disk", Double(bytes) / Double(try Store.read(at: path).tally().proposed)))

let count = try Store.read(at: path).tally().proposed
let began = now()
let store = try Store.open(at: path, durability: .off)
let opened = now()
let stop = StopFlag()
var proposed: Double?
var restored = began
_ = try driver(store, trials: count + 1) { event in
    if case .began = event { restored = now() }
    if case .proposed = event, proposed == nil {
        proposed = now()
        stop.raise()
    }
}.search(until: stop)
print(
    String(
        format: "resumed: open after %.2f s, everything read after %.2f s, next trial proposed after %.2f s", opened - began,
        restored - began, (proposed ?? now()) - began))

let first = try store.tally().proposed

// The same trials, one by one and in turn, into this database and into an empty one.
func trial(_ number: Int, _ index: Int) throws -> [StoreChange] {
    var random = RandomStream(seed: 77, trial: UInt64(index), purpose: .listing)
    let architecture = space.sample(using: &random)
    let candidate = try space.candidate(for: architecture, task: task)
    let id = StableHash(of: "benchmark \(first) \(index)")
    var proposed = StoreChange()
    proposed.proposals = [
        Proposal(
            CandidateProfile(
                architecture: architecture, networkID: candidate.networkID, candidateID: id, estimates: costs.estimates(candidate),
                use: BudgetUse(fits: true, ratio: 0)),
            trial: number, parent: nil, choices: space.choices(of: architecture), fidelity: .epochs(1), replicate: 0, origin: .strategy,
            rejections: Rejections(draws: 1))
    ]
    var finished = StoreChange()
    finished.results = [.init(trial: number, outcome: .measured(Measurement(accuracy: 0.5, loss: 0.5)), costs: [-0.5, 1])]
    return [proposed, finished]
}
if CommandLine.arguments.contains("--resume-only") { exit(0) }
let emptyPath = path + "-empty"
for suffix in ["", "-wal", "-shm", "-lock"] { try? FileManager.default.removeItem(atPath: emptyPath + suffix) }
let empty = try Store.create(at: emptyPath, run: run, durability: .off)
var spent: [[Double]] = [[], []]
let (samples, warmUp) = (20_000, 1000)
for index in 0..<samples {
    let changes = [try trial(first + index, index), try trial(index, index)]
    for which in index % 2 == 0 ? [0, 1] : [1, 0] {
        let start = now()
        for change in changes[which] { try (which == 0 ? store : empty).commit(change) }
        if index >= warmUp { spent[which].append(now() - start) }
    }
}
let medians = spent.map { $0.sorted()[$0.count / 2] * 1e6 }
let means = spent.map { $0.reduce(0, +) / Double($0.count) * 1e6 }
print(
    String(
        format: "storing a trial: median %.1f us, mean %.1f us; in an empty database %.1f us, %.1f us", medians[0], means[0], medians[1],
        means[1]))
for suffix in ["", "-wal", "-shm", "-lock"] { try? FileManager.default.removeItem(atPath: emptyPath + suffix) }
