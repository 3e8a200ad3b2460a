internal import NetworkGraph

/// The gradient of the operand.
extension ConvolutionBackward {
    func inputGradient(_ operation: ConvolutionOperation, _ run: Run, _ chunk: Chunk, _ outputGradients: UnsafePointer<Float>) {
        guard let gradient = operation.input.gradient else { return }
        let offset = chunk.first * operation.input.shape.elements
        guard let passes = operation.input.passes else {
            return multiply(operation, run, chunk, outputGradients, gradient + offset, accumulates: operation.input.accumulates)
        }
        let passing = run.workspace + imageCount + outputGradientCount + columnCount
        multiply(operation, run, chunk, outputGradients, passing, accumulates: false)
        passes.outputGradient(
            gradient + offset, dy: passing, operation.input.data + offset, count: chunk.count * operation.input.shape.elements,
            accumulates: operation.input.accumulates)
    }

    /// The gradient of the operand for a chunk, or added to what is there.
    private func multiply(
        _ operation: ConvolutionOperation, _ run: Run, _ chunk: Chunk, _ outputGradients: UnsafePointer<Float>,
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
                    outputGradients + (outputGradient.top + product.rows.firstSource) * outputGradient.rowStride
                    + (outputGradient.left + product.columns.firstSource) * outputGradient.channels + group * operation.outputWidth
                let target =
                    gradient + (product.rows.start * shape.width + product.columns.start) * channels + group * operation.inputWidth
                if usesWinograd {
                    var epilogue = ProductEpilogue()
                    if accumulates { epilogue.addend = UnsafePointer(target) }
                    winogradProduct(
                        target, ImageStrides(image: shape.elements, row: shape.width * channels, column: channels), start,
                        ImageStrides(image: outputGradient.imageStride, row: outputGradient.rowStride, column: outputGradient.channels),
                        transformed: packed,
                        inputs: operation.outputWidth, outputs: operation.inputWidth,
                        WinogradTiles(images: chunk.count, height: shape.height, width: shape.width), epilogue,
                        scratch: run.workspace + winogradOffset)
                    continue
                }
                let isFlat = operation.isFlat && !outputGradient.isBordered
                for image in 0..<(isFlat ? 1 : chunk.count) {
                    let place = target + image * shape.elements
                    var epilogue = ProductEpilogue()
                    if accumulates { epilogue.addend = UnsafePointer(place) }
                    rowProduct(
                        place, strides, start + image * outputGradient.imageStride,
                        PositionStrides(row: outputGradient.rowStride, column: outputGradient.channels),
                        walk, packed: weights, columns: operation.inputWidth, height: isFlat ? 1 : product.rows.count,
                        width: isFlat ? chunk.count * shape.positions : product.columns.count, epilogue)
                }
            }
        }
    }

    /// Weights turned round: for each product its taps in the order of its walk, outputs inside, inputs as columns.
    func pack(_ operation: ConvolutionOperation) {
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
