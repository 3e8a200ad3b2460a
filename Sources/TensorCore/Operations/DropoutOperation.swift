internal import NetworkGraph
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

    private var chunk: Int { Chunk.images(of: input.shape.elements) }
    var workspaceCount: Int { input.scratchCount(images: chunk) }

    func forward(_ run: Run) {
        if run.isTraining { draw(run) }
        run.forEachChunk(of: chunk) { chunk in
            let offset = chunk.first * output.shape.elements
            let count = chunk.count * output.shape.elements
            let values = input.values(chunk, scratch: run.workspace)
            if run.isTraining {
                multiply(output.data + offset, values, mask + offset, count: count, accumulates: false)
            } else {
                (output.data + offset).update(from: values, count: count)
            }
        }
    }

    private func draw(_ run: Run) {
        // One key per layer: multiples of an odd constant never meet within 2^64.
        let key = run.seed &+ UInt64(ordinal) &* 0x9E37_79B9_7F4A_7C15
        var random = RandomStream(seed: key, trial: run.trial, purpose: .dropout, index: UInt32(run.step % 0xFF_FFFF))
        let kept = 1 / (1 - rate)
        for index in 0..<run.count * output.shape.elements { mask[index] = random.nextFloat() < rate ? 0 : kept }
    }

    func backward(_ run: Run) {
        guard let outputGradient = output.gradient, let gradient = input.gradient else { return }
        multiply(gradient, outputGradient, mask, count: run.count * output.shape.elements, accumulates: input.accumulates)
    }
}
