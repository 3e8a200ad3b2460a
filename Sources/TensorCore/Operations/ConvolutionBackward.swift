internal import NetworkGraph
internal import Support

/// The gradients of a convolution, a chunk of images at a time: the gradient of its result goes into the cache with the border
/// that the input's gradient needs, and serves the weights and the input from there.
struct ConvolutionBackward {
    let outputGradient: PaddedShape
    let products: [Product]
    let norm: BatchNormOperation?
    /// Gradients of the weights with rows as wide as whole vectors.
    let weightSums: UnsafeMutablePointer<Float>
    let sumCount: Int
    let packed: UnsafeMutablePointer<Float>
    /// Room for the sum of one row of the result's gradient, for each channel: where there is a bias.
    let rowSum: UnsafeMutablePointer<Float>
    let chunk: Int
    /// Whether the runs of the input are so short that three are taken at once for the gradient of the weights, or, where they
    /// are not three, a column matrix is made.
    let usesThreeRuns: Bool
    let usesColumns: Bool
    let usesWinograd: Bool
    let imageCount: Int
    let outputGradientCount: Int
    let columnCount: Int
    /// For the gradient before it goes through an activation.
    let passingCount: Int
    let winogradCount: Int

    /// The input positions of one residue class in both axes.
    struct Product {
        let rows: TransposedWindow.Axis
        let columns: TransposedWindow.Axis
        let walk: InnerWalk
        /// Where in `packed` the weights of the first group begin.
        let packedOffset: Int
    }

    init(
        _ builder: OperationBuilder, _ window: SlidingWindow, _ groups: Int, _ chunk: Int, _ source: PaddedShape
    ) throws(Diagnostic) {
        let (input, output) = (builder.inputs[0], builder.output)
        norm = builder.norm
        self.chunk = chunk
        let transposed = TransposedWindow(window, input: input.shape, output: output.shape)
        let needsBorder = input.gradient != nil
        let outputGradient = PaddedShape(
            output.shape, top: needsBorder ? transposed.top : 0, left: needsBorder ? transposed.left : 0,
            bottom: needsBorder ? transposed.bottom : 0, right: needsBorder ? transposed.right : 0)
        let (inputWidth, outputWidth) = (input.shape.channels / groups, output.shape.channels / groups)
        let paddedInputs = Panels(columns: inputWidth).paddedColumns
        let (products, packedCount) =
            needsBorder
            ? Self.products(transposed, outputGradient, groups: groups, outputWidth: outputWidth, paddedInputs: paddedInputs) : ([], 0)
        (self.outputGradient, self.products) = (outputGradient, products)
        usesWinograd = window.suitsWinograd(groups: groups, inputs: inputWidth, outputs: outputWidth)
        packed = try builder.memory.floats(
            usesWinograd && needsBorder ? winogradWeightCount(inputs: outputWidth, outputs: inputWidth) : packedCount)
        let inner = window.taps * inputWidth
        sumCount =
            usesWinograd
            ? winogradGradientSums(inputs: inputWidth, outputs: outputWidth)
            : saturatingProduct(saturatingProduct(groups, inner), Panels(columns: outputWidth).paddedColumns)
        weightSums = try builder.memory.floats(sumCount)
        rowSum = try builder.memory.floats(output.shape.channels)
        let run = window.kernelWidth * inputWidth
        usesThreeRuns =
            groups == 1 && window.kernelHeight == 3 && window.dilationWidth == 1 && run <= mostRowsOfThreeRuns && !usesWinograd
        usesColumns = window.taps > 1 && run < 16 && !usesThreeRuns && !usesWinograd
        let isDirect = !source.isBordered && input.slot.pending == nil
        imageCount =
            usesColumns ? input.scratchCount(images: chunk) : (isDirect ? 0 : saturatingProduct(chunk, source.imageStride) + lanes)
        outputGradientCount = norm == nil && !outputGradient.isBordered ? 0 : saturatingProduct(chunk, outputGradient.imageStride) + lanes
        columnCount = usesColumns ? saturatingProduct(saturatingProduct(chunk, output.shape.positions), inner) + lanes : 0
        let tiles = WinogradTiles(images: chunk, height: output.shape.height, width: output.shape.width)
        winogradCount =
            usesWinograd
            ? max(
                winogradScratch(inputs: outputWidth, outputs: inputWidth),
                winogradGradientScratch(inputs: inputWidth, outputs: outputWidth, tiles: tiles.count)) : 0
        passingCount = input.passes == nil || input.gradient == nil ? 0 : saturatingProduct(chunk, input.shape.elements) + lanes
    }

    /// The products that make the input's gradient, one for each residue class of positions, and how many numbers their packed weights are.
    private static func products(
        _ transposed: TransposedWindow, _ outputGradient: PaddedShape, groups: Int, outputWidth: Int, paddedInputs: Int
    ) -> (products: [Product], packedCount: Int) {
        var products: [Product] = []
        var offset = 0
        for rows in transposed.rows {
            for columns in transposed.columns {
                let isContiguous = groups == 1 && columns.sourceStep == 1
                let walk = InnerWalk(
                    outer: isContiguous ? 1 : rows.taps.count, outerStride: rows.sourceStep * outputGradient.rowStride,
                    inner: isContiguous ? rows.taps.count : columns.taps.count,
                    innerStride: isContiguous ? rows.sourceStep * outputGradient.rowStride : columns.sourceStep * outputGradient.channels,
                    length: isContiguous ? columns.taps.count * outputWidth : outputWidth)
                products.append(Product(rows: rows, columns: columns, walk: walk, packedOffset: offset))
                offset += groups * rows.taps.count * columns.taps.count * outputWidth * paddedInputs
            }
        }
        return (products, offset)
    }

    var workspaceCount: Int { winogradOffset + winogradCount }
    /// Where Winograd's scratch begins, behind what else a chunk needs.
    var winogradOffset: Int { imageCount + outputGradientCount + columnCount + passingCount }

    func run(_ operation: ConvolutionOperation, _ run: Run) {
        weightSums.update(repeating: 0, count: sumCount)
        if let gradient = operation.bias?.gradient { gradient.update(repeating: 0, count: operation.output.shape.channels) }
        if operation.input.gradient != nil { pack(operation) }
        run.forEachChunk(of: chunk) { chunk in
            let outputGradients = outputGradients(operation, chunk, scratch: run.workspace + imageCount)
            addWeightGradient(operation, run, chunk, outputGradients)
            if let gradient = operation.bias?.gradient { addBiasGradient(gradient, operation, chunk, outputGradients) }
            guard operation.input.gradient != nil else { return }
            inputGradient(operation, run, chunk, outputGradients)
            operation.input.gradientIsComplete(chunk)
        }
        writeWeightGradient(operation)
    }

    /// The chunk's gradient of the result, with its border.
    private func outputGradients(_ operation: ConvolutionOperation, _ chunk: Chunk, scratch: UnsafeMutablePointer<Float>) -> UnsafePointer<
        Float
    > {
        if let norm { return ElementSource.outputGradient(of: norm).padded(chunk, outputGradient, scratch: scratch) }
        guard let gradient = operation.output.gradient else { preconditionFailure("a result without a gradient") }
        return ElementSource.stored(gradient).padded(chunk, outputGradient, scratch: scratch)
    }
}
