internal import NetworkGraph
internal import Support

/// Batch norm over the batch and all positions, with the activation that follows it where there is one.
///
/// It passes over memory as little as it can. The convolution before it hands over each chunk of images while it is in the
/// cache (`gather`), readers apply scale, shift and activation by themselves (`pending`), whoever completes a chunk of the
/// gradient says so (`gatherOutputGradients`), and the convolution takes the gradient of its result where it needs it (`slope`).
/// Where a neighbour cannot do its part, the batch norm passes over memory itself.
final class BatchNormOperation: PlannedOperation {
    private let input: Operand
    private let output: Slot
    private let weight: Parameter
    private let bias: Parameter
    private let runningMean: UnsafeMutablePointer<Float>
    private let runningVariance: UnsafeMutablePointer<Float>
    private let function: Activation?
    /// Whether the convolution before it calls `gather` and takes `outputGradient`.
    private let isFed: Bool
    /// Whether nobody else writes the result.
    private let writes: Bool
    /// Whether whoever writes the gradient calls `gatherOutputGradients`.
    private let isToldOfOutputGradients: Bool
    /// Whether that is the reader's `ExpansionGradients`: then nobody writes the gradient.
    private let isExpansion: Bool
    private let chunk: Int
    private let width: Int
    let factors: BatchNormFactors
    private let deviation: UnsafeMutablePointer<Float>
    private let sums: LaneSums

    var parameters: [Parameter] { [weight, bias] }
    private var channels: Int { input.shape.channels }

    init(_ builder: OperationBuilder) throws(Diagnostic) {
        input = builder.inputs[0]
        output = builder.output
        weight = builder.parameters[0]
        bias = builder.parameters[1]
        runningMean = builder.statistics[0]
        runningVariance = builder.statistics[1]
        function = builder.fused
        isFed = builder.isFed
        writes = !builder.isDeferred
        isToldOfOutputGradients = builder.isToldOfOutputGradients
        isExpansion = builder.isExpansion
        chunk = Chunk.images(of: builder.output.shape.elements)
        width = WideRow.width(channels: builder.output.shape.channels)
        let memory = builder.memory
        factors = BatchNormFactors(
            scale: try memory.floats(width), shift: try memory.floats(width), mean: try memory.floats(width),
            byInput: try memory.floats(width), offset: try memory.floats(width))
        deviation = try memory.floats(builder.output.shape.channels)
        sums = try LaneSums(memory, width: width)
    }

    /// What readers of a result that is not written apply.
    var pending: Pending { pending(with: function) }

    /// The same with another activation.
    func pending(with function: Activation?) -> Pending {
        Pending(function, scale: factors.scale, shift: factors.shift, width: width)
    }

    var passesOverMemory: Bool { !isFed || writes }

    // MARK: Forward

    /// Takes a chunk of the input into the batch's statistics. The first that is visited begins anew.
    func gather(_ chunk: Chunk) {
        let elements = input.shape.elements
        if chunk.isFirst { sums.clear() }
        laneStatistics(sums, input.data + chunk.first * elements, count: chunk.count * elements)
    }

    func forward(_ run: Run) {
        if run.isTraining {
            if !isFed { run.forEachChunk(of: chunk) { gather($0) } }
            takeBatchStatistics(rows: run.count * input.shape.positions)
        } else {
            for channel in 0..<channels {
                setFactors(
                    channel, mean: runningMean[channel], inverse: 1 / (runningVariance[channel] + Operation.BatchNorm.epsilon).squareRoot())
            }
        }
        widen(factors.scale)
        widen(factors.shift)
        guard writes else { return }
        let elements = input.shape.elements
        run.forEachChunk(of: chunk) { chunk in
            let offset = chunk.first * elements
            pending.apply(to: output.data + offset, input.data + offset, count: chunk.count * elements)
        }
    }

    // MARK: Backward

    /// Takes a chunk of the result's gradient into the sums that the input's gradient needs.
    func gatherOutputGradients(_ chunk: Chunk) {
        guard let outputGradient = output.gradient else { return }
        gatherOutputGradients(chunk, dy: outputGradient + chunk.first * input.shape.elements)
    }

    /// The same of a gradient that may lie elsewhere. It is written down as it is behind the activation where `target` says.
    func gatherOutputGradients(_ chunk: Chunk, dy: UnsafePointer<Float>, through target: UnsafeMutablePointer<Float>? = nil) {
        let elements = input.shape.elements
        if chunk.isFirst { sums.clear() }
        batchNormOutputGradientSums(
            function, sums, dy: dy, x: input.data + chunk.first * elements, factors, count: chunk.count * elements, through: target)
    }

    func backward(_ run: Run) {
        guard output.gradient != nil || isExpansion else { return }
        if !isToldOfOutputGradients { run.forEachChunk(of: chunk) { gatherOutputGradients($0) } }
        takeOutputGradients(rows: run.count * input.shape.positions)
        guard !isFed, let gradient = input.gradient else { return }
        run.forEachChunk(of: chunk) { chunk in
            let elements = input.shape.elements
            let offset = chunk.first * elements
            outputGradient(gradient + offset, from: offset, count: chunk.count * elements, accumulates: input.accumulates)
            input.gradientIsComplete(chunk)
        }
    }

    /// The gradient of the input for `count` elements from `first`, which begins with the first channel.
    func outputGradient(_ target: UnsafeMutablePointer<Float>, from first: Int, count: Int, accumulates: Bool = false) {
        guard let outputGradient = output.gradient else { return }
        batchNormInputGradient(
            function, target, dy: outputGradient + first, x: input.data + first, factors, count: count, width: width,
            accumulates: accumulates)
    }

    // MARK: Factors

    private func takeOutputGradients(rows: Int) {
        let share = 1 / Double(rows)
        for channel in 0..<channels {
            var (all, byInput) = (0.0, 0.0)
            for lane in stride(from: channel, to: width, by: channels) {
                all += sums.total[lane]
                byInput += sums.product[lane]
            }
            let inverse = Double(deviation[channel])
            if let gradient = bias.gradient { gradient[channel] = Float(all) }
            if let gradient = weight.gradient { gradient[channel] = Float(byInput * inverse) }
            let scale = Double(factors.scale[channel])
            // scale * (g - mean(g) - normalised x * mean(g * normalised x)), as a factor of x and what does not depend on it.
            let outputGradient = -scale * inverse * inverse * byInput * share
            factors.byInput[channel] = Float(outputGradient)
            factors.offset[channel] = Float(-scale * all * share - outputGradient * Double(factors.mean[channel]))
        }
        widen(factors.byInput)
        widen(factors.offset)
    }

    /// The batch's mean and variance, for this pass and into the running statistics.
    private func takeBatchStatistics(rows: Int) {
        for channel in 0..<channels {
            // Lanes joined as Chan, Golub and LeVeque (1979) join samples.
            var (mean, squares, seen) = (0.0, 0.0, 0.0)
            for lane in stride(from: channel, to: width, by: channels) where sums.seen[lane] > 0 {
                let here = sums.seen[lane]
                let shift = sums.total[lane] / here
                let difference = Double(sums.pivot[lane]) + shift - mean
                let all = seen + here
                mean += difference * here / all
                squares += max(sums.product[lane] - sums.total[lane] * shift, 0) + difference * difference * seen * here / all
                seen = all
            }
            let variance = squares / Double(rows)
            setFactors(channel, mean: Float(mean), inverse: Float(1 / (variance + Double(Operation.BatchNorm.epsilon)).squareRoot()))
            runningMean[channel] += Operation.BatchNorm.momentum * (Float(mean) - runningMean[channel])
            let unbiased = Float(squares / Double(max(rows - 1, 1)))
            runningVariance[channel] += Operation.BatchNorm.momentum * (unbiased - runningVariance[channel])
        }
        widen(factors.mean)
    }

    private func setFactors(_ channel: Int, mean: Float, inverse: Float) {
        let scale = weight.data[channel] * inverse
        deviation[channel] = inverse
        factors.mean[channel] = mean
        factors.scale[channel] = scale
        factors.shift[channel] = bias.data[channel] - mean * scale
    }

    /// Repeats the first `channels` values over the wide row.
    private func widen(_ values: UnsafeMutablePointer<Float>) {
        for lane in channels..<max(width, channels) { values[lane] = values[lane - channels] }
    }
}
