internal import NetworkGraph
internal import Support

/// A convolution in which each channel has its own kernel and none sees another, over padded copies of a few images.
final class DepthwiseOperation: PlannedOperation {
    private let input: Operand
    private let output: Slot
    private let weight: Parameter
    private let bias: Parameter?
    private let window: SlidingWindow
    private let norm: BatchNormOperation?
    private let folded: FoldedNorm?
    /// Takes the gradient of the operand, which has no buffer then.
    private let expansion: ExpansionGradients?
    private let needsInputGradient: Bool
    private let source: PaddedShape
    private let outputGradient: PaddedShape
    private let transposed: TransposedWindow
    private let chunk: Int
    /// Weights with the folded norm's scale in them; the parameters themselves where there is none.
    private let factors: UnsafeMutablePointer<Float>
    private let start: UnsafeMutablePointer<Float>?
    private var factorsVersion = -1
    /// The kernel turned round: for each residue class its taps, in the order of `transposed`.
    private let turned: UnsafeMutablePointer<Float>

    var parameters: [Parameter] { [weight] + (bias.map { [$0] } ?? []) }
    private var channels: Int { source.channels }
    private var isDirect: Bool { !source.isBordered && input.slot.pending == nil }

    init(_ builder: OperationBuilder, window: SlidingWindow) throws(Diagnostic) {
        let (input, output) = (builder.inputs[0], builder.output)
        (self.input, self.output) = (input, output)
        weight = builder.parameters[0]
        bias = builder.parameters.count > 1 ? builder.parameters[1] : nil
        self.window = window
        norm = builder.norm
        folded = builder.foldedNorm
        expansion = builder.expansion
        source = PaddedShape(
            input.shape, top: window.paddingTop, left: window.paddingLeft, bottom: window.paddingBottom, right: window.paddingRight)
        transposed = TransposedWindow(window, input: input.shape, output: output.shape)
        needsInputGradient = input.gradient != nil || builder.expansion != nil
        outputGradient = PaddedShape(
            output.shape, top: needsInputGradient ? transposed.top : 0, left: needsInputGradient ? transposed.left : 0,
            bottom: needsInputGradient ? transposed.bottom : 0, right: needsInputGradient ? transposed.right : 0)
        chunk = Chunk.images(of: max(source.imageStride, output.shape.elements))
        let (memory, channels) = (builder.memory, output.shape.channels)
        factors = folded == nil ? weight.data : try memory.floats(weight.count)
        start = folded == nil ? bias?.data : try memory.floats(channels)
        turned = needsInputGradient ? try memory.floats(weight.count) : weight.data
    }

    var workspaceCount: Int {
        let images = imageCount
        let outputGradients =
            norm == nil && (output.gradient == nil || !outputGradient.isBordered)
            ? 0 : saturatingProduct(chunk, outputGradient.imageStride) + lanes
        return images + outputGradients + passingCount + (expansion?.scratchCount(images: chunk) ?? 0)
    }

    /// For the gradient before it goes through an activation, or to the expansion.
    private var passingCount: Int {
        let isPassed = input.passes != nil && input.gradient != nil || expansion != nil
        return isPassed ? saturatingProduct(chunk, input.shape.elements) + lanes : 0
    }

    private var imageCount: Int { isDirect ? 0 : saturatingProduct(chunk, source.imageStride) + lanes }

    // MARK: Forward

    func forward(_ run: Run) {
        fold(run)
        let shape = DepthwiseShape(
            rows: output.shape.height, columns: output.shape.width, channels: channels, kernelHeight: window.kernelHeight,
            kernelWidth: window.kernelWidth, xRow: window.strideHeight * source.rowStride, xColumn: window.strideWidth * channels,
            tapRow: window.dilationHeight * source.rowStride, tapColumn: window.dilationWidth * channels, tapWeight: channels,
            yRow: output.shape.width * channels, yColumn: channels)
        var ending = DepthwiseEpilogue()
        ending.bias = start.map { UnsafePointer($0) }
        if let folded { (ending.lowest, ending.highest) = folded.limits }
        run.forEachChunk(of: chunk) { chunk in
            let images = images(chunk, scratch: run.workspace)
            let target = output.data + chunk.first * output.shape.elements
            for image in 0..<chunk.count {
                depthwise(target + image * output.shape.elements, images + image * source.imageStride, factors, shape, ending)
            }
            folded?.finish(target, count: chunk.count * output.shape.elements)
            if run.isTraining { norm?.gather(chunk) }
        }
    }

    private func images(_ chunk: Chunk, scratch: UnsafeMutablePointer<Float>) -> UnsafePointer<Float> {
        input.elements.padded(chunk, source, scratch: scratch)
    }

    private func fold(_ run: Run) {
        guard let folded, let start, factorsVersion != run.parametersVersion else { return }
        factorsVersion = run.parametersVersion
        folded.takeFactors()
        for channel in 0..<channels {
            let (scale, shift) = (folded.scale[channel], folded.shift[channel])
            start[channel] = (bias?.data[channel] ?? 0) * scale + shift
            for tap in 0..<window.taps { factors[tap * channels + channel] = weight.data[tap * channels + channel] * scale }
        }
    }

    // MARK: Backward

    func backward(_ run: Run) {
        guard norm != nil || output.gradient != nil else { return }
        if let gradient = weight.gradient { gradient.update(repeating: 0, count: weight.count) }
        if needsInputGradient { turn() }
        run.forEachChunk(of: chunk) { chunk in
            let outputGradients = outputGradients(chunk, scratch: run.workspace + imageCount)
            if let gradient = weight.gradient {
                addWeightGradient(gradient, chunk, images(chunk, scratch: run.workspace), outputGradients)
            }
            if needsInputGradient { inputGradient(run, chunk, outputGradients) }
        }
        guard let gradient = bias?.gradient else { return }
        if let outputGradient = output.gradient {
            sumRows(gradient, outputGradient, rows: run.count * output.shape.positions, width: channels)
        } else {
            // The batch norm behind it takes the mean away, and the bias with it.
            gradient.update(repeating: 0, count: channels)
        }
    }

    private func outputGradients(_ chunk: Chunk, scratch: UnsafeMutablePointer<Float>) -> UnsafePointer<Float> {
        if let norm { return ElementSource.outputGradient(of: norm).padded(chunk, outputGradient, scratch: scratch) }
        guard let gradient = output.gradient else { preconditionFailure("a result without a gradient") }
        return ElementSource.stored(gradient).padded(chunk, outputGradient, scratch: scratch)
    }

    private func addWeightGradient(
        _ gradient: UnsafeMutablePointer<Float>, _ chunk: Chunk, _ images: UnsafePointer<Float>, _ outputGradients: UnsafePointer<Float>
    ) {
        let shape = DepthwiseShape(
            rows: output.shape.height, columns: output.shape.width, channels: channels, kernelHeight: window.kernelHeight,
            kernelWidth: window.kernelWidth, xRow: window.strideHeight * source.rowStride, xColumn: window.strideWidth * channels,
            tapRow: window.dilationHeight * source.rowStride, tapColumn: window.dilationWidth * channels, tapWeight: channels,
            yRow: outputGradient.rowStride,
            yColumn: channels)
        let inner = outputGradients + outputGradient.top * outputGradient.rowStride + outputGradient.left * channels
        for image in 0..<chunk.count {
            depthwiseWeightGradient(gradient, images + image * source.imageStride, inner + image * outputGradient.imageStride, shape)
        }
    }

    private func inputGradient(_ run: Run, _ chunk: Chunk, _ outputGradients: UnsafePointer<Float>) {
        let passing = run.workspace + workspaceCount - passingCount
        if let expansion {
            convolve(chunk, outputGradients, passing, accumulates: false)
            return expansion.take(chunk, outputGradient: passing, scratch: passing - expansion.scratchCount(images: self.chunk))
        }
        guard let gradient = input.gradient else { return }
        let offset = chunk.first * input.shape.elements
        if let passes = input.passes {
            convolve(chunk, outputGradients, passing, accumulates: false)
            passes.outputGradient(
                gradient + offset, dy: passing, input.data + offset, count: chunk.count * input.shape.elements,
                accumulates: input.accumulates)
        } else {
            convolve(chunk, outputGradients, gradient + offset, accumulates: input.accumulates)
        }
        input.gradientIsComplete(chunk)
    }

    /// The gradient of the operand for a chunk, or added to what is there.
    private func convolve(
        _ chunk: Chunk, _ outputGradients: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>, accumulates: Bool
    ) {
        var taps = UnsafePointer(turned)
        var ending = DepthwiseEpilogue()
        ending.accumulates = accumulates
        for rows in transposed.rows {
            for columns in transposed.columns {
                let shape = DepthwiseShape(
                    rows: rows.count, columns: columns.count, channels: channels, kernelHeight: rows.taps.count,
                    kernelWidth: columns.taps.count, xRow: outputGradient.rowStride, xColumn: channels,
                    tapRow: rows.sourceStep * outputGradient.rowStride, tapColumn: columns.sourceStep * channels, tapWeight: channels,
                    yRow: window.strideHeight * input.shape.width * channels, yColumn: window.strideWidth * channels)
                let first =
                    outputGradients + (outputGradient.top + rows.firstSource) * outputGradient.rowStride
                    + (outputGradient.left + columns.firstSource) * channels
                let target = gradient + (rows.start * input.shape.width + columns.start) * channels
                for image in 0..<chunk.count {
                    depthwise(target + image * input.shape.elements, first + image * outputGradient.imageStride, taps, shape, ending)
                }
                taps += rows.taps.count * columns.taps.count * channels
            }
        }
    }

    private func turn() {
        var target = turned
        for rows in transposed.rows {
            for columns in transposed.columns {
                for row in rows.taps {
                    for column in columns.taps {
                        copy(target, weight.data + (row * window.kernelWidth + column) * channels, count: channels)
                        target += channels
                    }
                }
            }
        }
    }
}
