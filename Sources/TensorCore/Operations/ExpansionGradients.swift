internal import NetworkGraph
internal import Support

/// The gradients of an expansion: a pointwise convolution to more channels and its batch norm, which a depthwise convolution alone
/// reads. That makes them from each chunk of its operand's gradient while it is in the cache, so that nobody writes the gradient
/// of the many channels to memory or reads their values again for it.
///
/// The gradient of y = x w + bias is scale * g + byInput * y + offset, with g the gradient through the activation and factors that
/// only all chunks together give (`BatchNormOperation`). What the latter two add is a function of x alone, with the bias in the
/// offset: to the weights' gradient x'x w byInput + x'1 offset, to that of the input x (w byInput w') + w offset, which `finish`
/// makes from sums over x.
///
/// Far from zero those sums would cancel each other. But the gradient of y sums to zero, so that for the weights x may be shifted:
/// sums are over x - pivot, and pivot w is then part of the bias.
final class ExpansionGradients {
    private let input: Operand
    private let weight: Parameter
    private let bias: Parameter?
    private let norm: BatchNormOperation
    private let outputs: Int
    private let chunk: Int
    /// What is added to x for sums: -1 times the mean of the first chunk that is visited, repeated to the width of a row. And ones,
    /// for `Pending` passes over wide rows faster than `addRow` over narrow ones.
    private let shift: UnsafeMutablePointer<Float>
    private let ones: UnsafeMutablePointer<Float>
    private let width: Int
    /// x'g, with rows as wide as whole vectors.
    private let products: UnsafeMutablePointer<Float>
    /// x'x, likewise.
    private let squares: UnsafeMutablePointer<Float>
    /// x'1, of all chunks and of one.
    private let total: UnsafeMutablePointer<Float>
    private let part: UnsafeMutablePointer<Float>
    /// The weights times a factor of each output, and those turned round as a product reads them.
    private let scaled: UnsafeMutablePointer<Float>
    private let packed: UnsafeMutablePointer<Float>
    /// What does not depend on x.
    private let offset: UnsafeMutablePointer<Float>
    /// w byInput w', as it is made and as a product reads it, and w offset.
    private let correction: UnsafeMutablePointer<Float>
    private let packedCorrection: UnsafeMutablePointer<Float>
    private let correctionStart: UnsafeMutablePointer<Float>

    private var inputs: Int { input.shape.channels }
    private var inputPanels: Panels { Panels(columns: inputs) }
    private var outputPanels: Panels { Panels(columns: outputs) }

    init(_ builder: OperationBuilder, norm: BatchNormOperation) throws(Diagnostic) {
        input = builder.inputs[0]
        weight = builder.parameters[0]
        bias = builder.parameters.count > 1 ? builder.parameters[1] : nil
        self.norm = norm
        outputs = builder.output.shape.channels
        chunk = Chunk.images(of: input.shape.elements)
        let (memory, inputs) = (builder.memory, builder.inputs[0].shape.channels)
        let (paddedInputs, paddedOutputs) = (Panels(columns: inputs).paddedColumns, Panels(columns: outputs).paddedColumns)
        width = WideRow.width(channels: inputs)
        shift = try memory.floats(width + lanes)
        ones = try memory.floats(width + lanes)
        products = try memory.floats(inputs * paddedOutputs)
        squares = try memory.floats(inputs * paddedInputs)
        total = try memory.floats(inputs)
        part = try memory.floats(inputs)
        scaled = try memory.floats(inputs * outputs)
        packed = try memory.floats(outputs * paddedInputs)
        offset = try memory.floats(outputs)
        correction = try memory.floats(inputs * inputs)
        packedCorrection = try memory.floats(inputs * paddedInputs)
        correctionStart = try memory.floats(paddedInputs)
    }

    /// Scratch floats for so many images.
    func scratchCount(images: Int) -> Int { saturatingProduct(images, input.shape.elements) + lanes }

    var workspaceCount: Int { scratchCount(images: chunk) }

    /// Takes a chunk of the gradient of the norm's result; its memory is used.
    func take(_ chunk: Chunk, outputGradient: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>) {
        norm.gatherOutputGradients(chunk, dy: outputGradient, through: outputGradient)
        let positions = chunk.count * input.shape.positions
        let values = input.values(chunk, scratch: scratch)
        if chunk.isFirst { begin(values, positions: positions) }
        Pending(nil, scale: ones, shift: shift, width: width).apply(to: scratch, values, count: positions * inputs)
        let x = UnsafePointer(scratch)
        let (xWalk, outputGradientWalk) = (PositionWalk(stride: inputs), PositionWalk(stride: outputs))
        reductionProduct(products, x, xWalk, outputGradient, outputGradientWalk, length: positions, rows: inputs, columns: outputs)
        reductionProduct(squares, x, xWalk, x, xWalk, length: positions, rows: inputs, columns: inputs)
        sumRows(part, x, rows: positions, width: inputs)
        store(total, part, count: inputs, accumulates: true)
        guard let gradient = input.gradient.map({ $0 + chunk.first * input.shape.elements }) else { return }
        var epilogue = ProductEpilogue()
        if input.accumulates { epilogue.addend = UnsafePointer(gradient) }
        rowProduct(
            gradient, PositionStrides(row: 0, column: inputs), outputGradient, PositionStrides(row: 0, column: outputs),
            InnerWalk(length: outputs), packed: packed, columns: inputs, height: 1, width: positions, epilogue)
    }

    private func begin(_ x: UnsafePointer<Float>, positions: Int) {
        sumRows(part, x, rows: positions, width: inputs)
        for lane in 0..<width {
            shift[lane] = -part[lane % inputs] / Float(positions)
            ones[lane] = 1
        }
        products.update(repeating: 0, count: inputs * outputPanels.paddedColumns)
        squares.update(repeating: 0, count: inputs * inputPanels.paddedColumns)
        total.update(repeating: 0, count: inputs)
        packScaled(by: norm.factors.scale)
    }

    private func packScaled(by factors: UnsafePointer<Float>) {
        for row in 0..<inputs {
            for column in 0..<outputs { scaled[row * outputs + column] = weight.data[row * outputs + column] * factors[column] }
        }
        packPanels(packed, scaled, inner: outputs, innerStride: 1, columns: inputs, columnStride: outputs)
    }

    /// Makes the gradients whole, when the norm knows its factors.
    ///
    /// - Parameter weights: as the forward product reads them.
    func finish(_ run: Run, weights: UnsafePointer<Float>) {
        if let gradient = weight.gradient {
            setOffset(isShifted: true)
            writeWeightGradient(gradient, weights)
        }
        // The batch norm takes the mean away, and the bias with it.
        if let gradient = bias?.gradient { gradient.update(repeating: 0, count: outputs) }
        guard let gradient = input.gradient else { return }
        setOffset(isShifted: false)
        prepareCorrection()
        var epilogue = ProductEpilogue(bias: UnsafePointer(correctionStart))
        run.forEachChunk(of: chunk) { chunk in
            let target = gradient + chunk.first * input.shape.elements
            epilogue.addend = UnsafePointer(target)
            let strides = PositionStrides(row: 0, column: inputs)
            rowProduct(
                target, strides, input.values(chunk, scratch: run.workspace), strides, InnerWalk(length: inputs),
                packed: packedCorrection, columns: inputs, height: 1, width: chunk.count * input.shape.positions, epilogue)
            input.gradientIsComplete(chunk)
        }
    }

    private func setOffset(isShifted: Bool) {
        for column in 0..<outputs {
            var start = Double(bias?.data[column] ?? 0)
            if isShifted {
                for row in 0..<inputs { start -= Double(shift[row]) * Double(weight.data[row * outputs + column]) }
            }
            offset[column] = Float(Double(norm.factors.offset[column]) + Double(norm.factors.byInput[column]) * start)
        }
    }

    private func writeWeightGradient(_ gradient: UnsafeMutablePointer<Float>, _ weights: UnsafePointer<Float>) {
        rowProduct(
            gradient, PositionStrides(row: 0, column: outputs), squares, PositionStrides(row: 0, column: inputPanels.paddedColumns),
            InnerWalk(length: inputs), packed: weights, columns: outputs, height: 1, width: inputs, ProductEpilogue())
        let factors = norm.factors
        for row in 0..<inputs {
            let (target, own) = (gradient + row * outputs, products + row * outputPanels.paddedColumns)
            for column in 0..<outputs {
                target[column] =
                    factors.scale[column] * own[column] + factors.byInput[column] * target[column] + offset[column] * total[row]
            }
        }
    }

    private func prepareCorrection() {
        packScaled(by: norm.factors.byInput)
        rowProduct(
            correction, PositionStrides(row: 0, column: inputs), weight.data, PositionStrides(row: 0, column: outputs),
            InnerWalk(length: outputs), packed: packed, columns: inputs, height: 1, width: inputs, ProductEpilogue())
        packPanels(packedCorrection, correction, inner: inputs, innerStride: inputs, columns: inputs, columnStride: 1)
        for row in 0..<inputs {
            var sum: Float = 0
            for column in 0..<outputs { sum += weight.data[row * outputs + column] * offset[column] }
            correctionStart[row] = sum
        }
    }
}
