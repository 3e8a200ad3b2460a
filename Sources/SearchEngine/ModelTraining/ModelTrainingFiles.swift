internal import CProcessShims
internal import Foundation
internal import Models
internal import Search
internal import Support
internal import TensorCore

/// The files of a model folder in which training is under way. One process at a time: the lock is the kernel's, and ends with the process.
final class ModelTrainingFiles {
    let folder: URL
    private let lock: Int32

    /// Makes the folder where it is not there, and takes it for this process.
    ///
    /// - Throws: where it cannot be made, or another process trains in it.
    init(_ folder: URL) throws(Diagnostic) {
        self.folder = folder
        do {
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent(Self.seeds, isDirectory: true), withIntermediateDirectories: true)
        } catch {
            throw Diagnostic("cannot be made (\(SystemError.words(error)))", file: folder.path)
        }
        lock = nas_open_locked(folder.appendingPathComponent(Self.lockName).path)
        guard lock >= 0 else {
            throw errno == EWOULDBLOCK
                ? Diagnostic("another process is training in this folder", file: folder.path, hint: "wait for it, or stop it")
                : Diagnostic("cannot be locked (\(String(cString: strerror(errno))))", file: folder.path)
        }
    }

    deinit {
        guard lock >= 0 else { return }
        unlink(folder.appendingPathComponent(Self.lockName).path)
        _ = nas_unlock(lock)
        close(lock)
    }

    private static let seeds = "seeds"
    private static let lockName = ".lock"

    /// Relative to the folder, as the metrics name it.
    func weightsName(_ replicate: Int) -> String { "\(Self.seeds)/seed-\(replicate).safetensors" }
    func weights(_ replicate: Int) -> URL { folder.appendingPathComponent(weightsName(replicate)) }
    func checkpoint(_ replicate: Int) -> URL { folder.appendingPathComponent("\(Self.seeds)/seed-\(replicate).checkpoint") }
    private func result(_ replicate: Int) -> URL { folder.appendingPathComponent("\(Self.seeds)/seed-\(replicate).json") }

    /// What a training gave; nil where it has not ended, or its weights are gone, damaged or another's: then it is done again.
    func measurement(_ replicate: Int, of candidate: StableHash, seed: UInt64) -> Search.Measurement? {
        guard let kept = try? SafeTensors(contentsOf: weights(replicate).path),
            kept.metadata["candidate"] == candidate.description, kept.metadata["seed"] == String(seed),
            kept.metadata["replicate"] == String(replicate)
        else { return nil }
        return try? JSONDocument.read(Search.Measurement.self, from: result(replicate))
    }

    func store(_ measurement: Search.Measurement, of replicate: Int) throws(Diagnostic) {
        try JSONDocument.write(measurement, to: result(replicate))
        unlink(checkpoint(replicate).path)
    }

    func store(_ plan: ModelTrainingPlan) throws(Diagnostic) {
        try JSONDocument.write(plan, to: folder.appendingPathComponent(ModelTrainingPlan.fileName))
    }

    /// The model is complete: what was for going on is no longer needed.
    func removePlan() { unlink(folder.appendingPathComponent(ModelTrainingPlan.fileName).path) }

    /// Takes away a folder that nothing has come of.
    func discard() { try? FileManager.default.removeItem(at: folder) }
}
