internal import Support

/// The gradients of a convolution, a chunk of images at a time: the gradient of its result goes into the cache with the border
/// that the input's gradient needs, and serves the weights and the input from there.
struct ConvolutionBackward {
    private let slope: PaddedShape
    private let transposed: TransposedWindow
    private let products: [Product]
    private let norm: BatchNormOperation?
    /// Gradients of the weights with rows as wide as whole vectors.
    private let weightSums: UnsafeMutablePointer<Float>
    private let sumCount: Int
    private let packed: UnsafeMutablePointer<Float>
    /// Of the result's gradient, where there is a bias.
    private let rowSum: UnsafeMutablePointer<Float>
    private let chunk: Int
    /// Whether the runs of the input are so short that three are taken at once for the gradient of the weights, or, where they
    /// are not three, a column matrix is made.
    private let usesThreeRuns: Bool
    private let usesColumns: Bool
    private let usesWinograd: Bool
    private let imageCount: Int
    private let slopeCount: Int
    private let columnCount: Int
    /// For the gradient before it goes through an activation.
    private let passingCount: Int
    private let winogradCount: Int

    /// The input positions of one residue class in both axes.
    private struct Product {
        let rows: TransposedWindow.Axis
        let columns: TransposedWindow.Axis
        let walk: InnerWalk
        /// Of the weights of the first group, in `packed`.
        let packedOffset: Int
    }

    init(
        _ builder: OperationBuilder, _ window: Window, _ groups: Int, _ chunk: Int, _ source: PaddedShape
    ) throws(Diagnostic) {
        let (input, output) = (builder.inputs[0], builder.output)
        norm = builder.norm
        self.chunk = chunk
        let transposed = TransposedWindow(window, input: input.shape, output: output.shape)
        let needsBorder = input.gradient != nil
        let slope = PaddedShape(
            output.shape, top: needsBorder ? transposed.top : 0, left: needsBorder ? transposed.left : 0,
            bottom: needsBorder ? transposed.bottom : 0, right: needsBorder ? transposed.right : 0)
        let (inputWidth, outputWidth) = (input.shape.channels / groups, output.shape.channels / groups)
        let paddedInputs = Panels(columns: inputWidth).paddedColumns
        var products: [Product] = []
        var offset = 0
        if needsBorder {
            for rows in transposed.rows {
                for columns in transposed.columns {
                    let isContiguous = groups == 1 && columns.sourceStep == 1
                    let walk = InnerWalk(
                        outer: isContiguous ? 1 : rows.taps.count, outerStride: rows.sourceStep * slope.rowStride,
                        inner: isContiguous ? rows.taps.count : columns.taps.count,
                        innerStride: isContiguous ? rows.sourceStep * slope.rowStride : columns.sourceStep * slope.channels,
                        length: isContiguous ? columns.taps.count * outputWidth : outputWidth)
                    products.append(Product(rows: rows, columns: columns, walk: walk, packedOffset: offset))
                    offset += groups * rows.taps.count * columns.taps.count * outputWidth * paddedInputs
                }
            }
        }
        (self.slope, self.transposed, self.products) = (slope, transposed, products)
        usesWinograd = window.suitsWinograd(groups: groups, inputs: inputWidth, outputs: outputWidth)
        packed = try builder.memory.floats(
            usesWinograd && needsBorder ? winogradWeightCount(inputs: outputWidth, outputs: inputWidth) : offset)
        let inner = window.taps * inputWidth
        sumCount =
            usesWinograd
            ? winogradGradientSums(inputs: inputWidth, outputs: outputWidth)
            : saturatingProduct(saturatingProduct(groups, inner), Panels(columns: outputWidth).paddedColumns)
        weightSums = try builder.memory.floats(sumCount)
        rowSum = try builder.memory.floats(output.shape.channels)
        let run = window.kernelWidth * inputWidth
        usesThreeRuns = groups == 1 && window.kernelHeight == 3 && window.dilationWidth == 1 && run <= mostRowsOfThreeRuns
        usesColumns = window.taps > 1 && run < 16 && !usesThreeRuns
        let isDirect = !source.isBordered && input.slot.pending == nil
        imageCount =
            usesColumns ? input.scratchCount(images: chunk) : (isDirect ? 0 : saturatingProduct(chunk, source.imageStride) + lanes)
        slopeCount = norm == nil && !slope.isBordered ? 0 : saturatingProduct(chunk, slope.imageStride) + lanes
        columnCount = usesColumns ? saturatingProduct(saturatingProduct(chunk, output.shape.positions), inner) + lanes : 0
        let tiles = WinogradTiles(images: chunk, height: output.shape.height, width: output.shape.width)
        winogradCount =
            usesWinograd
            ? max(
                winogradScratch(inputs: outputWidth, outputs: inputWidth),
                winogradGradientScratch(inputs: inputWidth, outputs: outputWidth, tiles: tiles.count)) : 0
        passingCount = input.passes == nil || input.gradient == nil ? 0 : saturatingProduct(chunk, input.shape.elements) + lanes
    }

    var workspaceCount: Int { imageCount + slopeCount + columnCount + passingCount + winogradCount }
    private var winogradOffset: Int { imageCount + slopeCount + columnCount + passingCount }

    func run(_ operation: ConvolutionOperation, _ run: Run) {
        weightSums.update(repeating: 0, count: sumCount)
        if let gradient = operation.bias?.gradient { gradient.update(repeating: 0, count: operation.output.shape.channels) }
        if operation.input.gradient != nil { pack(operation) }
        run.forEachChunk(of: chunk) { chunk in
            let slopes = slopes(operation, chunk, scratch: run.workspace + imageCount)
            addWeightGradient(operation, run, chunk, slopes)
            if let gradient = operation.bias?.gradient { addBiasGradient(gradient, operation, chunk, slopes) }
            guard operation.input.gradient != nil else { return }
            inputGradient(operation, run, chunk, slopes)
            operation.input.gradientIsComplete(chunk)
        }
        writeWeightGradient(operation)
    }

    /// The chunk's gradient of the result, with its border.
    private func slopes(_ operation: ConvolutionOperation, _ chunk: Chunk, scratch: UnsafeMutablePointer<Float>) -> UnsafePointer<Float> {
        if let norm {
            paddedCopy(scratch, .slope(of: norm), slope, chunk)
        } else if let gradient = operation.output.gradient {
            if !slope.isBordered { return UnsafePointer(gradient + chunk.first * operation.output.shape.elements) }
            paddedCopy(scratch, .stored(gradient), slope, chunk)
        }
        return UnsafePointer(scratch)
    }

    // MARK: Weights

    private func addWeightGradient(_ operation: ConvolutionOperation, _ run: Run, _ chunk: Chunk, _ slopes: UnsafePointer<Float>) {
        let (window, source) = (operation.window, operation.source)
        let (inputWidth, outputWidth) = (operation.inputWidth, operation.outputWidth)
        let padded = Panels(columns: outputWidth).paddedColumns
        let sumsOfGroup = window.taps * inputWidth * padded
        let shape = operation.output.shape
        let inner = slopes + slope.top * slope.rowStride + slope.left * slope.channels
        if usesColumns {
            let values = operation.input.values(chunk, scratch: run.workspace)
            let columns = run.workspace + imageCount + slopeCount
            let rowWidth = window.taps * inputWidth
            for group in 0..<operation.groups {
                let geometry = ColumnGeometry(
                    sourceHeight: operation.input.shape.height, sourceWidth: operation.input.shape.width,
                    sourceChannels: operation.input.shape.channels, width: inputWidth, targetHeight: shape.height,
                    targetWidth: shape.width, window: window)
                imageToColumns(columns, values + group * inputWidth, geometry, first: 0, rows: chunk.count * shape.positions)
                reductionProduct(
                    weightSums + group * sumsOfGroup, columns,
                    PositionWalk(
                        outer: chunk.count, outerStride: shape.positions * rowWidth, middle: shape.height,
                        middleStride: shape.width * rowWidth, stride: rowWidth),
                    inner + group * outputWidth, slopeWalk(chunk), length: shape.width, rows: rowWidth, columns: outputWidth)
            }
            return
        }
        let images = operation.images(chunk, scratch: run.workspace)
        let imageWalk: PositionWalk
        let slopeWalk: PositionWalk
        let length: Int
        if operation.isFlat, !slope.isBordered {
            imageWalk = PositionWalk(stride: source.channels)
            slopeWalk = PositionWalk(stride: slope.channels)
            length = chunk.count * shape.positions
        } else {
            imageWalk = PositionWalk(
                outer: chunk.count, outerStride: source.imageStride, middle: shape.height,
                middleStride: window.strideHeight * source.rowStride, stride: window.strideWidth * source.channels)
            slopeWalk = self.slopeWalk(chunk)
            length = shape.width
        }
        if usesWinograd {
            return winogradAddWeightGradient(
                weightSums, images, ImageStrides(image: source.imageStride, row: source.rowStride, column: source.channels), inner,
                ImageStrides(image: slope.imageStride, row: slope.rowStride, column: slope.channels), inputs: inputWidth,
                outputs: outputWidth, WinogradTiles(images: chunk.count, height: shape.height, width: shape.width),
                scratch: run.workspace + winogradOffset)
        }
        let walk = operation.walk
        if usesThreeRuns {
            return reductionProduct3(
                weightSums, images, runStride: walk.innerStride, imageWalk, inner, slopeWalk, length: length, rows: walk.length,
                columns: outputWidth)
        }
        for group in 0..<operation.groups {
            var sums = weightSums + group * sumsOfGroup
            for outer in 0..<walk.outer {
                for middle in 0..<walk.inner {
                    reductionProduct(
                        sums, images + group * inputWidth + outer * walk.outerStride + middle * walk.innerStride, imageWalk,
                        inner + group * outputWidth, slopeWalk, length: length, rows: walk.length, columns: outputWidth)
                    sums += walk.length * padded
                }
            }
        }
    }

    private func slopeWalk(_ chunk: Chunk) -> PositionWalk {
        PositionWalk(
            outer: chunk.count, outerStride: slope.imageStride, middle: slope.height, middleStride: slope.rowStride,
            stride: slope.channels)
    }

    private func writeWeightGradient(_ operation: ConvolutionOperation) {
        guard let gradient = operation.weight.gradient else { return }
        if usesWinograd {
            return winogradWeightGradient(
                gradient, weightSums, inputs: operation.inputWidth, outputs: operation.outputWidth)
        }
        let padded = Panels(columns: operation.outputWidth).paddedColumns
        for row in 0..<operation.window.taps * operation.input.shape.channels {
            copy(gradient + row * operation.outputWidth, weightSums + row * padded, count: operation.outputWidth)
        }
    }

    private func addBiasGradient(
        _ gradient: UnsafeMutablePointer<Float>, _ operation: ConvolutionOperation, _ chunk: Chunk, _ slopes: UnsafePointer<Float>
    ) {
        let channels = slope.channels
        for image in 0..<chunk.count {
            for row in 0..<slope.height {
                let first = slopes + image * slope.imageStride + (slope.top + row) * slope.rowStride + slope.left * channels
                // A row's sum first, so that long sums lose less.
                sumRows(rowSum, first, rows: slope.width, width: channels)
                store(gradient, rowSum, count: channels, accumulates: true)
            }
        }
    }

    // MARK: Input

    private func inputGradient(_ operation: ConvolutionOperation, _ run: Run, _ chunk: Chunk, _ slopes: UnsafePointer<Float>) {
        guard let gradient = operation.input.gradient else { return }
        let offset = chunk.first * operation.input.shape.elements
        guard let passes = operation.input.passes else {
            return multiply(operation, run, chunk, slopes, gradient + offset, accumulates: operation.input.accumulates)
        }
        let passing = run.workspace + imageCount + slopeCount + columnCount
        multiply(operation, run, chunk, slopes, passing, accumulates: false)
        passes.slope(
            gradient + offset, dy: passing, operation.input.data + offset, count: chunk.count * operation.input.shape.elements,
            accumulates: operation.input.accumulates)
    }

    /// The gradient of the operand for a chunk, or added to what is there.
    private func multiply(
        _ operation: ConvolutionOperation, _ run: Run, _ chunk: Chunk, _ slopes: UnsafePointer<Float>,
        _ gradient: UnsafeMutablePointer<Float>, accumulates: Bool
    ) {
        let (shape, window) = (operation.input.shape, operation.window)
        let channels = shape.channels
        let paddedInputs = Panels(columns: operation.inputWidth).paddedColumns
        let strides = PositionStrides(
            row: window.strideHeight * shape.width * channels, column: window.strideWidth * channels)
        for product in products {
            let walk = product.walk
            if walk.count == 0, accumulates { continue }
            for group in 0..<operation.groups {
                let weights = packed + product.packedOffset + group * walk.count * paddedInputs
                let start =
                    slopes + (slope.top + product.rows.firstSource) * slope.rowStride
                    + (slope.left + product.columns.firstSource) * slope.channels + group * operation.outputWidth
                let target =
                    gradient + (product.rows.start * shape.width + product.columns.start) * channels + group * operation.inputWidth
                if usesWinograd {
                    var epilogue = ProductEpilogue()
                    if accumulates { epilogue.addend = UnsafePointer(target) }
                    winogradProduct(
                        target, ImageStrides(image: shape.elements, row: shape.width * channels, column: channels), start,
                        ImageStrides(image: slope.imageStride, row: slope.rowStride, column: slope.channels), transformed: packed,
                        inputs: operation.outputWidth, outputs: operation.inputWidth,
                        WinogradTiles(images: chunk.count, height: shape.height, width: shape.width), epilogue,
                        scratch: run.workspace + winogradOffset)
                    continue
                }
                let isFlat = operation.isFlat && !slope.isBordered
                for image in 0..<(isFlat ? 1 : chunk.count) {
                    let place = target + image * shape.elements
                    var epilogue = ProductEpilogue()
                    if accumulates { epilogue.addend = UnsafePointer(place) }
                    rowProduct(
                        place, strides, start + image * slope.imageStride, PositionStrides(row: slope.rowStride, column: slope.channels),
                        walk, packed: weights, columns: operation.inputWidth, height: isFlat ? 1 : product.rows.count,
                        width: isFlat ? chunk.count * shape.positions : product.columns.count, epilogue)
                }
            }
        }
    }

    /// Weights turned round: for each product its taps in the order of its walk, outputs inside, inputs as columns.
    private func pack(_ operation: ConvolutionOperation) {
        let (inputWidth, outputWidth) = (operation.inputWidth, operation.outputWidth)
        if usesWinograd {
            return winogradWeights(packed, operation.weight.data, inputs: outputWidth, outputs: inputWidth, isTurned: true)
        }
        let padded = Panels(columns: inputWidth).paddedColumns
        for product in products {
            for group in 0..<operation.groups {
                var place = 0
                for row in product.rows.taps {
                    for column in product.columns.taps {
                        let tap = row * operation.window.kernelWidth + column
                        packPanels(
                            packed + product.packedOffset + group * product.walk.count * padded,
                            operation.weight.data + group * operation.weightsOfGroup + tap * inputWidth * outputWidth, inner: outputWidth,
                            innerStride: 1, columns: inputWidth, columnStride: outputWidth, at: place, of: product.walk.count)
                        place += outputWidth
                    }
                }
            }
        }
    }
}
