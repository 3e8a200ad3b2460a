import NetworkGraph
import Testing

@testable import TensorCore

@Suite struct LayerAnalysisTests {
    private var net: GraphBuilder { GraphBuilder(input: Shape(height: 6, width: 6, channels: 4)) }

    private func analysis(_ definition: GraphBuilder, forTraining: Bool = true) -> LayerAnalysis {
        LayerAnalysis(definition.graph, forTraining: forTraining, keepsInputGradient: false)
    }

    private let convolution = NetworkGraph.Operation.convolution(
        .init(outputs: 4, window: SlidingWindow(square: 3, padding: 1), groups: 1, bias: false))

    @Test func aBatchNormBehindAConvolutionIsFed() {
        var net = net
        let first = net.add(convolution, name: "first")
        let norm = net.add(.batchNorm, name: "norm")
        let relu = net.add(.activation(.relu), name: "relu")
        net.add(convolution, name: "second")
        let facts = analysis(net)
        #expect(facts.norm[first] == norm && facts.fused[norm] == .relu)
        #expect(facts.root[relu] == norm && !facts.isExecuted(relu))
        #expect(facts.isDeferred[norm] && facts.store[norm] == first && facts.store[relu] == first)

        // Not where somebody else reads the convolution.
        net.add(.add, inputs: [first, net.output], name: "sum")
        #expect(analysis(net).norm[first] == nil)
    }

    @Test func anExpansionThatADepthwiseAloneReadsHasItsGradientsMadeThere() {
        func facts(
            outputs: Int = 8, before: Bool = false, after: Bool = false
        ) -> (LayerAnalysis, expand: Int, norm: Int, depthwise: Int) {
            var net = net
            let first = net.add(convolution, name: "first")
            let pointwise = NetworkGraph.Operation.convolution(
                .init(outputs: outputs, window: SlidingWindow(square: 1), groups: 1, bias: false))
            let expand = net.add(pointwise, name: "expand")
            let norm = net.add(.batchNorm, name: "norm")
            net.add(.activation(.relu6), name: "relu")
            let wide = net.output
            let other = before ? net.add(convolution, inputs: [first], name: "other") : first
            let depthwise = net.add(
                .convolution(.init(outputs: outputs, window: SlidingWindow(square: 3, padding: 1), groups: outputs, bias: false)),
                inputs: [wide],
                name: "depthwise")
            let narrow = net.add(convolution, name: "narrow")
            let sum = net.add(.add, inputs: [narrow, other], name: "sum")
            if after { net.add(.concatenate, inputs: [sum, wide], name: "joined") }
            return (analysis(net), expand, norm, depthwise)
        }
        let (found, expand, norm, depthwise) = facts()
        #expect(found.expansion[depthwise] == expand && found.expansion.compactMap { $0 }.count == 1)
        #expect([expand, norm].allSatisfy(found.isExpansion) && !found.isExpansion(depthwise))
        // Not where there are hardly more channels, another layer comes between, or somebody else reads them.
        for other in [facts(outputs: 7), facts(before: true), facts(after: true)] {
            #expect(other.0.expansion.allSatisfy { $0 == nil })
        }
    }

    @Test func aSecondActivationOfAValueIsAnAlias() {
        var net = net
        let first = net.add(convolution, name: "first")
        let relu = net.add(.activation(.relu), inputs: [first], name: "relu")
        let again = net.add(.activation(.relu), inputs: [first], name: "again")
        let other = net.add(.activation(.relu6), inputs: [first], name: "other")
        net.add(.concatenate, inputs: [relu, again, other], name: "joined")
        let facts = analysis(net)
        #expect(facts.root[again] == relu && facts.root[other] == other)
    }

    @Test func anActivationOfADeferredBatchNormIsDeferred() {
        var net = net
        let first = net.add(convolution, name: "first")
        let norm = net.add(.batchNorm, name: "norm")
        let relu = net.add(.activation(.relu), inputs: [norm], name: "relu")
        let left = net.add(convolution, inputs: [relu], name: "left")
        let right = net.add(convolution, inputs: [norm], name: "right")
        net.add(.add, inputs: [left, right], name: "sum")
        let facts = analysis(net)
        #expect(facts.fused[norm] == nil, "the right convolution reads it without the activation")
        #expect(facts.isDeferred[norm] && facts.isDeferred[relu])
        #expect(facts.store[relu] == first)

        // An activation of an activation is computed.
        let six = net.add(.activation(.hardSwish), inputs: [relu], name: "six")
        net.add(convolution, name: "last")
        #expect(!analysis(net).isDeferred[six])
    }

    @Test func theResultIsComputed() {
        var net = net
        net.add(convolution, name: "first")
        let norm = net.add(.batchNorm, name: "norm")
        #expect(!analysis(net).isDeferred[norm])
        let relu = net.add(.activation(.sigmoid), name: "sigmoid")
        #expect(analysis(net).isDeferred[norm] && !analysis(net).isDeferred[relu])
    }

    @Test func anActivationReadByConvolutionsIsPassedThrough() {
        var net = net
        let first = net.add(convolution, name: "first")
        let relu = net.add(.activation(.relu), name: "relu")
        let left = net.add(convolution, inputs: [relu], name: "left")
        let right = net.add(convolution, inputs: [relu], name: "right")
        net.add(.add, inputs: [left, right], name: "sum")
        let facts = analysis(net)
        #expect(facts.isPassedThrough[relu] && facts.gradientStore[relu] == first)
        #expect(facts.accumulates[right] == [false] && facts.accumulates[left] == [true])

        net.add(.maxPool(.init(SlidingWindow(square: 3, padding: 1))), inputs: [relu], name: "pool")
        net.add(.add, inputs: [net.output, left, right], name: "all")
        #expect(!analysis(net).isPassedThrough[relu])
    }

    @Test func anOperandUsedOnceSharesTheSumsGradient() {
        var net = net
        let once = net.add(convolution, inputs: [0], name: "once")
        let often = net.add(convolution, inputs: [0], name: "often")
        let sum = net.add(.add, inputs: [once, often], name: "sum")
        let other = net.add(convolution, inputs: [often], name: "other")
        let total = net.add(.add, inputs: [sum, other], name: "total")
        let facts = analysis(net)
        #expect([once, sum, other, total].allSatisfy { facts.gradientStore[$0] == total })
        #expect(facts.gradientStore[often] == often)

        var double = self.net
        let operand = double.add(convolution, name: "operand")
        double.add(.add, inputs: [operand, operand], name: "twice")
        #expect(analysis(double).gradientStore[operand] == operand)
    }

    @Test func inferenceFoldsTheBatchNorm() {
        var net = net
        let first = net.add(convolution, name: "first")
        let norm = net.add(.batchNorm, name: "norm")
        let relu = net.add(.activation(.hardSwish), name: "swish")
        net.add(convolution, name: "second")
        let facts = analysis(net, forTraining: false)
        #expect(facts.norm[first] == norm && facts.fused[first] == .hardSwish)
        #expect(facts.root[norm] == first && facts.root[relu] == first)
        #expect(!facts.isExecuted(norm) && !facts.isExecuted(relu))
        #expect(!facts.needsGradient.contains(true))
    }
}
