import CostModel
import Datasets
import Foundation
import NAS
import Search
import Support
import Synchronization
import Training

// What the fronts of searches are worth when their networks are trained to the end: each network of each front is trained anew, from
// other seeds than the search's, and measured on the test split. Benchmarks/multi-fidelity runs the searches.
//
//     FrontBenchmark DATA EPOCHS SEEDS ARM=RUN.db,RUN.db ... [ARM=RUN.db,RUN.db ...]
//
// Prints for each arm the hypervolume of test error and energy as a share of the box below (0.9, the dearest network of all fronts),
// run by run, with mean and deviation.

struct Point {
    let error: Double
    let energy: Double
}

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 4, let epochs = Int(arguments[1]), let seeds = Int(arguments[2]) else {
    fatalError("FrontBenchmark DATA EPOCHS SEEDS ARM=RUN.db,RUN.db ...")
}
let dataset = try Dataset.load(arguments[0])
let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("front-benchmark-\(ProcessInfo.processInfo.processIdentifier)")
try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(at: scratch) }
let cache = PreparedCache.standard()

@Sendable func points(of path: String) throws -> [Point] {
    let store = try Store.read(at: path)
    let run = try store.run()
    let split = try DataSplit(dataset, seed: run.seed)
    let space = TaskSpace(try SearchSpace(yaml: run.space.text, fileName: run.space.fileName), task: dataset.task)
    let data = TrainingData(dataset, split: split)
    let trainer = CandidateTrainer(data: data, cache: cache)
    let tester = TestEvaluator(data, test: split.test, cache: cache)
    var found: [Point] = []
    for member in try store.front() {
        let candidate = try space.candidate(for: space.architecture(choices: member.choices))
        var errors: [Double] = []
        for seed in 0..<seeds {
            var job = TrainingJob(candidate: candidate, fidelity: .epochs(epochs), seed: run.seed, replicate: 1000 + seed)
            let weights = scratch.appendingPathComponent("weights-\(StableHash(of: path))")
            job.weightsFile = weights
            do {
                _ = try trainer.train(job)
                errors.append(1 - (try tester.evaluate(candidate.graph, frontEnd: candidate.frontEnd, weights: weights).accuracy))
            } catch {
                // Diverged.
                errors.append(1)
            }
        }
        found.append(Point(error: errors.reduce(0, +) / Double(errors.count), energy: member.estimate?.energyJoules.value ?? .infinity))
    }
    return found
}

var names: [String] = []
var paths: [[String]] = []
for argument in arguments.dropFirst(3) {
    let parts = argument.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else { fatalError("an arm is NAME=RUN.db,RUN.db, got '\(argument)'") }
    names.append(String(parts[0]))
    paths.append(parts[1].split(separator: ",").map(String.init))
}
let all = paths.flatMap { $0 }
let found = Mutex([String: [Point]]())
DispatchQueue.concurrentPerform(iterations: all.count) { index in
    do {
        let points = try points(of: all[index])
        found.withLock { $0[all[index]] = points }
        FileHandle.standardError.write(Data("\(all[index]): \(points.count) networks\n".utf8))
    } catch { fatalError("\(all[index]): \(error)") }
}
let arms = zip(names, paths).map { name, paths in (name: name, runs: paths.map { path in found.withLock { $0[path] ?? [] } }) }

let dearest = arms.flatMap(\.runs).joined().map(\.energy).max() ?? 1
let chance = 1 - 1 / Double(dataset.classes)
func statistics(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(max(values.count - 1, 1))).squareRoot())
}
print("arm,run,networks,hypervolume,best_test_accuracy")
for arm in arms {
    var volumes: [Double] = []
    var bests: [Double] = []
    for (index, points) in arm.runs.enumerated() {
        let front = ParetoFront(points.enumerated().map { ParetoFront.Member(trial: $0, costs: [$1.error, $1.energy]) })
        volumes.append(front.hypervolume(reference: [chance, dearest * 1.001]) / (chance * dearest * 1.001))
        bests.append(1 - (points.map(\.error).min() ?? 1))
        print(String(format: "%@,%d,%d,%.4f,%.4f", arm.name, index + 1, points.count, volumes[index], bests[index]))
    }
    let (mean, deviation) = statistics(volumes)
    let (best, spread) = statistics(bests)
    print(String(format: "%@,mean,,%.4f +- %.4f,%.4f +- %.4f", arm.name, mean, deviation, best, spread))
}
