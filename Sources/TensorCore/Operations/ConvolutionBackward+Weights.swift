internal import NetworkGraph

/// The gradients of weights and bias.
extension ConvolutionBackward {
    func addWeightGradient(_ operation: ConvolutionOperation, _ run: Run, _ chunk: Chunk, _ outputGradients: UnsafePointer<Float>) {
        let (window, source) = (operation.window, operation.source)
        let (inputWidth, outputWidth) = (operation.inputWidth, operation.outputWidth)
        let padded = Panels(columns: outputWidth).paddedColumns
        let sumsOfGroup = window.taps * inputWidth * padded
        let shape = operation.output.shape
        let inner = outputGradients + outputGradient.top * outputGradient.rowStride + outputGradient.left * outputGradient.channels
        if usesColumns { return addByColumns(operation, run, chunk, inner) }
        let images = operation.images(chunk, scratch: run.workspace)
        let imageWalk: PositionWalk
        let outputGradientWalk: PositionWalk
        let length: Int
        if operation.isFlat, !outputGradient.isBordered {
            imageWalk = PositionWalk(stride: source.channels)
            outputGradientWalk = PositionWalk(stride: outputGradient.channels)
            length = chunk.count * shape.positions
        } else {
            imageWalk = PositionWalk(
                outer: chunk.count, outerStride: source.imageStride, middle: shape.height,
                middleStride: window.strideHeight * source.rowStride, stride: window.strideWidth * source.channels)
            outputGradientWalk = self.outputGradientWalk(chunk)
            length = shape.width
        }
        if usesWinograd {
            return winogradAddWeightGradient(
                weightSums, images, ImageStrides(image: source.imageStride, row: source.rowStride, column: source.channels), inner,
                ImageStrides(image: outputGradient.imageStride, row: outputGradient.rowStride, column: outputGradient.channels),
                inputs: inputWidth,
                outputs: outputWidth, WinogradTiles(images: chunk.count, height: shape.height, width: shape.width),
                scratch: run.workspace + winogradOffset)
        }
        let walk = operation.walk
        if usesThreeRuns {
            return reductionProduct3(
                weightSums, images, runStride: walk.innerStride, imageWalk, inner, outputGradientWalk, length: length, rows: walk.length,
                columns: outputWidth)
        }
        for group in 0..<operation.groups {
            var sums = weightSums + group * sumsOfGroup
            for outer in 0..<walk.outer {
                for middle in 0..<walk.inner {
                    reductionProduct(
                        sums, images + group * inputWidth + outer * walk.outerStride + middle * walk.innerStride, imageWalk,
                        inner + group * outputWidth, outputGradientWalk, length: length, rows: walk.length, columns: outputWidth)
                    sums += walk.length * padded
                }
            }
        }
    }

    /// Adds a chunk's part to the weights' gradient by a column matrix of the input: for windows whose runs are too short for the other
    /// ways.
    private func addByColumns(_ operation: ConvolutionOperation, _ run: Run, _ chunk: Chunk, _ inner: UnsafePointer<Float>) {
        let (window, shape) = (operation.window, operation.output.shape)
        let (inputWidth, outputWidth) = (operation.inputWidth, operation.outputWidth)
        let sumsOfGroup = window.taps * inputWidth * Panels(columns: outputWidth).paddedColumns
        let values = operation.input.values(chunk, scratch: run.workspace)
        let columns = run.workspace + imageCount + outputGradientCount
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
                inner + group * outputWidth, outputGradientWalk(chunk), length: shape.width, rows: rowWidth, columns: outputWidth)
        }
    }

    private func outputGradientWalk(_ chunk: Chunk) -> PositionWalk {
        PositionWalk(
            outer: chunk.count, outerStride: outputGradient.imageStride, middle: outputGradient.height,
            middleStride: outputGradient.rowStride,
            stride: outputGradient.channels)
    }

    func writeWeightGradient(_ operation: ConvolutionOperation) {
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

    func addBiasGradient(
        _ gradient: UnsafeMutablePointer<Float>, _ operation: ConvolutionOperation, _ chunk: Chunk, _ outputGradients: UnsafePointer<Float>
    ) {
        let channels = outputGradient.channels
        for image in 0..<chunk.count {
            for row in 0..<outputGradient.height {
                let first =
                    outputGradients + image * outputGradient.imageStride + (outputGradient.top + row) * outputGradient.rowStride
                    + outputGradient.left * channels
                // A row's sum first, so that long sums lose less.
                sumRows(rowSum, first, rows: outputGradient.width, width: channels)
                store(gradient, rowSum, count: channels, accumulates: true)
            }
        }
    }
}
