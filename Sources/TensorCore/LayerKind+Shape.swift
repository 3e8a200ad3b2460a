extension LayerKind {
    /// The shape of the result, or what is wrong with the operands.
    func outputShape(of inputs: [TensorShape]) -> Result<TensorShape, LayerProblem> {
        func fail(_ text: String) -> Result<TensorShape, LayerProblem> { .failure(LayerProblem(text: text)) }
        let operands: ClosedRange<Int> =
            switch self {
            case .input: 0...0
            case .add, .concatenate: 1...Int.max
            case .multiply: 2...2
            default: 1...1
            }
        guard operands.contains(inputs.count) else { return fail("takes \(operands) operands, got \(inputs.count)") }
        guard let first = inputs.first else { return fail("the input is layer 0") }
        switch self {
        case .input: return fail("the input is layer 0")
        case .convolution(let outputs, let window, let groups, _):
            guard outputs > 0, groups > 0, first.channels % groups == 0, outputs % groups == 0 else {
                return fail("\(groups) groups must divide \(first.channels) input and \(outputs) output channels")
            }
            return windowShape(window, first, channels: outputs)
        case .dense(let outputs, _):
            guard first.isVector, outputs > 0 else { return fail("dense needs a vector and a positive width, got \(first)") }
            return .success(TensorShape(height: 1, width: 1, channels: outputs))
        case .maxPool(let window):
            guard window.paddingIsSmallerThanKernel else { return fail("padding of a maximum must be smaller than its kernel") }
            return windowShape(window, first, channels: first.channels)
        case .averagePool(let window, let countsPadding):
            guard countsPadding || window.paddingIsSmallerThanKernel else {
                return fail("padding that is not counted must be smaller than the kernel")
            }
            return windowShape(window, first, channels: first.channels)
        case .globalAveragePool, .globalMaxPool:
            return .success(TensorShape(height: 1, width: 1, channels: first.channels))
        case .batchNorm, .activation, .zero, .softmax: return .success(first)
        case .dropout(let rate):
            return rate >= 0 && rate < 1 ? .success(first) : fail("dropout's rate must be in 0 ..< 1, got \(rate)")
        case .add:
            return inputs.allSatisfy { $0 == first } ? .success(first) : fail("operands differ in shape: \(inputs)")
        case .multiply:
            let second = inputs[1]
            if first == second || (second.isVector && second.channels == first.channels) { return .success(first) }
            if first.isVector && second.channels == first.channels { return .success(second) }
            return fail("cannot multiply \(first) by \(second)")
        case .concatenate:
            guard inputs.allSatisfy({ $0.height == first.height && $0.width == first.width }) else {
                return fail("operands differ in height or width: \(inputs)")
            }
            return .success(
                TensorShape(height: first.height, width: first.width, channels: inputs.reduce(0) { $0 + $1.channels }))
        case .channelShuffle(let groups):
            guard groups > 0, first.channels % groups == 0 else { return fail("\(groups) groups must divide \(first.channels) channels") }
            return .success(first)
        case .flatten: return .success(TensorShape(height: 1, width: 1, channels: first.elements))
        }
    }

    private func windowShape(_ window: Window, _ input: TensorShape, channels: Int) -> Result<TensorShape, LayerProblem> {
        guard window.isSane else { return .failure(LayerProblem(text: "kernel, stride and dilation must be positive")) }
        guard let size = window.outputSize(height: input.height, width: input.width) else {
            return .failure(
                LayerProblem(text: "a \(window.kernelHeight)x\(window.kernelWidth) kernel does not fit \(input)"))
        }
        return .success(TensorShape(height: size.height, width: size.width, channels: channels))
    }
}

/// Why a layer cannot be added.
struct LayerProblem: Error {
    let text: String
}

extension Window {
    /// Each placement of the kernel then covers at least one real position.
    fileprivate var paddingIsSmallerThanKernel: Bool {
        let (tall, wide) = (dilationHeight * (kernelHeight - 1), dilationWidth * (kernelWidth - 1))
        return paddingTop <= tall && paddingBottom <= tall && paddingLeft <= wide && paddingRight <= wide
            && dilationHeight == 1 && dilationWidth == 1
    }
}
