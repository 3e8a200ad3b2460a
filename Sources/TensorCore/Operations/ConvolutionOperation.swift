internal import NetworkGraph
internal import Support

/// A convolution as products over a padded copy of a few images in the cache (`rowProduct`), without a column matrix: of the
/// activation as it lies where the kernel is 1 x 1 and nothing is pending; 3 x 3 kernels by Winograd's minimal filtering. Each
/// group's weights are a matrix [taps x inputs, outputs].
final class ConvolutionOperation: PlannedOperation {
    let input: Operand
    let output: Slot
    let weight: Parameter
    let bias: Parameter?
    let window: SlidingWindow
    let groups: Int
    /// The batch norm behind it, which is fed in training.
    private let norm: BatchNormOperation?
    private let folded: FoldedNorm?
    let source: PaddedShape
    let walk: InnerWalk
    let chunk: Int
    let usesWinograd: Bool
    let backwardPass: ConvolutionBackward?
    /// In the place of the backward pass, where a depthwise convolution alone reads what the norm makes of the result.
    let expansion: ExpansionGradients?
    private let packed: UnsafeMutablePointer<Float>
    private let packedBias: UnsafeMutablePointer<Float>?
    private var packedVersion = -1

    var parameters: [Parameter] { [weight] + (bias.map { [$0] } ?? []) }
    var inputWidth: Int { input.shape.channels / groups }
    var outputWidth: Int { output.shape.channels / groups }
    var weightsOfGroup: Int { window.taps * inputWidth * outputWidth }
    /// The inner dimension of the packed weights.
    private var packedInner: Int { usesWinograd ? WinogradTiles.points * inputWidth : walk.count }
    private var packedOfGroup: Int { packedInner * Panels(columns: outputWidth).paddedColumns }
    /// Whether the images are read where they lie.
    var isDirect: Bool { !source.isBordered && input.slot.pending == nil }
    /// Whether positions follow each other at one distance over all rows and images.
    var isFlat: Bool { window.isPointwise }

    init(_ builder: OperationBuilder, window: SlidingWindow, groups: Int) throws(Diagnostic) {
        let (input, output) = (builder.inputs[0], builder.output)
        (self.input, self.output) = (input, output)
        weight = builder.parameters[0]
        bias = builder.parameters.count > 1 ? builder.parameters[1] : nil
        self.window = window
        self.groups = groups
        norm = builder.norm
        folded = builder.foldedNorm
        source = PaddedShape(
            input.shape, top: window.paddingTop, left: window.paddingLeft, bottom: window.paddingBottom, right: window.paddingRight)
        let width = input.shape.channels / groups
        let isContiguous = groups == 1 && window.dilationWidth == 1
        walk = InnerWalk(
            outer: isContiguous ? 1 : window.kernelHeight, outerStride: window.dilationHeight * source.rowStride,
            inner: isContiguous ? window.kernelHeight : window.kernelWidth,
            innerStride: isContiguous ? window.dilationHeight * source.rowStride : window.dilationWidth * source.channels,
            length: isContiguous ? window.kernelWidth * width : width)
        chunk = Chunk.images(of: max(source.imageStride, output.shape.elements))
        let panels = Panels(columns: output.shape.channels / groups)
        usesWinograd = window.suitsWinograd(groups: groups, inputs: input.shape.channels, outputs: output.shape.channels)
        let inner = usesWinograd ? WinogradTiles.points * width : walk.count
        packed = try builder.memory.floats(saturatingProduct(groups, saturatingProduct(inner, panels.paddedColumns)))
        packedBias = bias == nil && folded == nil ? nil : try builder.memory.floats(groups * panels.paddedColumns)
        if builder.isExpansion, let norm { expansion = try ExpansionGradients(builder, norm: norm) } else { expansion = nil }
        let hasBackwardPass = expansion == nil && (output.gradient != nil || norm != nil)
        backwardPass = hasBackwardPass ? try ConvolutionBackward(builder, window, groups, chunk, source) : nil
    }

    /// Scratch floats for a chunk.
    var workspaceCount: Int {
        let forward = imageCount + (usesWinograd ? winogradScratch(inputs: inputWidth, outputs: outputWidth) : 0)
        return max(forward, backwardPass?.workspaceCount ?? 0, expansion?.workspaceCount ?? 0)
    }

    private var imageCount: Int { isDirect ? 0 : saturatingProduct(chunk, source.imageStride) + lanes }

    func forward(_ run: Run) {
        pack(run)
        run.forEachChunk(of: chunk) { chunk in
            multiply(chunk, images(chunk, scratch: run.workspace), scratch: run.workspace + imageCount)
            if run.isTraining { norm?.gather(chunk) }
        }
    }

    /// The chunk's images, with their borders where there are any.
    func images(_ chunk: Chunk, scratch: UnsafeMutablePointer<Float>) -> UnsafePointer<Float> {
        input.elements.padded(chunk, source, scratch: scratch)
    }

    private func multiply(_ chunk: Chunk, _ images: UnsafePointer<Float>, scratch: UnsafeMutablePointer<Float>) {
        let (shape, channels) = (output.shape, output.shape.channels)
        let strides = PositionStrides(row: window.strideHeight * source.rowStride, column: window.strideWidth * source.channels)
        var epilogue = ProductEpilogue()
        if let folded { (epilogue.lowest, epilogue.highest) = folded.limits }
        for group in 0..<groups {
            epilogue.bias = packedBias.map { UnsafePointer($0 + group * Panels(columns: outputWidth).paddedColumns) }
            let weights = packed + group * packedOfGroup
            let target = output.data + chunk.first * shape.elements + group * outputWidth
            let first = images + group * inputWidth
            if usesWinograd {
                winogradProduct(
                    target, ImageStrides(image: shape.elements, row: shape.width * channels, column: channels), first,
                    ImageStrides(image: source.imageStride, row: source.rowStride, column: source.channels), transformed: weights,
                    inputs: inputWidth, outputs: outputWidth,
                    WinogradTiles(images: chunk.count, height: shape.height, width: shape.width), epilogue, scratch: scratch)
                continue
            }
            if isFlat {
                rowProduct(
                    target, PositionStrides(row: 0, column: channels), first, PositionStrides(row: 0, column: source.channels), walk,
                    packed: weights, columns: outputWidth, height: 1, width: chunk.count * shape.positions, epilogue)
                continue
            }
            for image in 0..<chunk.count {
                rowProduct(
                    target + image * shape.elements, PositionStrides(row: shape.width * channels, column: channels),
                    first + image * source.imageStride, strides, walk, packed: weights, columns: outputWidth, height: shape.height,
                    width: shape.width, epilogue)
            }
        }
        folded?.finish(output.data + chunk.first * shape.elements, count: chunk.count * shape.elements)
    }

    private func pack(_ run: Run) {
        guard packedVersion != run.parametersVersion else { return }
        packedVersion = run.parametersVersion
        let padded = Panels(columns: outputWidth).paddedColumns
        folded?.takeFactors()
        for group in 0..<groups {
            let target = packed + group * packedOfGroup
            if usesWinograd {
                winogradWeights(target, weight.data, inputs: inputWidth, outputs: outputWidth, isTurned: false)
            } else {
                packPanels(
                    target, weight.data + group * weightsOfGroup, inner: walk.count, innerStride: outputWidth, columns: outputWidth,
                    columnStride: 1)
            }
            guard let packedBias else { continue }
            let start = packedBias + group * padded
            for column in 0..<outputWidth { start[column] = bias?.data[group * outputWidth + column] ?? 0 }
            folded?.fold(
                into: target, bias: start, firstChannel: group * outputWidth, inner: packedInner, columns: outputWidth)
        }
    }

    func backward(_ run: Run) {
        expansion?.finish(run, weights: packed)
        backwardPass?.run(self, run)
    }
}
