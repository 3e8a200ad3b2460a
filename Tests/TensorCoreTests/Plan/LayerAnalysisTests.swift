import Testing

@testable import TensorCore

@Suite struct LayerAnalysisTests {
    private var net: NetworkDefinition { NetworkDefinition(input: TensorShape(height: 6, width: 6, channels: 4)) }

    private func analysis(_ definition: NetworkDefinition, forTraining: Bool = true) -> LayerAnalysis {
        LayerAnalysis(definition, forTraining: forTraining, keepsInputGradient: false)
    }

    private let convolution = LayerKind.convolution(outputs: 4, window: Window(square: 3, padding: 1), groups: 1, bias: false)

    @Test func aBatchNormBehindAConvolutionIsFed() {
        var net = net
        let first = net.append(convolution, name: "first")
        let norm = net.append(.batchNorm(), name: "norm")
        let relu = net.append(.activation(.relu), name: "relu")
        net.append(convolution, name: "second")
        let facts = analysis(net)
        #expect(facts.norm[first] == norm && facts.fused[norm] == .relu)
        #expect(facts.root[relu] == norm && !facts.isExecuted(relu))
        #expect(facts.isDeferred[norm] && facts.store[norm] == first && facts.store[relu] == first)

        // Not where somebody else reads the convolution.
        net.append(.add, inputs: [first, net.output], name: "sum")
        #expect(analysis(net).norm[first] == nil)
    }

    @Test func anExpansionThatADepthwiseAloneReadsHasItsGradientsMadeThere() {
        func facts(
            outputs: Int = 8, before: Bool = false, after: Bool = false
        ) -> (LayerAnalysis, expand: Int, norm: Int, depthwise: Int) {
            var net = net
            let first = net.append(convolution, name: "first")
            let pointwise = LayerKind.convolution(outputs: outputs, window: Window(square: 1), groups: 1, bias: false)
            let expand = net.append(pointwise, name: "expand")
            let norm = net.append(.batchNorm(), name: "norm")
            net.append(.activation(.relu6), name: "relu")
            let wide = net.output
            let other = before ? net.append(convolution, inputs: [first], name: "other") : first
            let depthwise = net.append(
                .convolution(outputs: outputs, window: Window(square: 3, padding: 1), groups: outputs, bias: false), inputs: [wide],
                name: "depthwise")
            let narrow = net.append(convolution, name: "narrow")
            let sum = net.append(.add, inputs: [narrow, other], name: "sum")
            if after { net.append(.concatenate, inputs: [sum, wide], name: "joined") }
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
        let first = net.append(convolution, name: "first")
        let relu = net.append(.activation(.relu), inputs: [first], name: "relu")
        let again = net.append(.activation(.relu), inputs: [first], name: "again")
        let other = net.append(.activation(.relu6), inputs: [first], name: "other")
        net.append(.concatenate, inputs: [relu, again, other], name: "joined")
        let facts = analysis(net)
        #expect(facts.root[again] == relu && facts.root[other] == other)
    }

    @Test func anActivationOfADeferredBatchNormIsDeferred() {
        var net = net
        let first = net.append(convolution, name: "first")
        let norm = net.append(.batchNorm(), name: "norm")
        let relu = net.append(.activation(.relu), inputs: [norm], name: "relu")
        let left = net.append(convolution, inputs: [relu], name: "left")
        let right = net.append(convolution, inputs: [norm], name: "right")
        net.append(.add, inputs: [left, right], name: "sum")
        let facts = analysis(net)
        #expect(facts.fused[norm] == nil, "the right convolution reads it without the activation")
        #expect(facts.isDeferred[norm] && facts.isDeferred[relu])
        #expect(facts.store[relu] == first)

        // An activation of an activation is computed.
        let six = net.append(.activation(.hardSwish), inputs: [relu], name: "six")
        net.append(convolution, name: "last")
        #expect(!analysis(net).isDeferred[six])
    }

    @Test func theResultIsComputed() {
        var net = net
        net.append(convolution, name: "first")
        let norm = net.append(.batchNorm(), name: "norm")
        #expect(!analysis(net).isDeferred[norm])
        let relu = net.append(.activation(.sigmoid), name: "sigmoid")
        #expect(analysis(net).isDeferred[norm] && !analysis(net).isDeferred[relu])
    }

    @Test func anActivationReadByConvolutionsIsPassedThrough() {
        var net = net
        let first = net.append(convolution, name: "first")
        let relu = net.append(.activation(.relu), name: "relu")
        let left = net.append(convolution, inputs: [relu], name: "left")
        let right = net.append(convolution, inputs: [relu], name: "right")
        net.append(.add, inputs: [left, right], name: "sum")
        let facts = analysis(net)
        #expect(facts.isPassedThrough[relu] && facts.gradientStore[relu] == first)
        #expect(facts.accumulates[right] == [false] && facts.accumulates[left] == [true])

        net.append(.maxPool(Window(square: 3, padding: 1)), inputs: [relu], name: "pool")
        net.append(.add, inputs: [net.output, left, right], name: "all")
        #expect(!analysis(net).isPassedThrough[relu])
    }

    @Test func anOperandUsedOnceSharesTheSumsGradient() {
        var net = net
        let once = net.append(convolution, inputs: [0], name: "once")
        let often = net.append(convolution, inputs: [0], name: "often")
        let sum = net.append(.add, inputs: [once, often], name: "sum")
        let other = net.append(convolution, inputs: [often], name: "other")
        let total = net.append(.add, inputs: [sum, other], name: "total")
        let facts = analysis(net)
        #expect([once, sum, other, total].allSatisfy { facts.gradientStore[$0] == total })
        #expect(facts.gradientStore[often] == often)

        var double = self.net
        let operand = double.append(convolution, name: "operand")
        double.append(.add, inputs: [operand, operand], name: "twice")
        #expect(analysis(double).gradientStore[operand] == operand)
    }

    @Test func inferenceFoldsTheBatchNorm() {
        var net = net
        let first = net.append(convolution, name: "first")
        let norm = net.append(.batchNorm(), name: "norm")
        let relu = net.append(.activation(.hardSwish), name: "swish")
        net.append(convolution, name: "second")
        let facts = analysis(net, forTraining: false)
        #expect(facts.norm[first] == norm && facts.fused[first] == .hardSwish)
        #expect(facts.root[norm] == first && facts.root[relu] == first)
        #expect(!facts.isExecuted(norm) && !facts.isExecuted(relu))
        #expect(!facts.needsGradient.contains(true))
    }
}
