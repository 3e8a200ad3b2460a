import CostModel
import Foundation
import NAS
import NetworkGraph
import Search
import Support

// What the driver itself costs a trial: propose, build the network, estimate, judge, store. Accuracies come from a hash.
//
//     swift run -c release --package-path Benchmarks SearchBenchmark [SPACE.yaml] [TRIALS] [FOLDER]

struct HashEvaluator: Evaluator {
    func evaluate(_ job: Job, progress: (CurvePoint) -> Void) -> Outcome {
        let noise = Double(StableHash(of: job.architecture).low >> 11) * 0x1p-53
        return .measured(Measurement(accuracy: noise, loss: 1 - noise, seconds: 0))
    }
}

/// Seconds this process has computed, which other processes on the machine do not change much.
func computed() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

func now() -> Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }

/// Median milliseconds of an fsync after an append of 8 KiB, about what a commit writes.
func fsyncMilliseconds(in folder: String) -> Double {
    let path = folder + "/fsync"
    let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o644)
    defer {
        close(descriptor)
        unlink(path)
    }
    let bytes = [UInt8](repeating: 1, count: 8192)
    var times: [Double] = []
    for _ in 0..<400 {
        let began = now()
        _ = write(descriptor, bytes, bytes.count)
        fsync(descriptor)
        times.append((now() - began) * 1000)
    }
    return times.sorted()[times.count / 2]
}

let arguments = CommandLine.arguments.dropFirst()
let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
let spaceFile = arguments.first.map { URL(fileURLWithPath: $0) } ?? root.appendingPathComponent("searchspaces/cnn.yaml")
let trials = arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000
let folder = (arguments.dropFirst(2).first ?? FileManager.default.temporaryDirectory.path) + "/nas-benchmark-\(getpid())"
try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(atPath: folder) }

let space = try SearchSpace(contentsOf: spaceFile)
let task = space.assumedTask(TaskShape(input: Shape(height: 28, width: 28, channels: 1), classes: 10))
let candidates = TaskSpace(space, task: task)
let board = try Board(contentsOf: root.appendingPathComponent("boards/raspberry-pi-4.yaml"))
let estimator = RooflineEstimator(target: try board.target())

// A budget that 80 % of the samples keep, so that the filter has something to do.
let free = CostFilter(estimator: estimator, budget: Budget())
var latencies: [Double] = []
for sample in 0..<1000 {
    var random = RandomStream(seed: 99, trial: UInt64(sample), purpose: .feasibility)
    latencies.append(free.estimate(try candidates.candidate(for: candidates.sample(using: &random))).latencySeconds.value)
}
let allowed = latencies.sorted()[800]
let budget = Budget(limits: [.init(quantity: .latency, allowed: allowed, origin: .given)])
let costs = CostFilter(estimator: estimator, budget: budget)

let samplingReport = now()
let report = try FeasibilityReport(space: candidates, costs: costs, seed: 1)
print(String(format: "feasibility report in %.2f s: %@", now() - samplingReport, report.lines.joined(separator: "; ")))

var clock = now()
for sample in 0..<1000 {
    var random = RandomStream(seed: 98, trial: UInt64(sample), purpose: .feasibility)
    _ = try candidates.candidate(for: candidates.sample(using: &random))
}
let building = now() - clock
print(String(format: "space %@: building one candidate %.3f ms", space.name, building))

func run(_ strategy: String, _ durability: Store.Durability, _ trials: Int) throws -> (
    all: Double, first: Double, last: Double, computed: Double
) {
    let path = "\(folder)/\(strategy)-\(durability).db"
    let definition = RunDefinition(
        space: .init(space), data: .init(name: "table", fingerprint: "table", task: task),
        boards: [RunBoard(target: estimator.target, budget: budget)], objectives: [.accuracy, .energy], strategy: strategy,
        fidelity: .epochs(1), trials: trials, engine: .init(version: "benchmark", kernelClass: "none", blasCore: "none"))
    let store = try Store.create(at: path, run: definition, durability: durability)
    var options = SearchDriver.Options()
    options.testsFront = false
    var stamps: [Double] = []
    stamps.reserveCapacity(trials)
    let driver = try SearchDriver(
        store: store, space: candidates, costs: costs, strategy: try StrategyCatalog.standard.make(strategy),
        pool: InlinePool(evaluator: HashEvaluator()), options: options
    ) { event in
        if case .finished = event { stamps.append(now()) }
    }
    let computedBefore = computed()
    let began = now()
    let end = try driver.search()
    let total = now() - began
    let work = computed() - computedBefore
    guard stamps.count == trials else { fatalError("only \(stamps.count) trials: \(end)") }
    let edge = min(1000, trials / 2)
    return (
        total / Double(trials) * 1000, (stamps[edge - 1] - began) / Double(edge) * 1000,
        (stamps[trials - 1] - stamps[trials - 1 - edge]) / Double(edge) * 1000,
        work / Double(trials) * 1000
    )
}

for strategy in ["random", "evolution"] {
    let off = try run(strategy, .off, trials)
    print(
        String(
            format: "%@, without the disk: %.3f ms a trial (%.3f ms computed); first thousand %.3f, last thousand %.3f", strategy, off.all,
            off.computed, off.first, off.last))
    let before = fsyncMilliseconds(in: folder)
    let full = try run(strategy, .full, trials)
    let after = fsyncMilliseconds(in: folder)
    let fsync = max(before, after)
    print(
        String(
            format:
                "%@, with the disk:    %.3f ms a trial; first thousand %.3f, last thousand %.3f; fsync %.3f and %.3f ms: "
                + "%.2f fsyncs a trial",
            strategy, full.all, full.first, full.last, before, after, (full.all - off.all) / fsync))
}
