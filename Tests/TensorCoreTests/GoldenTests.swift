import NetworkGraph
import Support
import TestSupport
import Testing

@testable import TensorCore

/// Against PyTorch in double precision.
@Suite struct GoldenTests {
    @Test(arguments: Golden.names(ofKind: "operation"))
    func operation(_ name: String) throws {
        let golden = try Golden(name)
        let definition = try golden.definition()
        let images = golden.values("input")
        let count = images.count / definition.input.elements
        let probe = try Probe(definition, batch: count)
        try probe.network.importParameters(golden.tensors("parameter/"))

        let inference = probe.network.forward(images: images, count: count)
        #expect(distance(inference, golden.values("inference")) < Self.limit(name))
        let result = probe.backward(images: images, count: count, outputGradient: golden.values("output_gradient"))
        #expect(distance(result.output, golden.values("output")) < Self.limit(name))
        #expect(distance(result.inputGradient, golden.values("input_gradient")) < Self.limit(name))
        for expected in golden.tensors("gradient/").tensors {
            let actual = try #require(result.gradients[expected.name])
            #expect(actual.shape == expected.shape)
            #expect(distance(actual.values, expected.values) < Self.limit(name), "\(expected.name)")
        }
        let after = probe.network.exportParameters()
        for expected in golden.tensors("after/").tensors {
            #expect(distance(try #require(after[expected.name]).values, expected.values) < Self.limit(name), "\(expected.name)")
        }
    }

    /// Relative, of the whole tensor. Batch norm's gradient is a small difference of large terms.
    static func limit(_ name: String) -> Double {
        switch name {
        case _ where name.hasPrefix("batch_norm"), "residual": 5e-6
        default: 1e-6
        }
    }

    /// Whoever adds an operation adds it to `make_goldens.py`: from there all tests of operations have it.
    @Test func everyOperationHasAGolden() throws {
        let graphs = try Golden.names(ofKind: "operation").map { try Golden($0).definition() }
        #expect(graphs.reduce(into: []) { $0.formUnion($1.kinds) } == Set(Operation.Kind.allCases))
        let operations = graphs.flatMap { $0.nodes.map(\.operation) }
        #expect(Set(operations.compactMap(\.activation)) == Set(Activation.allCases))
        #expect(Operation.PoolingKind.allCases.allSatisfy { operations.contains(.globalPool($0)) })
    }

    @Test(arguments: Golden.names(ofKind: "training"))
    func training(_ name: String) throws {
        let golden = try Golden(name)
        let settings = try golden.trainingSettings()
        let definition = try golden.definition()
        let batch = Int(golden.number("batch"))
        let network = try Network(definition, batch: batch, settings: settings)
        try network.importParameters(golden.tensors("parameter/"))
        let images = golden.values("images")
        let labels = golden.values("labels").map { Int32($0) }
        let elements = definition.input.elements
        for (step, expected) in golden.values("losses").enumerated() {
            let part = step * batch..<(step + 1) * batch
            let result = golden.step(
                network, Array(images[part.lowerBound * elements..<part.upperBound * elements]), Array(labels[part]))
            #expect(abs(result.loss - expected) <= 2e-5 * abs(expected), "step \(step)")
            if settings.gradientClip != nil {
                #expect(abs(try #require(result.gradientNorm) - golden.values("norms")[step]) < 1e-4 * golden.values("norms")[step])
            }
        }
        #expect(network.step == golden.values("losses").count)
        let averages = network.withAverages { network.exportParameters() }
        for (prefix, after) in [("after/", network.exportParameters()), ("average/", averages)] {
            for expected in golden.tensors(prefix).tensors {
                #expect(distance(try #require(after[expected.name]).values, expected.values) < 1e-4, "\(prefix)\(expected.name)")
            }
        }
    }

    @Test(arguments: Golden.names(ofKind: "loss"))
    func loss(_ name: String) throws {
        let golden = try Golden(name)
        let logits = golden.values("logits")
        let labels = golden.values("labels").map { Int32($0) }
        var gradient = [Float](repeating: .nan, count: logits.count)
        let result = gradient.withUnsafeMutableBufferPointer { gradient in
            crossEntropy(
                gradient: gradient.baseAddress!, logits: logits, labels: labels, count: labels.count,
                classes: logits.count / labels.count, smoothing: golden.number("smoothing"))
        }
        #expect(distance([result.loss], golden.values("loss")) < 1e-6)
        #expect(distance(gradient, golden.values("gradient")) < 1e-6)
    }

    /// Of weighted classes, and of examples of two classes.
    @Test(arguments: Golden.names(ofKind: "mixed_loss"))
    func mixedLoss(_ name: String) throws {
        let golden = try Golden(name)
        let (logits, weights, share) = (golden.values("logits"), golden.values("weights"), golden.number("share"))
        let labels = golden.values("labels").map { Int32($0) }
        let partners = golden.values("partners").map { Int32($0) }
        var gradient = [Float](repeating: .nan, count: logits.count)
        let result = gradient.withUnsafeMutableBufferPointer { gradient in
            weights.withUnsafeBufferPointer { weights in
                partners.withUnsafeBufferPointer { partners in
                    mixedCrossEntropy(
                        gradient: gradient.baseAddress!, logits: logits, labels: labels,
                        targets: LossTargets(
                            weights: weights.baseAddress!, partners: share < 1 ? partners.baseAddress! : nil, share: share),
                        count: labels.count, classes: weights.count, smoothing: golden.number("smoothing"))
                }
            }
        }
        #expect(distance([result.loss], golden.values("loss")) < 1e-6)
        #expect(distance(gradient, golden.values("gradient")) < 1e-6)
    }

    /// Where every example is of one class that counts 1, the other road leads to the same.
    @Test(arguments: Golden.names(ofKind: "loss"))
    func mixedLossOfNothingMixed(_ name: String) throws {
        let golden = try Golden(name)
        let logits = golden.values("logits")
        let labels = golden.values("labels").map { Int32($0) }
        var gradient = [Float](repeating: .nan, count: logits.count)
        let result = gradient.withUnsafeMutableBufferPointer { gradient in
            mixedCrossEntropy(
                gradient: gradient.baseAddress!, logits: logits, labels: labels,
                targets: LossTargets(weights: nil, partners: nil, share: 1), count: labels.count, classes: logits.count / labels.count,
                smoothing: golden.number("smoothing"))
        }
        #expect(distance([result.loss], golden.values("loss")) < 1e-6)
        #expect(distance(gradient, golden.values("gradient")) < 1e-6)
    }

    @Test func linearSchedules() throws {
        let golden = try Golden("schedules_linear")
        for (name, warmup) in [("linear", 0), ("warmup_linear", 5)] {
            let schedule = LearningRateSchedule(base: 0.2, decay: .linear, warmupSteps: warmup, totalSteps: 40)
            #expect(golden.values(name).count == 40)
            #expect(distance((0..<40).map { Float(schedule.rate(at: $0)) }, golden.values(name)) < 1e-6, "\(name)")
        }
    }

    @Test func schedules() throws {
        let golden = try Golden("schedules")
        let schedules: [(String, LearningRateSchedule)] = [
            ("constant", LearningRateSchedule(base: 0.2, totalSteps: 40)),
            ("cosine", LearningRateSchedule(base: 0.2, decay: .cosine, totalSteps: 40)),
            ("step", LearningRateSchedule(base: 0.2, decay: .step(at: [20, 30], factor: 0.1), totalSteps: 40)),
            ("warmup_cosine", LearningRateSchedule(base: 0.2, decay: .cosine, warmupSteps: 5, totalSteps: 40)),
        ]
        for (name, schedule) in schedules {
            let expected = golden.values(name)
            #expect(expected.count == 40)
            #expect(distance((0..<40).map { Float(schedule.rate(at: $0)) }, expected) < 1e-6, "\(name)")
        }
    }
}
