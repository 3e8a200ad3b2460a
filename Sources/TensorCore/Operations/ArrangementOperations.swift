internal import NetworkGraph

/// To a vector in the order channel, row, column.
struct FlattenOperation: PlannedOperation {
    let input: Operand
    let output: Slot

    private var chunk: Int { Chunk.images(of: input.shape.elements) }
    var workspaceCount: Int { input.scratchCount(images: chunk) }

    func forward(_ run: Run) {
        let elements = input.shape.elements
        run.forEachChunk(of: chunk) { chunk in
            let values = input.values(chunk, scratch: run.workspace)
            for image in 0..<chunk.count {
                transpose(
                    output.data + (chunk.first + image) * elements, values + image * elements, rows: input.shape.positions,
                    columns: input.shape.channels, accumulates: false)
            }
        }
    }

    func backward(_ run: Run) {
        guard let outputGradient = output.gradient, let gradient = input.gradient else { return }
        for example in 0..<run.count {
            let offset = example * input.shape.elements
            transpose(
                gradient + offset, outputGradient + offset, rows: input.shape.channels, columns: input.shape.positions,
                accumulates: input.accumulates)
        }
    }
}

/// Operands side by side along the channels.
struct ConcatenateOperation: PlannedOperation {
    let inputs: [Operand]
    let output: Slot

    private var chunk: Int { Chunk.images(of: output.shape.elements) }
    var workspaceCount: Int { inputs.reduce(0) { max($0, $1.scratchCount(images: chunk)) } }

    func forward(_ run: Run) {
        run.forEachChunk(of: chunk) { chunk in
            var first = 0
            for input in inputs {
                let width = input.shape.channels
                copyColumns(
                    output.data + chunk.first * output.shape.elements + first, stride: output.shape.channels,
                    input.values(chunk, scratch: run.workspace), stride: width, rows: chunk.count * output.shape.positions, width: width,
                    accumulates: false)
                first += width
            }
        }
    }

    func backward(_ run: Run) {
        guard let outputGradient = output.gradient else { return }
        var first = 0
        for input in inputs {
            let width = input.shape.channels
            if let gradient = input.gradient {
                copyColumns(
                    gradient, stride: width, outputGradient + first, stride: output.shape.channels,
                    rows: run.count * output.shape.positions,
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

    private var chunk: Int { Chunk.images(of: input.shape.elements) }
    var workspaceCount: Int { input.scratchCount(images: chunk) }

    func forward(_ run: Run) {
        let width = input.shape.channels
        run.forEachChunk(of: chunk) { chunk in
            let values = input.values(chunk, scratch: run.workspace)
            let target = output.data + chunk.first * output.shape.elements
            for row in 0..<chunk.count * input.shape.positions {
                transpose(target + row * width, values + row * width, rows: groups, columns: width / groups, accumulates: false)
            }
        }
    }

    func backward(_ run: Run) {
        guard let outputGradient = output.gradient, let gradient = input.gradient else { return }
        let width = input.shape.channels
        for row in 0..<run.count * input.shape.positions {
            transpose(
                gradient + row * width, outputGradient + row * width, rows: width / groups, columns: groups, accumulates: input.accumulates)
        }
    }
}
