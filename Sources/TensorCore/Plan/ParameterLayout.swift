internal import NetworkGraph

/// How a parameter's elements are ordered in memory, against PyTorch's order on disk.
enum ParameterLayout: Equatable {
    /// As in PyTorch.
    case plain
    /// On disk [group, output, input, tap] (OIHW); here [group, tap, input, output], each group a matrix whose rows are
    /// the columns that im2col makes of NHWC.
    case convolution(groups: Int, outputs: Int, inputs: Int, taps: Int)
    /// On disk [channel, tap]; here [tap, channel].
    case depthwise(channels: Int, taps: Int)

    /// The layout of a convolution's weights.
    init(_ convolution: Operation.Convolution, inputs: Int) {
        let taps = convolution.window.taps
        self =
            convolution.hasOneKernelEach(inputs: inputs)
            ? .depthwise(channels: inputs, taps: taps)
            : .convolution(
                groups: convolution.groups, outputs: convolution.outputs / convolution.groups, inputs: inputs / convolution.groups,
                taps: taps)
    }

    /// Elements in PyTorch's order.
    func exported(_ source: UnsafePointer<Float>, count: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { result, initialised in
            forEach(count: count) { disk, memory in result[disk] = source[memory] }
            initialised = count
        }
    }

    func importing(_ values: [Float], into target: UnsafeMutablePointer<Float>) {
        forEach(count: values.count) { disk, memory in target[memory] = values[disk] }
    }

    private func forEach(count: Int, _ body: (_ disk: Int, _ memory: Int) -> Void) {
        switch self {
        case .plain: for index in 0..<count { body(index, index) }
        case .depthwise(let channels, let taps):
            for channel in 0..<channels {
                for tap in 0..<taps { body(channel * taps + tap, tap * channels + channel) }
            }
        case .convolution(let groups, let outputs, let inputs, let taps):
            for group in 0..<groups {
                for output in 0..<outputs {
                    for input in 0..<inputs {
                        for tap in 0..<taps {
                            body(
                                ((group * outputs + output) * inputs + input) * taps + tap,
                                ((group * taps + tap) * inputs + input) * outputs + output)
                        }
                    }
                }
            }
        }
    }
}

extension Operation.Convolution {
    /// Whether it is depthwise with one kernel for each of so many input channels, not several.
    func hasOneKernelEach(inputs: Int) -> Bool { isDepthwise(inputChannels: inputs) && outputs == inputs }
}
