/// A convolution as matrix products: of the activation as it lies for a 1 x 1 kernel, else of a column matrix that is made
/// in tiles small enough for the cache. Each group's weights are a matrix [taps x inputs, outputs].
struct ConvolutionOperation: PlannedOperation {
    private let input: Operand
    private let output: Slot
    private let weight: Parameter
    private let bias: Parameter?
    private let window: Window
    private let groups: Int
    /// Rows of the column matrix, and of the one of the output's gradient, that are made at a time.
    private let tile: Int
    private let slopeTile: Int

    /// Floats in a tile: half of a core's share of cache on what this runs on, and small enough beside the packed operands.
    private static let tileCount = 1 << 16

    private var inputWidth: Int { input.shape.channels / groups }
    private var outputWidth: Int { output.shape.channels / groups }
    private var weightsOfGroup: Int { window.taps * inputWidth * outputWidth }

    static func plan(_ builder: OperationBuilder, window: Window, groups: Int) -> (any PlannedOperation, Int) {
        let operation = ConvolutionOperation(builder, window: window, groups: groups)
        return (operation, operation.workspaceCount)
    }

    private init(_ builder: OperationBuilder, window: Window, groups: Int) {
        input = builder.inputs[0]
        output = builder.output
        weight = builder.parameters[0]
        bias = builder.parameters.count > 1 ? builder.parameters[1] : nil
        self.window = window
        self.groups = groups
        let rowWidth = window.taps * (builder.inputs[0].shape.channels / groups)
        let slopeWidth = window.taps * (builder.output.shape.channels / groups)
        tile = max(Self.tileCount / rowWidth, 32)
        slopeTile = max(Self.tileCount / slopeWidth, 32)
    }

    private var workspaceCount: Int {
        if window.isPointwise { return 0 }
        let columns = tile * window.taps * inputWidth
        return max(columns, slopeTile * window.taps * outputWidth) + weightsOfGroup
    }

    /// How the input lies under the output.
    private var geometry: ColumnGeometry {
        ColumnGeometry(
            sourceHeight: input.shape.height, sourceWidth: input.shape.width, sourceChannels: input.shape.channels, width: inputWidth,
            targetHeight: output.shape.height, targetWidth: output.shape.width, window: window)
    }

    /// How the output lies under the input, for stride 1: a convolution with the kernel turned round.
    private var slopeGeometry: ColumnGeometry {
        var turned = window
        turned.paddingTop = window.dilationHeight * (window.kernelHeight - 1) - window.paddingTop
        turned.paddingLeft = window.dilationWidth * (window.kernelWidth - 1) - window.paddingLeft
        return ColumnGeometry(
            sourceHeight: output.shape.height, sourceWidth: output.shape.width, sourceChannels: output.shape.channels, width: outputWidth,
            targetHeight: input.shape.height, targetWidth: input.shape.width, window: turned)
    }

    func forward(_ run: Run) {
        let rows = run.count * output.shape.positions
        for group in 0..<groups {
            let weights = Matrix(weight.data + group * weightsOfGroup, outputWidth)
            let target = output.data + group * outputWidth
            let source = input.data + group * inputWidth
            if window.isPointwise {
                matrixProduct(
                    target, output.shape.channels, Matrix(source, input.shape.channels), weights, rows: rows, columns: outputWidth,
                    inner: inputWidth)
                continue
            }
            let geometry = geometry
            for first in stride(from: 0, to: rows, by: tile) {
                let count = min(tile, rows - first)
                imageToColumns(run.workspace, source, geometry, first: first, rows: count)
                matrixProduct(
                    target + first * output.shape.channels, output.shape.channels, Matrix(run.workspace, geometry.rowWidth), weights,
                    rows: count, columns: outputWidth, inner: geometry.rowWidth)
            }
        }
        if let bias { addRow(output.data, bias.data, rows: rows, width: output.shape.channels) }
    }

    func backward(_ run: Run) {
        guard let slope = output.gradient else { return }
        let rows = run.count * output.shape.positions
        if let gradient = bias?.gradient { sumRows(gradient, slope, rows: rows, width: output.shape.channels) }
        if let gradient = weight.gradient {
            for group in 0..<groups { weightGradient(gradient + group * weightsOfGroup, slope, group: group, rows: rows, run) }
        }
        guard let gradient = input.gradient else { return }
        let isGathered = window.strideHeight == 1 && window.strideWidth == 1
        if !isGathered, !input.accumulates { gradient.update(repeating: 0, count: run.count * input.shape.elements) }
        for group in 0..<groups {
            if window.isPointwise {
                matrixProduct(
                    gradient + group * inputWidth, input.shape.channels, Matrix(slope + group * outputWidth, output.shape.channels),
                    Matrix(weight.data + group * weightsOfGroup, outputWidth, transposed: true), rows: rows, columns: inputWidth,
                    inner: outputWidth, accumulates: input.accumulates)
            } else if isGathered {
                gatherInputGradient(gradient, slope, group: group, run)
            } else {
                scatterInputGradient(gradient, slope, group: group, rows: rows, run)
            }
        }
    }

    private func weightGradient(
        _ gradient: UnsafeMutablePointer<Float>, _ slope: UnsafePointer<Float>, group: Int, rows: Int, _ run: Run
    ) {
        let source = input.data + group * inputWidth
        let slope = slope + group * outputWidth
        if window.isPointwise {
            matrixProduct(
                gradient, outputWidth, Matrix(source, input.shape.channels, transposed: true), Matrix(slope, output.shape.channels),
                rows: inputWidth, columns: outputWidth, inner: rows)
            return
        }
        let geometry = geometry
        for first in stride(from: 0, to: rows, by: tile) {
            let count = min(tile, rows - first)
            imageToColumns(run.workspace, source, geometry, first: first, rows: count)
            matrixProduct(
                gradient, outputWidth, Matrix(run.workspace, geometry.rowWidth, transposed: true),
                Matrix(slope + first * output.shape.channels, output.shape.channels), rows: geometry.rowWidth, columns: outputWidth,
                inner: count, accumulates: first > 0)
        }
    }

    /// Stride 1: each input position gathers what it took part in, and nothing is read back to be added to.
    private func gatherInputGradient(
        _ gradient: UnsafeMutablePointer<Float>, _ slope: UnsafePointer<Float>, group: Int, _ run: Run
    ) {
        let turned = run.workspace
        let columns = run.workspace + weightsOfGroup
        let weights = weight.data + group * weightsOfGroup
        let block = inputWidth * outputWidth
        for tap in 0..<window.taps {
            transpose(
                turned + (window.taps - 1 - tap) * block, weights + tap * block, rows: inputWidth, columns: outputWidth,
                accumulates: false)
        }
        let geometry = slopeGeometry
        let rows = run.count * input.shape.positions
        for first in stride(from: 0, to: rows, by: slopeTile) {
            let count = min(slopeTile, rows - first)
            imageToColumns(columns, slope + group * outputWidth, geometry, first: first, rows: count)
            matrixProduct(
                gradient + first * input.shape.channels + group * inputWidth, input.shape.channels,
                Matrix(columns, geometry.rowWidth), Matrix(turned, inputWidth), rows: count, columns: inputWidth,
                inner: geometry.rowWidth, accumulates: input.accumulates)
        }
    }

    private func scatterInputGradient(
        _ gradient: UnsafeMutablePointer<Float>, _ slope: UnsafePointer<Float>, group: Int, rows: Int, _ run: Run
    ) {
        let geometry = geometry
        for first in stride(from: 0, to: rows, by: tile) {
            let count = min(tile, rows - first)
            matrixProduct(
                run.workspace, geometry.rowWidth,
                Matrix(slope + first * output.shape.channels + group * outputWidth, output.shape.channels),
                Matrix(weight.data + group * weightsOfGroup, outputWidth, transposed: true), rows: count, columns: geometry.rowWidth,
                inner: outputWidth)
            columnsToImage(gradient + group * inputWidth, run.workspace, geometry, first: first, rows: count)
        }
    }
}
