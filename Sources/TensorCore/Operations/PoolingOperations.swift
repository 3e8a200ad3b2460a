internal import NetworkGraph
internal import Support

/// The largest value under each placement of a kernel.
struct MaxPoolOperation: PlannedOperation {
    private let input: Operand
    private let output: Slot
    private let geometry: PoolingGeometry
    private let winners: UnsafeMutablePointer<Int32>

    init(_ builder: OperationBuilder, window: SlidingWindow) throws(Diagnostic) {
        input = builder.inputs[0]
        output = builder.output
        winners = try builder.memory.words(saturatingProduct(builder.batch, output.shape.elements))
        geometry = PoolingGeometry(window, input: input.shape, output: output.shape)
    }

    private var chunk: Int { Chunk.images(of: input.shape.elements) }
    var workspaceCount: Int { input.scratchCount(images: chunk) }

    func forward(_ run: Run) {
        run.forEachChunk(of: chunk) { chunk in
            let first = chunk.first * output.shape.elements
            maxPoolForward(
                output.data + first, winners: winners + first, input.values(chunk, scratch: run.workspace), geometry,
                examples: chunk.count)
        }
    }

    func backward(_ run: Run) {
        guard let outputGradient = output.gradient, let gradient = input.gradient else { return }
        run.forEachChunk(of: chunk) { chunk in
            let first = chunk.first * output.shape.elements
            maxPoolBackward(
                gradient + chunk.first * input.shape.elements, dy: outputGradient + first, winners: winners + first, geometry,
                examples: chunk.count, accumulates: input.accumulates)
            input.gradientIsComplete(chunk)
        }
    }
}

/// The mean under each placement of a kernel.
struct AveragePoolOperation: PlannedOperation {
    private let input: Operand
    private let output: Slot
    private let geometry: PoolingGeometry
    /// 1 / positions, for each output position.
    private let shares: UnsafeMutablePointer<Float>

    init(_ builder: OperationBuilder, window: SlidingWindow, countsPadding: Bool) throws(Diagnostic) {
        input = builder.inputs[0]
        output = builder.output
        geometry = PoolingGeometry(window, input: input.shape, output: output.shape)
        let taps = geometry.windows
        shares = try builder.memory.floats(output.shape.positions)
        for row in 0..<output.shape.height {
            for column in 0..<output.shape.width {
                let rows = Int(taps.rows.starts[row + 1] - taps.rows.starts[row])
                let columns = Int(taps.columns.starts[column + 1] - taps.columns.starts[column])
                shares[row * output.shape.width + column] = 1 / Float(countsPadding ? window.taps : max(rows * columns, 1))
            }
        }
    }

    private var chunk: Int { Chunk.images(of: input.shape.elements) }
    var workspaceCount: Int { input.scratchCount(images: chunk) }

    func forward(_ run: Run) {
        run.forEachChunk(of: chunk) { chunk in
            averagePoolForward(
                output.data + chunk.first * output.shape.elements, input.values(chunk, scratch: run.workspace), geometry,
                shares: shares, examples: chunk.count)
        }
    }

    func backward(_ run: Run) {
        guard let outputGradient = output.gradient, let gradient = input.gradient else { return }
        run.forEachChunk(of: chunk) { chunk in
            averagePoolBackward(
                gradient + chunk.first * input.shape.elements, dy: outputGradient + chunk.first * output.shape.elements, geometry,
                shares: shares, examples: chunk.count, accumulates: input.accumulates)
            input.gradientIsComplete(chunk)
        }
    }
}

/// The mean over all positions.
struct GlobalAveragePoolOperation: PlannedOperation {
    let input: Operand
    let output: Slot

    private var chunk: Int { Chunk.images(of: input.shape.elements) }
    var workspaceCount: Int { input.scratchCount(images: chunk) }

    func forward(_ run: Run) {
        run.forEachChunk(of: chunk) { chunk in
            globalAverageForward(
                output.data + chunk.first * output.shape.elements, input.values(chunk, scratch: run.workspace), examples: chunk.count,
                positions: input.shape.positions, width: input.shape.channels)
        }
    }

    func backward(_ run: Run) {
        guard let outputGradient = output.gradient, let gradient = input.gradient else { return }
        run.forEachChunk(of: chunk) { chunk in
            globalAverageBackward(
                gradient + chunk.first * input.shape.elements, dy: outputGradient + chunk.first * output.shape.elements,
                examples: chunk.count,
                positions: input.shape.positions, width: input.shape.channels, accumulates: input.accumulates)
            input.gradientIsComplete(chunk)
        }
    }
}
