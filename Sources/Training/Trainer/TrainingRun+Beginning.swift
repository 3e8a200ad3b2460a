internal import Foundation
internal import NAS
internal import NetworkGraph
internal import Support
internal import TensorCore

/// What a training begins with.
extension TrainingRun {
    static func inherited(_ job: TrainingJob) throws(TrainingFailure) -> SafeTensors? {
        guard let file = job.inheritedFile else { return nil }
        do {
            return try SafeTensors(contentsOf: file.path)
        } catch {
            throw TrainingFailure(.data, error.description)
        }
    }

    static func begin(_ network: Network, with inherited: SafeTensors, _ job: TrainingJob) throws(TrainingFailure) {
        do {
            try network.importParameters(WeightInheritance.inherited(by: network.exportParameters(), job.graph, from: inherited))
        } catch {
            throw TrainingFailure(.data, error.description)
        }
    }

    static func network(_ job: TrainingJob, batch: Int, _ balance: ClassBalance?) throws(TrainingFailure) -> Network {
        var settings = job.recipe.settings
        if job.recipe.classWeights == .balanced { settings.classWeights = balance?.weights.map { Float($0) } }
        let network: Network
        do {
            network = try Network(job.graph, batch: batch, settings: settings, seed: job.seed, trial: job.stream)
        } catch {
            throw TrainingFailure(.outOfMemory, error.message)
        }
        try MemoryLimit(job).check(network.memoryBytes)
        return network
    }
}
