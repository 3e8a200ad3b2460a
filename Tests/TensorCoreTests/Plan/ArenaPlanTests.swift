import NetworkGraph
import ReferenceNetworks
import Support
import Testing

@testable import TensorCore

@Suite struct ArenaPlanTests {
    @Test(arguments: 0..<200) func buffersWithOverlappingLivesDoNotOverlap(seed: Int) {
        var random = RandomStream(seed: UInt64(seed), purpose: .test)
        let requests = (0..<random.between(1, 60)).map { _ in
            let first = random.between(0, 40)
            return ArenaPlan.Request(count: random.between(0, 500), life: first...first + random.between(0, 10))
        }
        let plan = ArenaPlan(requests)
        for (index, request) in requests.enumerated() {
            #expect(plan.offsets[index] >= 0 && plan.offsets[index] % 16 == 0)
            // A vector may read behind the end, so that there is a cache line more.
            #expect(plan.offsets[index] + request.count + 16 <= plan.count)
            for other in 0..<index where requests[other].life.overlaps(request.life) {
                let isBefore = plan.offsets[index] + request.count + 16 <= plan.offsets[other]
                let isBehind = plan.offsets[other] + requests[other].count + 16 <= plan.offsets[index]
                #expect(isBefore || isBehind, "buffers \(other) and \(index)")
            }
        }
        let sum = requests.reduce(0) { $0 + Self.room($1) }
        let peak = (0...50).map { moment in requests.filter { $0.life.contains(moment) }.reduce(0) { $0 + $1.count } }.max() ?? 0
        #expect(plan.count <= sum && plan.count >= peak)
    }

    private static func room(_ request: ArenaPlan.Request) -> Int { (request.count + 15) / 16 * 16 + 16 }

    /// A chain in which each layer reads the one before needs two buffers, however long it is.
    @Test func aChainTakesTwoBuffers() {
        let requests = (0..<30).map { ArenaPlan.Request(count: 1000, life: $0...$0 + 1) }
        #expect(ArenaPlan(requests).count == 2 * Self.room(requests[0]))
    }

    @Test func sizesThatOverflowSaturate() {
        let requests = (0..<3).map { _ in ArenaPlan.Request(count: .max, life: 0...1) }
        #expect(ArenaPlan(requests).count == .max)
    }

    /// Against each value and each gradient with a buffer of its own.
    @Test(arguments: ReferenceNetwork.allCases) func networksShareBuffers(_ reference: ReferenceNetwork) throws {
        let (definition, batch) = (reference.graph, 8)
        func floats(forTraining: Bool) -> Int {
            let analysis = LayerAnalysis(definition, forTraining: forTraining, keepsInputGradient: false)
            return ValueBuffers(definition, analysis, batch: batch).plan.count
        }
        let values = definition.nodes.reduce(0) { $0 + batch * $1.shape.elements }
        let (training, inference) = (floats(forTraining: true), floats(forTraining: false))
        #expect(training < 2 * values)
        #expect(inference < training)
        let settings = TrainingSettings(optimizer: .sgd(momentum: 0.9))
        let trainable = try Network(definition, batch: batch, settings: settings)
        let fixed = try Network(definition, batch: batch)
        // Moments are saved besides.
        #expect(trainable.memoryBytes - fixed.memoryBytes >= 4 * (training - inference + fixed.parameterCount))
    }

    /// A convolution that takes its gradient from the batch norm behind it does so chunk by chunk, while it writes its operand's.
    @Test(arguments: ReferenceNetwork.allCases) func gradientsAreNotOverwrittenWhileTheyAreRead(_ reference: ReferenceNetwork) {
        let (definition, batch) = (reference.graph, 8)
        let analysis = LayerAnalysis(definition, forTraining: true, keepsInputGradient: false)
        let buffers = ValueBuffers(definition, analysis, batch: batch)
        func place(_ value: Int) -> Range<Int>? {
            buffers.gradient(analysis.gradientStore[value]).map { $0..<$0 + batch * definition.nodes[value].shape.elements }
        }
        for (index, layer) in definition.nodes.enumerated() where analysis.isExecuted(index) && layer.operation != .zero {
            guard let read = place(analysis.norm[index] ?? index) else { continue }
            for input in layer.inputs {
                let target = analysis.gradientTarget(definition, input)
                guard let written = place(target), analysis.gradientStore[target] != analysis.gradientStore[index] else { continue }
                #expect(!read.overlaps(written), "\(layer.name)")
            }
        }
    }

    /// 92 layers, of which inference needs a cell's few values at a time.
    @Test func inferenceOfADeepNetworkIsSmall() throws {
        let (definition, batch) = (ReferenceNetwork.nb201.graph, 32)
        let settings = TrainingSettings(optimizer: .sgd(momentum: 0.9))
        let training = try Network(definition, batch: batch, settings: settings).memoryBytes
        let inference = try Network(definition, batch: batch).memoryBytes
        let values = 4 * definition.nodes.reduce(0) { $0 + batch * $1.shape.elements }
        #expect(training < 2 * values)
        #expect(inference < training / 2)
        // The largest value as often as a cell has nodes, with its input and a node's operand, and what a chunk needs.
        let largest = 4 * batch * (definition.nodes.map(\.shape.elements).max() ?? 0)
        #expect(inference < 8 * largest)
    }
}
