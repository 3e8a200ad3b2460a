import CostModel
import Foundation
import SearchTestWorker

@testable import Search

/// A folder that is gone after the test.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("nas-search-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }
}

/// The program that tests start and kill, beside this test's own.
enum Helper {
    static let path: String = {
        let beside = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
        return beside.appendingPathComponent("SearchTestWorker").path
    }()

    static func pool(workers: Int, context: ToyEvaluator.Context = .init(), memoryLimitBytes: Int? = nil) throws -> ProcessPool {
        try ProcessPool(workers: workers, command: .init([path, "worker"]), context: context.text, memoryLimitBytes: memoryLimitBytes)
    }

    static func start(_ arguments: [String]) throws -> (process: Process, output: Pipe, error: Pipe) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let (output, error) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = error
        try process.run()
        return (process, output, error)
    }
}

extension ToyRun {
    /// Begins a run at a path, or goes on with the one that is there.
    ///
    /// - Parameter stopAfter: asks it to stop when so many trials have ended.
    @discardableResult
    func search(
        _ path: String, workers: Int, stopAfter: Int? = nil, observe: @escaping (SearchEvent) -> Void = { _ in }
    ) throws -> SearchEnd {
        let store =
            FileManager.default.fileExists(atPath: path) ? try Store.open(at: path) : try Store.create(at: path, run: try definition())
        let context = context
        let stop = StopFlag()
        var done = 0
        let driver = try driver(store, InProcessPool(workers: workers) { ToyEvaluator(context) }) { event in
            switch event {
            case .finished, .failed, .retrained:
                done += 1
                if done == stopAfter { stop.raise() }
            default: break
            }
            observe(event)
        }
        return try driver.search(until: stop)
    }
}

/// All of a run that must be the same in every run with its seed.
struct RunFacts: Equatable, CustomStringConvertible {
    let lines: [String]
    var description: String { lines.joined(separator: "\n") }

    init(_ path: String) throws {
        let store = try Store.read(at: path)
        lines = try store.trials().map { trial in
            let curve = try store.curve(of: trial.number).map {
                "\($0.step):\($0.validationAccuracy ?? -1):\($0.validationBalancedAccuracy ?? -1)"
            }.joined(separator: " ")
            return
                "\(trial.number) \(trial.architecture ?? "?") \(trial.parent ?? -1) \(trial.candidateID) \(trial.origin) "
                + "\(trial.rejections) \(trial.state) \(trial.failure?.reason.rawValue ?? "") \(trial.accuracy ?? -1) "
                + "\(trial.loss ?? -1) \(trial.testAccuracy ?? -1) \(trial.balancedAccuracy ?? -1) \(trial.testBalancedAccuracy ?? -1) "
                + "\(trial.weightsFile ?? "") \(trial.estimate?.macs ?? -1) \(curve)"
        }
    }

    /// The names of the weights in the run's folder.
    static func weights(_ path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: Store.weightsFolder(of: path)).sorted()
    }
}
