import CostModel
import Foundation
import NAS
import NetworkGraph
import Support

extension FuzzTarget {
    /// Search spaces: what is read is analysed, sampled, written out and built.
    static let spaces = FuzzTarget(name: "spaces", words: SpaceWords.all, isText: true, shipped: "searchspaces") {
        { input in
            let text = String(decoding: input, as: UTF8.self)
            guard let space = try? SearchSpace(yaml: text, fileName: "fuzz.yaml") else { return }
            Reached.mark("read")
            let assumed = TaskShape(input: Shape(height: 28, width: 28, channels: 1), classes: 10)
            let task = space.assumedTask(assumed)
            let analysis: SpaceAnalysis?
            do {
                analysis = try space.analysis(for: task)
                Reached.mark("analysed")
            } catch {
                _ = "\(error)"
                analysis = nil
                Reached.mark("refused")
            }
            _ = try? space.frontEnds(for: assumed)
            _ = space.choices(of: analysis?.smallest.architecture ?? Architecture(options: []))
            for index in 0..<2 {
                var random = RandomStream(seed: 1, trial: UInt64(index), purpose: .test)
                let sample = space.sample(using: &random)
                let changed = space.mutate(sample, using: &random)
                for architecture in [sample, changed] {
                    // What an architecture is written as, it is read as.
                    let read = try? space.architecture(shortForm: architecture.description)
                    let named = try? space.architecture(choices: space.choices(of: architecture))
                    precondition(read == architecture && named == architecture)
                    let candidate = try? space.candidate(for: architecture, task: task)
                    // What is proven valid can be built, within the ends.
                    guard let analysis else { continue }
                    guard let candidate else { preconditionFailure("\(architecture) was proven and cannot be built") }
                    let macs = (try? space.graphAsWritten(for: architecture, task: task))?.macs ?? 0
                    precondition(macs >= analysis.smallest.macs || !analysis.smallest.isProven)
                    precondition(macs <= analysis.largest.macs || !analysis.largest.isProven)
                    precondition(candidate.graph.input == candidate.frontEnd.input)
                }
            }
        }
    }
}

/// What stands in space files.
enum SpaceWords {
    static let all = [
        "space", "language", "input", "choices", "blocks", "network", "train", "precision", "defaults", "from", "data", "resolution",
        "resize",
        "stretch", "crop", "pad", "shape", "classes", "choice", "range", "log_range", "steps", "step", "scale", "multiple_of", "when", "is",
        "then",
        "else", "in", "$width", "$kind", "$out", "$kernel", "$stride", "conv", "depthwise_conv", "separable_conv", "inverted_residual",
        "squeeze_excite", "dense", "batch_norm", "flatten", "identity", "zero", "relu", "relu6", "hard_swish", "activation", "none",
        "max_pool",
        "average_pool", "global_pool", "average", "max", "dropout", "channel_shuffle", "residual", "layers", "shortcut", "auto", "branches",
        "paths",
        "merge", "concatenate", "add", "multiply", "optional", "repeat", "times", "stage", "block", "out", "graph", "nodes", "edges",
        "each_edge",
        "sequence", "with", "required", "shared", "kernel", "stride", "dilation", "groups", "padding", "same", "valid", "norm", "batch",
        "bias",
        "expand", "multiplier", "ratio", "gate", "optimizer", "learning_rate", "schedule", "epochs", "cutout", "flip", "step_at", "fp32",
        "[1, 3]",
        "{range: [1, 512]}", "{choice: [1, 2, 3]}", "{choice: [same, valid]}", "{scale: [in, 2]}", "- relu\n  ", "\n  - ", ": ", ", ", "{",
        "}", "[",
        "]", "&a", "*a", "<<", "!!int", "|", ">", "\"", "'", "#", "%", "\u{feff}", "\r\n", "\t",
    ]
}
