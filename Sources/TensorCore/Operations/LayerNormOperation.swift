internal import NetworkGraph
internal import Support

/// Layer norm over the channels of each position.
struct LayerNormOperation: PlannedOperation {
    private let input: Operand
    private let output: Slot
    private let weight: Parameter
    private let bias: Parameter

    init(_ builder: OperationBuilder) {
        input = builder.inputs[0]
        output = builder.output
        weight = builder.parameters[0]
        bias = builder.parameters[1]
    }

    var parameters: [Parameter] { [weight, bias] }
    private var channels: Int { input.shape.channels }
    private var chunk: Int { Chunk.images(of: input.shape.elements) }
    var workspaceCount: Int { input.scratchCount(images: chunk) }

    func forward(_ run: Run) {
        run.forEachChunk(of: chunk) { chunk in
            let x = input.values(chunk, scratch: run.workspace)
            let target = output.data + chunk.first * input.shape.elements
            for row in 0..<chunk.count * input.shape.positions {
                let (source, target) = (x + row * channels, target + row * channels)
                let (mean, inverse) = statistics(source)
                for channel in 0..<channels {
                    target[channel] = (source[channel] - mean) * inverse * weight.data[channel] + bias.data[channel]
                }
            }
        }
    }

    func backward(_ run: Run) {
        guard let outputGradient = output.gradient else { return }
        weight.gradient?.update(repeating: 0, count: channels)
        bias.gradient?.update(repeating: 0, count: channels)
        run.forEachChunk(of: chunk) { chunk in
            let first = chunk.first * input.shape.elements
            let x = input.values(chunk, scratch: run.workspace)
            for row in 0..<chunk.count * input.shape.positions {
                let place = first + row * channels
                backward(x + row * channels, outputGradient: outputGradient + place, gradient: input.gradient.map { $0 + place })
            }
            input.gradientIsComplete(chunk)
        }
    }

    /// One position: with n the normalised operand and g = output gradient x weight, its gradient is
    /// (g - mean(g) - n mean(g n)) / deviation.
    private func backward(
        _ x: UnsafePointer<Float>, outputGradient: UnsafePointer<Float>, gradient: UnsafeMutablePointer<Float>?
    ) {
        let (mean, inverse) = statistics(x)
        var (all, byNormal): (Float, Float) = (0, 0)
        for channel in 0..<channels {
            let normal = (x[channel] - mean) * inverse
            let scaled = outputGradient[channel] * weight.data[channel]
            all += scaled
            byNormal += scaled * normal
            if let sums = weight.gradient { sums[channel] += outputGradient[channel] * normal }
            if let sums = bias.gradient { sums[channel] += outputGradient[channel] }
        }
        guard let gradient else { return }
        let share = 1 / Float(channels)
        for channel in 0..<channels {
            let normal = (x[channel] - mean) * inverse
            let change = (outputGradient[channel] * weight.data[channel] - share * (all + normal * byNormal)) * inverse
            gradient[channel] = input.accumulates ? gradient[channel] + change : change
        }
    }

    /// A position's mean and the inverse of its deviation, from sums in double precision.
    private func statistics(_ x: UnsafePointer<Float>) -> (mean: Float, inverse: Float) {
        var (sum, squares) = (0.0, 0.0)
        for channel in 0..<channels { sum += Double(x[channel]) }
        let mean = sum / Double(channels)
        for channel in 0..<channels { squares += (Double(x[channel]) - mean) * (Double(x[channel]) - mean) }
        let variance = squares / Double(channels) + Double(Operation.LayerNorm.epsilon)
        return (Float(mean), Float(1 / variance.squareRoot()))
    }
}
