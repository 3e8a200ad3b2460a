internal import Support

/// Batch norm over the batch and all positions, with the ReLU that follows it where there is one.
struct BatchNormOperation: PlannedOperation {
    private let input: Operand
    private let output: Slot
    private let weight: Parameter
    private let bias: Parameter
    private let runningMean: UnsafeMutablePointer<Float>
    private let runningVariance: UnsafeMutablePointer<Float>
    private let epsilon: Float
    private let momentum: Float
    private let function: ActivationFunction?
    /// The width of a wide row: as many whole rows as fit 256 floats.
    private let lanes: Int
    private let factors: BatchNormFactors
    private let deviation: UnsafeMutablePointer<Float>
    private let sum: UnsafeMutablePointer<Float>
    private let spread: UnsafeMutablePointer<Float>
    private let total: UnsafeMutablePointer<Double>
    private let product: UnsafeMutablePointer<Double>

    private var channels: Int { input.shape.channels }

    init(_ builder: OperationBuilder, epsilon: Float, momentum: Float) throws(Diagnostic) {
        input = builder.inputs[0]
        output = builder.output
        weight = builder.parameters[0]
        bias = builder.parameters[1]
        runningMean = builder.statistics[0]
        runningVariance = builder.statistics[1]
        self.epsilon = epsilon
        self.momentum = momentum
        function = builder.fused
        let channels = builder.inputs[0].shape.channels
        lanes = max(256 / channels, 1) * channels
        let memory = builder.memory
        factors = BatchNormFactors(
            scale: try memory.floats(lanes), shift: try memory.floats(lanes), mean: try memory.floats(lanes),
            byInput: try memory.floats(lanes), offset: try memory.floats(lanes))
        deviation = try memory.floats(channels)
        sum = try memory.floats(lanes)
        spread = try memory.floats(lanes)
        total = try memory.doubles(lanes)
        product = try memory.doubles(lanes)
    }

    func forward(_ run: Run) {
        let count = run.count * input.shape.elements
        if run.isTraining {
            takeBatchStatistics(count: count)
        } else {
            for channel in 0..<channels {
                setFactors(channel, mean: runningMean[channel], inverse: 1 / (runningVariance[channel] + epsilon).squareRoot())
            }
        }
        widen(factors.scale)
        widen(factors.shift)
        batchNormForward(
            function, output.data, input.data, scale: factors.scale, shift: factors.shift, count: count, lanes: lanes)
    }

    func backward(_ run: Run) {
        guard let slope = output.gradient else { return }
        let count = run.count * input.shape.elements
        batchNormSlopeSums(
            function, total: total, product: product, sum: sum, spread: spread, dy: slope, x: input.data, factors, count: count,
            lanes: lanes)
        let share = 1 / Double(count / channels)
        for channel in 0..<channels {
            var (all, byInput) = (0.0, 0.0)
            for lane in stride(from: channel, to: lanes, by: channels) {
                all += total[lane]
                byInput += product[lane]
            }
            let inverse = Double(deviation[channel])
            if let gradient = bias.gradient { gradient[channel] = Float(all) }
            if let gradient = weight.gradient { gradient[channel] = Float(byInput * inverse) }
            let scale = Double(factors.scale[channel])
            factors.byInput[channel] = Float(-scale * inverse * inverse * byInput * share)
            factors.offset[channel] = Float(-scale * all * share)
        }
        guard let gradient = input.gradient else { return }
        widen(factors.byInput)
        widen(factors.offset)
        batchNormInputGradient(
            function, gradient, dy: slope, x: input.data, factors, count: count, lanes: lanes, accumulates: input.accumulates)
    }

    /// The batch's mean and variance, for this pass and into the running statistics.
    private func takeBatchStatistics(count: Int) {
        laneStatistics(mean: total, squares: product, sum: sum, spread: spread, input.data, count: count, lanes: lanes)
        let rows = count / channels
        let (deep, rest) = (count / lanes, count % lanes)
        for channel in 0..<channels {
            var (mean, squares, seen) = (0.0, 0.0, 0.0)
            for lane in stride(from: channel, to: lanes, by: channels) {
                let here = Double(deep + (lane < rest ? 1 : 0))
                guard here > 0 else { continue }
                let difference = total[lane] - mean
                let all = seen + here
                mean += difference * here / all
                squares += product[lane] + difference * difference * seen * here / all
                seen = all
            }
            let variance = squares / Double(rows)
            setFactors(channel, mean: Float(mean), inverse: Float(1 / (variance + Double(epsilon)).squareRoot()))
            runningMean[channel] += momentum * (Float(mean) - runningMean[channel])
            let unbiased = Float(squares / Double(max(rows - 1, 1)))
            runningVariance[channel] += momentum * (unbiased - runningVariance[channel])
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
        for lane in channels..<max(lanes, channels) { values[lane] = values[lane - channels] }
    }
}
