internal import Foundation
internal import NAS
internal import NetworkGraph
internal import Support
internal import TensorCore

/// The state of a training on disk: weights, running statistics, moments and step from the tensor core, the progress, and
/// a hash of everything the training's bits depend on.
struct Checkpoint {
    let file: URL
    let binding: StableHash

    /// - Parameter inherited: what the training began with, if it was another's weights.
    static func binding(_ job: TrainingJob, _ data: TrainingData, inherited: SafeTensors?) -> StableHash {
        var hasher = StableHasher()
        hasher.combine(job.candidateID)
        hasher.combine(job.graph.nodes.count)
        job.recipe.combine(into: &hasher)
        // Not by where it ends: until there a shorter training is the beginning of a longer one.
        hasher.combine((job.horizon ?? job.fidelity).description)
        hasher.combine(UInt64(job.seed))
        hasher.combine(job.stream)
        hasher.combine(job.stepsPerPoint ?? 0)
        hasher.combine(data.fingerprint)
        hasher.combine(EngineIdentity.current.description)
        if let patience = job.patience {
            hasher.combine("patience")
            hasher.combine(patience)
        }
        for tensor in inherited?.tensors ?? [] {
            hasher.combine(tensor.name)
            for value in tensor.values { hasher.combine(UInt64(value.bitPattern)) }
        }
        return hasher.finalize()
    }

    /// - Throws: where the disk is full or the folder read-only.
    func save(_ network: Network, _ progress: TrainingProgress) throws(Diagnostic) {
        guard let json = try? JSONEncoder().encode(progress) else {
            throw Diagnostic("the learning curve cannot be written", file: file.path)
        }
        let state = network.exportTrainingState(metadata: [
            "kind": "checkpoint", "binding": binding.description, "progress": String(decoding: json, as: UTF8.self),
        ])
        try state.write(to: file.path)
    }

    /// Brings the network to the state that was kept. Nil where there is none, or it is damaged, or of another candidate,
    /// seed, data set, recipe or engine, or of a later step: then training begins anew, and the network is as it was.
    ///
    /// - Parameter isComplete: whether what else belongs to such a state is there.
    func restore(
        _ network: Network, upToStep last: Int, _ isComplete: (TrainingProgress) -> Bool = { _ in true }
    ) -> TrainingProgress? {
        guard FileManager.default.fileExists(atPath: file.path), let state = try? SafeTensors(contentsOf: file.path),
            state.metadata["binding"] == binding.description, let step = state.metadata["step"].flatMap({ Int($0) }), step <= last,
            let json = state.metadata["progress"],
            let progress = try? JSONDecoder().decode(TrainingProgress.self, from: Data(json.utf8)),
            isComplete(progress), (try? network.importTrainingState(state, fileName: file.path)) != nil
        else { return nil }
        return progress
    }
}
