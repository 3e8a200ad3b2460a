/// y = f(x).
struct ActivationOperation: PlannedOperation {
    let function: ActivationFunction
    let input: Operand
    let output: Slot

    func forward(_ run: Run) {
        activationForward(function, y: output.data, x: input.data, count: run.count * input.shape.elements)
    }

    func backward(_ run: Run) {
        guard let slope = output.gradient, let gradient = input.gradient else { return }
        activationBackward(
            function, dx: gradient, dy: slope, x: input.data, count: run.count * input.shape.elements, accumulates: input.accumulates)
    }
}

/// The sum of two or more operands.
struct AddOperation: PlannedOperation {
    let inputs: [Operand]
    let output: Slot

    func forward(_ run: Run) {
        let count = run.count * output.shape.elements
        add(output.data, inputs[0].data, inputs[1].data, count: count)
        for index in 2..<max(inputs.count, 2) { store(output.data, inputs[index].data, count: count, accumulates: true) }
    }

    func backward(_ run: Run) {
        guard let slope = output.gradient else { return }
        for input in inputs {
            guard let gradient = input.gradient else { continue }
            store(gradient, slope, count: run.count * output.shape.elements, accumulates: input.accumulates)
        }
    }
}

/// The product of two operands, one of which may be a vector broadcast over the other's positions.
struct MultiplyOperation: PlannedOperation {
    let left: Operand
    let right: Operand
    let output: Slot

    func forward(_ run: Run) {
        if left.shape == right.shape {
            multiply(output.data, left.data, right.data, count: run.count * output.shape.elements, accumulates: false)
        } else {
            let (map, vector) = ordered
            multiplyBroadcast(
                output.data, map.data, vector.data, examples: run.count, positions: map.shape.positions, width: map.shape.channels,
                accumulates: false)
        }
    }

    func backward(_ run: Run) {
        guard let slope = output.gradient else { return }
        if left.shape == right.shape {
            let count = run.count * output.shape.elements
            if let gradient = left.gradient { multiply(gradient, slope, right.data, count: count, accumulates: left.accumulates) }
            if let gradient = right.gradient { multiply(gradient, slope, left.data, count: count, accumulates: right.accumulates) }
            return
        }
        let (map, vector) = ordered
        let (positions, width) = (map.shape.positions, map.shape.channels)
        if let gradient = map.gradient {
            multiplyBroadcast(
                gradient, slope, vector.data, examples: run.count, positions: positions, width: width, accumulates: map.accumulates)
        }
        if let gradient = vector.gradient {
            sumProducts(
                gradient, slope, map.data, examples: run.count, positions: positions, width: width, accumulates: vector.accumulates)
        }
    }

    private var ordered: (map: Operand, vector: Operand) { right.shape.isVector ? (left, right) : (right, left) }
}

/// Zeros. The buffer is zero from the start and nothing writes to it.
struct ZeroOperation: PlannedOperation {
    func forward(_ run: Run) {}
    func backward(_ run: Run) {}
}

/// Softmax over the channels of each position.
struct SoftmaxOperation: PlannedOperation {
    let input: Operand
    let output: Slot

    func forward(_ run: Run) {
        softmaxForward(output.data, input.data, rows: run.count * input.shape.positions, width: input.shape.channels)
    }

    func backward(_ run: Run) {
        guard let slope = output.gradient, let gradient = input.gradient else { return }
        softmaxBackward(
            gradient, dy: slope, y: output.data, rows: run.count * input.shape.positions, width: input.shape.channels,
            accumulates: input.accumulates)
    }
}
