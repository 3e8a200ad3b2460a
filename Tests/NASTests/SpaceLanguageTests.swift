import Foundation
import NAS
import NetworkGraph
import Support
import TestSupport
import Testing

/// What the words of the language mean.
@Suite struct SpaceLanguageTests {
    private func graph(_ network: String, _ task: TaskShape = SpaceFixtures.task(8, 8, 4), _ architecture: String? = nil) throws
        -> InferredGraph
    {
        let space = try SpaceFixtures.space(network)
        return try space.graphAsWritten(for: space.architecture(shortForm: architecture ?? ""), task: task)
    }

    /// A network that ends in classes, and the operations before its pooling and dense layer.
    private func operations(_ layers: String, _ task: TaskShape = SpaceFixtures.task(8, 8, 4)) throws -> [NetworkGraph.Operation] {
        try graph("network: [\(layers), global_pool, {dense: {out: classes}}]", task).nodes.map(\.operation).dropFirst().dropLast(2)
    }

    private func convolution(
        _ outputs: Int, _ kernel: Int, stride: Int = 1, padding: Int = 0, groups: Int = 1, bias: Bool = false
    ) -> NetworkGraph.Operation {
        .convolution(
            NetworkGraph.Operation.Convolution(
                outputs: outputs, kernel: Extent(square: kernel), stride: Extent(square: stride),
                padding: Padding(top: padding, left: padding, bottom: padding, right: padding), groups: groups, bias: bias))
    }

    @Test func `convolutions`() throws {
        #expect(try operations("{conv: {kernel: 3}}") == [convolution(4, 3, padding: 1, bias: true)])
        #expect(
            try operations("{conv: {out: 6, kernel: 5, stride: 2, norm: batch, activation: relu6}}")
                == [convolution(6, 5, stride: 2, padding: 2), .batchNorm, .activation(.relu6)])
        #expect(
            try operations("{conv: {out: 6, kernel: 2, padding: valid, norm: batch, bias: true}}") == [
                convolution(6, 2, bias: true), .batchNorm,
            ])
        #expect(try operations("{depthwise_conv: {kernel: 3, multiplier: 2, bias: false}}") == [convolution(8, 3, padding: 1, groups: 4)])
        #expect(
            try operations("{separable_conv: {out: 6, kernel: 3, norm: batch, activation: relu}}")
                == [
                    convolution(4, 3, padding: 1, groups: 4), .batchNorm, .activation(.relu), convolution(6, 1), .batchNorm,
                    .activation(.relu),
                ])
    }

    @Test func `inverted residuals`() throws {
        let norm: [NetworkGraph.Operation] = [.batchNorm, .activation(.relu)]
        #expect(
            try operations("{inverted_residual: {kernel: 3, expand: 2, activation: relu}}")
                == [convolution(8, 1)] + norm + [convolution(8, 3, padding: 1, groups: 8)] + norm + [convolution(4, 1), .batchNorm, .add])
        // No first convolution at expansion 1, no shortcut where the stride is 2.
        #expect(
            try operations("{inverted_residual: {kernel: 3, expand: 1, stride: 2, activation: relu}}")
                == [convolution(4, 3, stride: 2, padding: 1, groups: 4)] + norm + [convolution(4, 1), .batchNorm])
        #expect(
            try operations("{inverted_residual: {out: 6, kernel: 3, expand: 1, groups: 2, expand_always: true, activation: relu}}")
                == [convolution(4, 1, groups: 2)] + norm + [.channelShuffle(groups: 2), convolution(4, 3, padding: 1, groups: 4)] + norm
                + [convolution(6, 1, groups: 2), .batchNorm])
        #expect(
            try operations("{inverted_residual: {out: 6, kernel: 3, expand: 8, squeeze_excite: true, activation: none}}").dropFirst(4)
                .dropLast(2)
                == [
                    .globalPool(.average), .dense(outputs: 8, bias: true), .activation(.relu), .dense(outputs: 32, bias: true),
                    .activation(.hardSigmoid), .multiply,
                ])
    }

    @Test func `layer norm`() throws {
        #expect(try operations("{conv: {kernel: 1}}, layer_norm, gelu") == [convolution(4, 1, bias: true), .layerNorm, .activation(.gelu)])
        let graph = try graph("network: [{conv: {kernel: 1, bias: false}}, layer_norm, global_pool, {dense: {out: classes}}]")
        let counts = graph.operationCounts()[2]
        #expect(counts.kind == .layerNorm && counts.parameters == 2 * 4 && counts.elementwiseOperations == 5 * 8 * 8 * 4)
        #expect(graph.storedNumbers()[2] == 2 * 4)
    }

    @Test func `joins and shortcuts`() throws {
        #expect(try operations("{residual: [relu]}") == [.activation(.relu), .add])
        #expect(
            try operations("{residual: {layers: [{conv: {out: 6, kernel: 3, stride: 2, norm: batch}}], activation: relu}}")
                == [
                    convolution(6, 3, stride: 2, padding: 1), .batchNorm, convolution(6, 1, stride: 2), .batchNorm, .add,
                    .activation(.relu),
                ])
        #expect(try operations("{branches: {paths: [relu, tanh], merge: concatenate}}").last == .concatenate)
        #expect(try operations("{branches: {paths: [relu, [global_pool, sigmoid]], merge: multiply}}").last == .multiply)
        let cell = try operations("{graph: {nodes: 3, edges: [[0, 1], [0, 2], [1, 2]], each_edge: relu}}")
        #expect(cell == [.activation(.relu), .activation(.relu), .activation(.relu), .add])
    }

    @Test func `pools, values for one key, and layers that are nothing`() throws {
        let average = NetworkGraph.Operation.Pooling(kernel: Extent(square: 2), stride: Extent(square: 2))
        #expect(try operations("{average_pool: {kernel: 2}}, identity, {dropout: 0}, {activation: none}") == [.averagePool(average)])
        #expect(try operations("{dropout: 0.25}, {channel_shuffle: 2}, zero") == [.dropout(rate: 0.25), .channelShuffle(groups: 2), .zero])
    }

    @Test func `series are images of height one`() throws {
        let task = SpaceFixtures.task(1, 128, 6, classes: 5)
        let graph = try graph(
            "network: [{conv: {out: 8, kernel: [1, 9], stride: [1, 2]}}, {max_pool: {kernel: [1, 2]}}, "
                + "{separable_conv: {out: 12, kernel: [1, 5]}}, global_pool, {dense: {out: classes}}]",
            task)
        #expect(graph.nodes[1].shape == Shape(height: 1, width: 64, channels: 8))
        #expect(graph.nodes[2].shape == Shape(height: 1, width: 32, channels: 8))
        #expect(graph.outputShape == Shape(height: 1, width: 1, channels: 5))
    }

    @Test(arguments: [
        ("{scale: [24, 0.75], multiple_of: 8}", 24), ("{scale: [40, 0.5], multiple_of: 8}", 24), ("{scale: [16, 0.1], multiple_of: 8}", 8),
        ("{scale: [24, 1.5], multiple_of: 8}", 40), ("{scale: [16, 0.75], multiple_of: 8}", 16), ("{scale: [10, 0.55]}", 6),
        ("{scale: [in, 3]}", 12),
        ("{scale: [32, 0.6], multiple_of: 8}", 24), ("{scale: [classes, 2], multiple_of: 1}", 20), ("in", 4), ("classes", 10),
    ]) func `products are rounded as MobileNet does`(text: String, expected: Int) throws {
        #expect(try operations("{conv: {out: \(text), kernel: 1, bias: false}}") == [convolution(expected, 1)])
    }

    @Test func `the stride of a stage goes to its first repetition`() throws {
        let network = """
            blocks:
              b: {with: {out: required, stride: 1}, layers: [{conv: {out: $out, kernel: 1, stride: $stride, bias: false}}]}
            network:
              - stage: {repeat: 3, block: b, out: 6, stride: 2}
              - stage: {repeat: 2, block: [{conv: {out: $out, kernel: 1, stride: $stride, bias: false}}], out: 7, stride: 2}
              - global_pool
              - dense: {out: classes}
            """
        let operations = try graph(network).nodes.map(\.operation)
        #expect(
            Array(operations[1...5])
                == [convolution(6, 1, stride: 2), convolution(6, 1), convolution(6, 1), convolution(7, 1, stride: 2), convolution(7, 1)])
    }

    @Test func `decisions have the names and the order of the file`() throws {
        let space = try SpaceFixtures.space(
            """
            network:
              - conv: {out: {choice: [4, $w]}, kernel: {choice: {small: 1, large: 3}}}
              - optional: [{conv: {kernel: $k}}]
              - stage: {repeat: {range: [0, 2]}, block: b, out: {choice: [4, 8]}}
              - c
              - c
              - choice: [relu, {conv: {out: {scale: [in, {choice: [1, 2]}]}, kernel: 1}}]
              - residual: {layers: [{dropout: {choice: [0, 0.50]}}]}
              - global_pool
              - dense: {out: classes}
            blocks:
              b:
                with: {out: required, norm: {choice: [none, batch]}}
                q: {choice: [1, 3]}
                layers: [{conv: {out: $out, kernel: $q, norm: $norm}}]
              c: {shared: true, layers: [{choice: [gelu, [relu, tanh]]}]}
            train: {batch: {choice: [16, 32]}, epochs: 7}
            choices:
              k: {choice: [[1, 3], 5]}
              w: {log_range: [8, 32], steps: 3}
            """)
        #expect(
            space.decisions.map(\.name) == [
                "network[0].out", "network[0].kernel", "network[1]", "network[2].repeat", "network[2].out", "network[2].blocks[0].norm",
                "network[2].blocks[0].q", "network[2].blocks[1].norm", "network[2].blocks[1].q", "c.layers[0]", "network[5]",
                "network[5].options[1].out.scale[1]", "network[6].layers[0].rate", "train.batch", "k", "w",
            ])
        #expect(space.decisions[0].options == ["4", "$w"])
        #expect(space.decisions[1].options == ["small", "large"])
        #expect(space.decisions[2].options == ["absent", "present"])
        #expect(space.decisions[9].options == ["gelu", "[relu, tanh]"])
        #expect(space.decisions[10].options == ["relu", "conv(out: scale: [in, choice: [1, 2]], kernel: 1)"])
        #expect(space.decisions[12].options == ["0", "0.5"])
        #expect(space.decisions[14].options == ["[1, 3]", "5"])
        #expect(space.decisions[15].options == ["8", "16", "32"])
        #expect(space.decisions[0].location == Support.SourceLocation(line: 5, column: 17))
        #expect(space.defaultFidelity == .epochs(7))
        let architecture = try space.architecture(shortForm: "0-1-0-0-.-.-.-.-.-0-0-.-1-1-.-.")
        #expect(space.choices(of: architecture).map(\.option) == ["4", "large", "absent", "0", "gelu", "relu", "0.5", "32"])
    }

    private static let everyTrainingKey = """
        choices: {o: {choice: [sgd, adamw]}}
        network: [flatten, {dense: {out: classes}}]
        train:
          optimizer: $o
          learning_rate: {when: $o, is: sgd, then: 0.1, else: 0.001}
          momentum: 0.8
          nesterov: true
          weight_decay: 0.01
          beta1: 0.8
          beta2: 0.99
          epsilon: 0.0001
          batch: 17
          schedule: step
          warmup: 0.25
          step_at: [0.25, 0.5]
          step_factor: 0.2
          label_smoothing: 0.1
          gradient_clip: 5
          flip: true
          crop: 2
          cutout: 4
          weight_decay_on: weights
          alpha: 0.9
          rotation: 15
          brightness: 0.2
          contrast: 0.3
          saturation: 0.4
          mixup: 0.5
          cutmix: 1
          class_weights: balanced
          sampling: balanced
          ema: 0.99
          steps: 300
        precision: fp32
        """

    @Test func `training and front end`() throws {
        let space = try SpaceFixtures.space(
            Self.everyTrainingKey, input: "{from: data, resolution: {choice: [6, [4, 12]]}}")
        let task = SpaceFixtures.task(28, 28, 3)
        let candidate = try space.candidate(for: space.architecture(shortForm: "1-1"), task: task)
        var expected = TrainingRecipe()
        expected.optimizer = .adamw
        expected.learningRate = 0.001
        expected.momentum = 0.8
        expected.nesterov = true
        expected.weightDecay = 0.01
        expected.beta1 = 0.8
        expected.beta2 = 0.99
        expected.epsilon = 0.0001
        expected.batch = 17
        expected.schedule = .step
        expected.warmup = 0.25
        expected.stepAt = [0.25, 0.5]
        expected.stepFactor = 0.2
        expected.labelSmoothing = 0.1
        expected.gradientClip = 5
        expected.flip = true
        expected.crop = 2
        expected.cutout = 4
        expected.weightDecayOn = .weights
        expected.alpha = 0.9
        expected.rotation = 15
        expected.brightness = 0.2
        expected.contrast = 0.3
        expected.saturation = 0.4
        expected.mixup = 0.5
        expected.cutmix = 1
        expected.classWeights = .balanced
        expected.sampling = .balanced
        expected.ema = 0.99
        #expect(candidate.recipe == expected)
        #expect(candidate.frontEnd.input == Shape(height: 4, width: 12, channels: 3))
        #expect(space.defaultFidelity == .steps(300))
        // The recipe is part of the candidate, not of the network.
        let other = try space.candidate(for: space.architecture(shortForm: "1-0"), task: task)
        #expect(other.networkID == candidate.networkID && other.candidateID != candidate.candidateID)
        #expect(space.hasTrainingChoices)
    }

    @Test(arguments: [
        ("learning_rate: 0.1", false), ("batch: 32\n  flip: true", false), ("learning_rate: {choice: [0.1, 0.2]}", true),
        ("momentum: 0.9\n  cutout: {range: [2, 4]}", true),
    ])
    func `whether the training is left open`(training: String, isOpen: Bool) throws {
        let network = "network: [flatten, {dense: {out: {choice: [3, 4]}}}, {dense: {out: classes}}]\n"
        #expect(try SpaceFixtures.space(network).hasTrainingChoices == false)
        #expect(try SpaceFixtures.space(network + "train:\n  \(training)").hasTrainingChoices == isOpen)
    }

    @Test func `defaults are what the command line would say`() throws {
        let space = try SpaceFixtures.space(
            "network: [flatten, {dense: {out: classes}}]\ndefaults:\n  board: raspberry-pi-4\n"
                + "  budget: {energy: 5mJ, latency: 20ms}\n  objectives: [accuracy, energy]\n  max-time: 30m\n  trials: 40"
        )
        #expect(space.defaults["budget"] == "energy=5mJ,latency=20ms")
        #expect(space.defaults["objectives"] == "accuracy,energy")
        #expect(space.defaults["max-time"] == "30m" && space.defaults["trials"] == "40" && space.defaults["seed"] == nil)
        #expect(space.defaults.entries.map(\.key) == ["board", "budget", "objectives", "max-time", "trials"])
        #expect(space.defaults.location(of: "board") == Support.SourceLocation(line: 6, column: 10))
    }

    @Test func `the first example of the documentation is true`() throws {
        let docs = try String(contentsOf: SharedData.packageRoot.appendingPathComponent("docs/search-spaces.md"), encoding: .utf8)
        let yaml = docs.components(separatedBy: "```yaml\n")[1].components(separatedBy: "```")[0]
        let space = try SearchSpace(yaml: yaml, fileName: "docs")
        #expect(space.decisions.map(\.name) == ["network[0].out", "network[1]", "network[1].layers[0].kernel"])
        #expect(try space.analysis(for: SpaceFixtures.task(28, 28, 1)).architecturesText == "6")
        for (layer, keys) in [("conv", ["dilation", "groups"]), ("inverted_residual", ["expand_always", "squeeze_excite"])] {
            #expect(docs.contains("`\(layer)`") && keys.allSatisfy { docs.contains("`\($0)`") })
        }
    }

    @Test func `the ends of a space`() throws {
        let cell = try SpaceFixtures.shipped("nas-bench-201").analysis(for: SpaceFixtures.task(32, 32, 3))
        #expect(cell.smallest.macs < 10_000_000 && cell.largest.architecture.description == "3-3-3-3-3-3")
        let macro = try SpaceFixtures.shipped("nas-bench-macro").analysis(for: SpaceFixtures.task(32, 32, 3))
        #expect(macro.smallest.architecture.description == "0-0-0-0-0-0-0-0" && macro.smallest.macs == 7_713_280)
        #expect(macro.smallest.parameters == 387_882)
        #expect(macro.largest.architecture.description == "2-2-2-2-2-2-2-2")
    }
}
