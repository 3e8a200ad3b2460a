internal import Support

/// The largest value under each placement of a kernel.
struct MaxPoolOperation: PlannedOperation {
    private let input: Operand
    private let output: Slot
    private let geometry: PoolingGeometry
    private let winners: UnsafeMutablePointer<Int32>

    init(_ builder: OperationBuilder, window: Window) throws(Diagnostic) {
        input = builder.inputs[0]
        output = builder.output
        winners = try builder.memory.words(saturatingProduct(builder.batch, output.shape.elements))
        geometry = PoolingGeometry(
            input: input.shape, output: output.shape,
            taps: TapTables(window, input: input.shape, output: output.shape, fromOutput: true), shares: output.data)
    }

    func forward(_ run: Run) {
        maxPoolForward(output.data, winners: winners, input.data, geometry, examples: run.count)
    }

    func backward(_ run: Run) {
        guard let slope = output.gradient, let gradient = input.gradient else { return }
        if !input.accumulates { gradient.update(repeating: 0, count: run.count * input.shape.elements) }
        maxPoolBackward(gradient, dy: slope, winners: winners, geometry, examples: run.count)
    }
}

/// The mean under each placement of a kernel.
struct AveragePoolOperation: PlannedOperation {
    private let input: Operand
    private let output: Slot
    private let geometry: PoolingGeometry

    init(_ builder: OperationBuilder, window: Window, countsPadding: Bool) throws(Diagnostic) {
        input = builder.inputs[0]
        output = builder.output
        let taps = TapTables(window, input: input.shape, output: output.shape, fromOutput: true)
        let shares = try builder.memory.floats(output.shape.positions)
        for row in 0..<output.shape.height {
            for column in 0..<output.shape.width {
                let rows = Int(taps.rows.starts[row + 1] - taps.rows.starts[row])
                let columns = Int(taps.columns.starts[column + 1] - taps.columns.starts[column])
                shares[row * output.shape.width + column] = 1 / Float(countsPadding ? window.taps : max(rows * columns, 1))
            }
        }
        geometry = PoolingGeometry(input: input.shape, output: output.shape, taps: taps, shares: shares)
    }

    func forward(_ run: Run) { averagePoolForward(output.data, input.data, geometry, examples: run.count) }

    func backward(_ run: Run) {
        guard let slope = output.gradient, let gradient = input.gradient else { return }
        if !input.accumulates { gradient.update(repeating: 0, count: run.count * input.shape.elements) }
        averagePoolBackward(gradient, dy: slope, geometry, examples: run.count)
    }
}

/// The mean over all positions.
struct GlobalAveragePoolOperation: PlannedOperation {
    let input: Operand
    let output: Slot

    func forward(_ run: Run) {
        globalAverageForward(
            output.data, input.data, examples: run.count, positions: input.shape.positions, width: input.shape.channels)
    }

    func backward(_ run: Run) {
        guard let slope = output.gradient, let gradient = input.gradient else { return }
        globalAverageBackward(
            gradient, dy: slope, examples: run.count, positions: input.shape.positions, width: input.shape.channels,
            accumulates: input.accumulates)
    }
}
