internal import NetworkGraph

/// y = f(x). Where readers apply the function by themselves, only its gradient is left to do.
struct ActivationOperation: PlannedOperation {
    let function: Activation
    let input: Operand
    let output: Slot
    let isDeferred: Bool

    var passesOverMemory: Bool { !isDeferred }
    private var chunk: Int { Chunk.images(of: input.shape.elements) }
    var workspaceCount: Int { input.scratchCount(images: chunk) }

    func forward(_ run: Run) {
        if isDeferred { return }
        run.forEachChunk(of: chunk) { chunk in
            let offset = chunk.first * input.shape.elements
            activationForward(
                function, y: output.data + offset, x: input.values(chunk, scratch: run.workspace),
                count: chunk.count * input.shape.elements)
        }
    }

    func backward(_ run: Run) {
        // The same buffer where readers have taken the gradient through.
        guard let outputGradient = output.gradient, let gradient = input.gradient, gradient != outputGradient else { return }
        run.forEachChunk(of: chunk) { chunk in
            let offset = chunk.first * input.shape.elements
            activationBackward(
                function, dx: gradient + offset, dy: outputGradient + offset, x: input.values(chunk, scratch: run.workspace),
                count: chunk.count * input.shape.elements, accumulates: input.accumulates)
        }
    }
}

/// The sum of two or more operands. An operand that nobody else reads has the sum's gradient for its own.
struct AddOperation: PlannedOperation {
    let inputs: [Operand]
    let output: Slot

    private var chunk: Int { Chunk.images(of: output.shape.elements) }
    var workspaceCount: Int { inputs.reduce(0) { max($0, $1.scratchCount(images: chunk)) } }

    func forward(_ run: Run) {
        run.forEachChunk(of: chunk) { chunk in
            let count = chunk.count * output.shape.elements
            let target = output.data + chunk.first * output.shape.elements
            add(target, inputs[0].values(chunk, scratch: target), inputs[1].values(chunk, scratch: run.workspace), count: count)
            for index in 2..<max(inputs.count, 2) {
                store(target, inputs[index].values(chunk, scratch: run.workspace), count: count, accumulates: true)
            }
        }
    }

    func backward(_ run: Run) {
        guard let outputGradient = output.gradient else { return }
        for input in inputs {
            guard let gradient = input.gradient, gradient != outputGradient else { continue }
            store(gradient, outputGradient, count: run.count * output.shape.elements, accumulates: input.accumulates)
        }
    }
}

/// The product of two operands, the second of which may be a vector that is broadcast over the first one's positions.
struct MultiplyOperation: PlannedOperation {
    let left: Operand
    let right: Operand
    let output: Slot

    private var chunk: Int { Chunk.images(of: output.shape.elements) }
    private var leftCount: Int { left.scratchCount(images: chunk) }
    var workspaceCount: Int { leftCount + right.scratchCount(images: chunk) }

    func forward(_ run: Run) {
        run.forEachChunk(of: chunk) { chunk in
            let (x, y) = values(chunk, run)
            let target = output.data + chunk.first * output.shape.elements
            if left.shape == right.shape {
                multiply(target, x, y, count: chunk.count * output.shape.elements, accumulates: false)
            } else {
                multiplyBroadcast(
                    target, x, y, examples: chunk.count, positions: output.shape.positions, width: output.shape.channels,
                    accumulates: false)
            }
        }
    }

    func backward(_ run: Run) {
        guard let outputGradient = output.gradient else { return }
        run.forEachChunk(of: chunk) { chunk in
            let (x, y) = values(chunk, run)
            let outputGradient = outputGradient + chunk.first * output.shape.elements
            if left.shape == right.shape {
                let count = chunk.count * output.shape.elements
                if let gradient = gradient(of: left, chunk) {
                    multiply(gradient, outputGradient, y, count: count, accumulates: left.accumulates)
                }
                if let gradient = gradient(of: right, chunk) {
                    multiply(gradient, outputGradient, x, count: count, accumulates: right.accumulates)
                }
                return
            }
            let (positions, width) = (left.shape.positions, left.shape.channels)
            if let gradient = gradient(of: left, chunk) {
                multiplyBroadcast(
                    gradient, outputGradient, y, examples: chunk.count, positions: positions, width: width, accumulates: left.accumulates)
            }
            if let gradient = gradient(of: right, chunk) {
                sumProducts(
                    gradient, outputGradient, x, examples: chunk.count, positions: positions, width: width, accumulates: right.accumulates)
            }
        }
    }

    private func values(_ chunk: Chunk, _ run: Run) -> (UnsafePointer<Float>, UnsafePointer<Float>) {
        (left.values(chunk, scratch: run.workspace), right.values(chunk, scratch: run.workspace + leftCount))
    }

    private func gradient(of operand: Operand, _ chunk: Chunk) -> UnsafeMutablePointer<Float>? {
        operand.gradient.map { $0 + chunk.first * operand.shape.elements }
    }
}

/// Zeros. The buffer is zero from the start and nothing writes to it.
struct ZeroOperation: PlannedOperation {
    var passesOverMemory: Bool { false }
    func forward(_ run: Run) {}
    func backward(_ run: Run) {}
}

/// Softmax over the channels of each position.
struct SoftmaxOperation: PlannedOperation {
    let input: Operand
    let output: Slot

    private var chunk: Int { Chunk.images(of: input.shape.elements) }
    var workspaceCount: Int { input.scratchCount(images: chunk) }

    func forward(_ run: Run) {
        run.forEachChunk(of: chunk) { chunk in
            softmaxForward(
                output.data + chunk.first * input.shape.elements, input.values(chunk, scratch: run.workspace),
                rows: chunk.count * input.shape.positions, width: input.shape.channels)
        }
    }

    func backward(_ run: Run) {
        guard let outputGradient = output.gradient, let gradient = input.gradient else { return }
        softmaxBackward(
            gradient, dy: outputGradient, y: output.data, rows: run.count * input.shape.positions, width: input.shape.channels,
            accumulates: input.accumulates)
    }
}
