/// To a vector in the order channel, row, column.
struct FlattenOperation: PlannedOperation {
    let input: Operand
    let output: Slot

    func forward(_ run: Run) {
        for example in 0..<run.count {
            let offset = example * input.shape.elements
            transpose(
                output.data + offset, input.data + offset, rows: input.shape.positions, columns: input.shape.channels,
                accumulates: false)
        }
    }

    func backward(_ run: Run) {
        guard let slope = output.gradient, let gradient = input.gradient else { return }
        for example in 0..<run.count {
            let offset = example * input.shape.elements
            transpose(
                gradient + offset, slope + offset, rows: input.shape.channels, columns: input.shape.positions,
                accumulates: input.accumulates)
        }
    }
}

/// Operands side by side along the channels.
struct ConcatenateOperation: PlannedOperation {
    let inputs: [Operand]
    let output: Slot

    func forward(_ run: Run) {
        var first = 0
        for input in inputs {
            let width = input.shape.channels
            copyColumns(
                output.data + first, stride: output.shape.channels, input.data, stride: width, rows: run.count * output.shape.positions,
                width: width, accumulates: false)
            first += width
        }
    }

    func backward(_ run: Run) {
        guard let slope = output.gradient else { return }
        var first = 0
        for input in inputs {
            let width = input.shape.channels
            if let gradient = input.gradient {
                copyColumns(
                    gradient, stride: width, slope + first, stride: output.shape.channels, rows: run.count * output.shape.positions,
                    width: width, accumulates: input.accumulates)
            }
            first += width
        }
    }
}

/// The channels of each position as a matrix [groups, C / groups], transposed.
struct ChannelShuffleOperation: PlannedOperation {
    let groups: Int
    let input: Operand
    let output: Slot

    func forward(_ run: Run) {
        let width = input.shape.channels
        for row in 0..<run.count * input.shape.positions {
            transpose(output.data + row * width, input.data + row * width, rows: groups, columns: width / groups, accumulates: false)
        }
    }

    func backward(_ run: Run) {
        guard let slope = output.gradient, let gradient = input.gradient else { return }
        let width = input.shape.channels
        for row in 0..<run.count * input.shape.positions {
            transpose(
                gradient + row * width, slope + row * width, rows: width / groups, columns: groups, accumulates: input.accumulates)
        }
    }
}
