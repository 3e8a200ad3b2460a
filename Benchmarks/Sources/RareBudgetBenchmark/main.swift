import CostModel
import Foundation
import NAS
import NetworkGraph
import Search
import Support

// How long 50 proposals take when one random architecture in 100,000 keeps the budget: with all that a search does but training.
//
//     swift run -c release --package-path Benchmarks RareBudgetBenchmark [SPACE.yaml] [energy|latency|memory|storage|macs|parameters] [SAMPLES]

struct HashEvaluator: Evaluator {
    func evaluate(_ job: Job, progress: (CurvePoint) -> Void) -> Outcome {
        let noise = Double(StableHash(of: job.architecture).low >> 11) * 0x1p-53
        return .measured(Measurement(accuracy: noise, loss: 1 - noise, seconds: 0))
    }
}

let arguments = CommandLine.arguments.dropFirst()
let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
let spaceFile = arguments.first.map { URL(fileURLWithPath: $0) } ?? root.appendingPathComponent("searchspaces/mobile.yaml")
let quantity = arguments.dropFirst().first.flatMap(CostQuantity.init(named:)) ?? .memory
let samples = arguments.dropFirst(2).first.flatMap { Int($0) } ?? 10_000_000
let share = 1e-5

let space = try SearchSpace(contentsOf: spaceFile)
let task = space.assumedTask(TaskShape(input: Shape(height: 28, width: 28, channels: 1), classes: 10))
let target = try Board(contentsOf: root.appendingPathComponent("boards/raspberry-pi-zero-w.yaml")).target()
let estimator = target.estimator()
let free = Budget(limits: [.init(quantity: quantity, allowed: .infinity, origin: .given)])

final class Costs: @unchecked Sendable {
    private let lock = NSLock()
    private(set) var lowest: [Double] = []

    func add(_ more: [Double], keeping count: Int) {
        lock.withLock { lowest = Array((lowest + more).sorted().prefix(count)) }
    }
}

let costs = Costs()
let chunks = 200
DispatchQueue.concurrentPerform(iterations: chunks) { chunk in
    guard var quick = try? ArchitectureEstimator(space, task: task, estimator: estimator) else { return }
    var found: [Double] = []
    for sample in (samples / chunks * chunk)..<(samples / chunks * (chunk + 1)) {
        var random = RandomStream(seed: 99, trial: UInt64(sample), purpose: .feasibility)
        guard let estimate = try? quick.estimate(space.sample(using: &random)) else { continue }
        found.append(free.judge(estimate).uses[0].used)
    }
    costs.add(found, keeping: Int(Double(samples) * share) + 1)
}
// Sums may be added in another order later.
let allowed = (costs.lowest.last ?? 0) * (1 + 1e-9)
print("\(space.name): \(quantity) at most \(quantity.dimension.format(allowed)), which \(share) of \(samples) random samples keep")
let budget = Budget(limits: [.init(quantity: quantity, allowed: allowed, origin: .given)])

let folder = FileManager.default.temporaryDirectory.path + "/nas-benchmark-\(getpid())"
try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(atPath: folder) }
for name in StrategyCatalog.standard.names {
    let strategy = try StrategyCatalog.standard.make(name)
    var definition = RunDefinition(
        space: .init(space), data: .init(name: "table", fingerprint: "table", task: task),
        boards: [RunBoard(target: target, budget: budget)], objectives: [.accuracy, .energy], strategy: name, fidelity: .epochs(1),
        trials: 50, engine: .init(version: "benchmark", kernelClass: "none", blasCore: "none"))
    definition.strategySettings = strategy.settings
    let store = try Store.create(at: "\(folder)/\(name).db", run: definition)
    let began = DispatchTime.now().uptimeNanoseconds
    let driver = try SearchDriver(
        store: store, space: TaskSpace(space, task: task), costs: CostFilter(estimator: estimator, budget: budget), strategy: strategy,
        pool: InlinePool(evaluator: HashEvaluator()))
    _ = try driver.search()
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - began) * 1e-9
    let trials = try store.trials()
    let architectures = try trials.compactMap { try $0.architecture.map { try space.architecture(shortForm: $0) } }
    let varied = space.decisions.indices.filter { decision in Set(architectures.map { $0.options[decision] }).count >= 3 }.count
    print(
        "\(name): \(trials.count) proposals in \(String(format: "%.2f", seconds)) s, \(Set(trials.map(\.networkID)).count) networks, "
            + "\(varied) of \(space.decisions.count) decisions with at least 3 values")
}
