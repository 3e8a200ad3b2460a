internal import Support

/// Inverted dropout. The mask of a step is a pure function of (seed, trial, step, layer), so that a resumed run drops what
/// the uninterrupted one would have dropped.
struct DropoutOperation: PlannedOperation {
    let rate: Float
    let input: Operand
    let output: Slot
    /// What each element was multiplied by: 0 or 1 / (1 - rate).
    private let mask: UnsafeMutablePointer<Float>
    private let ordinal: Int

    init(_ builder: OperationBuilder, rate: Float) throws(Diagnostic) {
        self.rate = rate
        input = builder.inputs[0]
        output = builder.output
        ordinal = builder.ordinal
        mask = try builder.memory.floats(saturatingProduct(builder.batch, output.shape.elements))
    }

    func forward(_ run: Run) {
        let count = run.count * output.shape.elements
        guard run.isTraining else {
            output.data.update(from: input.data, count: count)
            return
        }
        // One key per layer: multiples of an odd constant never meet within 2^64.
        let key = run.seed &+ UInt64(ordinal) &* 0x9E37_79B9_7F4A_7C15
        var random = RandomStream(seed: key, trial: run.trial, purpose: .dropout, index: UInt32(run.step % 0xFF_FFFF))
        let kept = 1 / (1 - rate)
        for index in 0..<count { mask[index] = random.nextFloat() < rate ? 0 : kept }
        multiply(output.data, input.data, mask, count: count, accumulates: false)
    }

    func backward(_ run: Run) {
        guard let slope = output.gradient, let gradient = input.gradient else { return }
        multiply(gradient, slope, mask, count: run.count * output.shape.elements, accumulates: input.accumulates)
    }
}
