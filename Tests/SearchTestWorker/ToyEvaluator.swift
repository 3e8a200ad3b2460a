internal import Foundation
internal import NAS
package import Search
internal import Support

/// Accuracy from a table that is a hash, after a delay that depends on the process and not on the seed. Some trials do
/// what a worker should survive.
package struct ToyEvaluator: Evaluator {
    /// What the hello carries.
    package struct Context: Codable, Sendable {
        package var meanDelaySeconds = 0.0
        /// Trials that misbehave, by how: `crash`, `hang`, `wait`, `grow`, `nan`, `unbalanced`, `noWeights`, `noise`,
        /// `fail`.
        package var misbehaving: [String: [Int]] = [:]
        package var refuse = false

        package init() {}

        package var text: String { String(decoding: (try? JSONEncoder().encode(self)) ?? Data(), as: UTF8.self) }

        package init(text: String) throws { self = try JSONDecoder().decode(Context.self, from: Data(text.utf8)) }
    }

    package let context: Context

    package init(_ context: Context = Context()) { self.context = context }

    /// More with more training; which of two is better may change with it.
    package static func accuracy(_ architecture: String, seed: UInt64, fidelity: Int = 2, replicate: Int = 0) -> Double {
        if fidelity != 2 || replicate != 0 {
            let noise = Double(StableHash(of: "\(architecture) \(seed) \(fidelity) \(replicate)").low >> 40) / Double(1 << 24)
            let accuracy = accuracy(architecture, seed: seed)
            return accuracy * Double(fidelity) / (Double(fidelity) + 0.5) + 0.05 * noise / Double(fidelity)
        }
        let options = architecture.split(separator: "-").compactMap { Int($0) }
        let noise = Double(StableHash(of: "\(architecture) \(seed)").low >> 40) / Double(1 << 24)
        return min(0.999, 0.5 + 0.35 * Double(options.reduce(0, +)) / Double(max(options.count * 4, 1)) + 0.1 * noise)
    }

    package func evaluate(_ job: Job, progress: (CurvePoint) -> Void) -> Outcome {
        if context.meanDelaySeconds > 0 { usleep(UInt32(Double.random(in: 0...2) * context.meanDelaySeconds * 1e6)) }
        let inherited = job.inheritedFile.flatMap { try? String(contentsOfFile: $0, encoding: .utf8) }
        if job.inheritedFile != nil, inherited == nil { return .failed(Failure(.storage, "nothing to begin with")) }
        var accuracy = Self.accuracy(
            job.architecture, seed: job.seed, fidelity: job.kind == .test ? 2 : job.fidelity.count, replicate: job.replicate)
        if let inherited { accuracy -= 0.01 * Double(StableHash(of: inherited).low >> 40) / Double(1 << 24) }
        if job.kind == .test {
            guard let file = job.weightsFile, FileManager.default.fileExists(atPath: file) else {
                return .failed(Failure(.error, "no weights"))
            }
            var measurement = Measurement(testAccuracy: accuracy - 0.01, testLoss: 1 - accuracy)
            measurement.testBalancedAccuracy = Self.balanced(accuracy - 0.01)
            return .measured(measurement)
        }
        if let bad = misbehave(job) { return bad }
        let points = (1...3).map {
            CurvePoint(
                step: $0 * 10, epoch: Double($0), trainingLoss: 1 / Double($0), validationAccuracy: accuracy,
                validationBalancedAccuracy: Self.balanced(accuracy))
        }
        points.forEach(progress)
        // Until a test lets it go on.
        while behaviour(job) == "wait", job.checkpointFile.map({ access($0, F_OK) }) != 0 { usleep(5000) }
        if let file = job.stateFile { _ = FileManager.default.createFile(atPath: file, contents: Data(job.architecture.utf8)) }
        var wrote = false
        if let file = job.weightsFile {
            let draft = file + ".tmp"
            let learnt = job.architecture + (inherited.map { "<" + $0 } ?? "")
            wrote = FileManager.default.createFile(atPath: draft, contents: Data(learnt.utf8)) && rename(draft, file) == 0
        }
        if behaviour(job) == "noWeights", let file = job.weightsFile { unlink(file) }
        var measurement = Measurement(accuracy: accuracy, loss: 1 - accuracy, curve: points, seconds: 0.01, wroteWeights: wrote)
        measurement.balancedAccuracy = behaviour(job) == "unbalanced" ? .nan : Self.balanced(accuracy)
        return .measured(measurement)
    }

    /// That of an accuracy which is had by the commonest classes.
    package static func balanced(_ accuracy: Double) -> Double { accuracy * accuracy }

    private func behaviour(_ job: Job) -> String? { context.misbehaving.first { $0.value.contains(job.trial) }?.key }

    private func misbehave(_ job: Job) -> Outcome? {
        switch behaviour(job) {
        case "crash":
            FileHandle.standardError.write(Data("the roof is on fire\n".utf8))
            abort()
        case "hang":
            while true { usleep(10_000) }
        case "grow":
            var hoard: [[UInt8]] = []
            while true {
                hoard.append([UInt8](repeating: UInt8(hoard.count & 255), count: 8 << 20))
                usleep(5000)
            }
        case "nan": return .measured(Measurement(accuracy: .nan, loss: .nan))
        case "noise":
            print("a library says hello")
            return nil
        case "fail": return .failed(Failure(.error, "this network cannot be trained"))
        default: return nil
        }
    }
}
