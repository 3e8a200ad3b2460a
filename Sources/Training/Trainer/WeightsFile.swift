internal import Datasets
internal import NAS
internal import NetworkGraph
internal import Support

/// What a file of weights says about itself, besides what the tensor core adds (layout, version, checksum).
enum WeightsFile {
    static func metadata(_ job: TrainingJob, data: TrainingData) -> [String: String] {
        var metadata = [
            "kind": "weights",
            "candidate": job.candidateID.description,
            "fidelity": job.fidelity.description,
            "seed": String(job.seed),
            "trial": String(job.trial),
            "replicate": String(job.replicate),
            "data": data.name,
            "data_fingerprint": data.source.fingerprint.description,
            "input": job.frontEnd.input.description,
            "classes": data.classNames.joined(separator: "\n"),
            // Pixels are bytes; what the network takes is (pixel - mean) / deviation.
            "mean": data.normalisation.mean.map(String.init(describing:)).joined(separator: " "),
            "deviation": data.normalisation.deviation.map(String.init(describing:)).joined(separator: " "),
            "engine": EngineIdentity.current.description,
        ]
        metadata["resize"] = job.frontEnd.resize?.rawValue
        return metadata
    }
}
