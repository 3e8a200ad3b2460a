internal import NetworkGraph

/// y = x W^T + b, with W [outputs, inputs] as PyTorch stores it.
struct DenseOperation: PlannedOperation {
    private let input: Operand
    private let output: Slot
    private let weight: Parameter
    private let bias: Parameter?
    private let batch: Int
    private let usesOwnKernels: Bool

    init(_ builder: OperationBuilder) {
        input = builder.inputs[0]
        output = builder.output
        weight = builder.parameters[0]
        bias = builder.parameters.count > 1 ? builder.parameters[1] : nil
        batch = builder.batch
        #if NAS_X86_64_V4
        // A batch large enough for whole blocks of rows; OpenBLAS of 2022 knows no CPU with AVX-512 of later years.
        usesOwnKernels = batch > fewRows && batch <= 256
        #else
        usesOwnKernels = false
        #endif
    }

    private var valueCount: Int { input.scratchCount(images: batch) + lanes }
    var workspaceCount: Int {
        let scratch =
            usesOwnKernels ? DenseProducts.scratchCount(rows: batch, inputs: input.shape.channels, outputs: output.shape.channels) : 0
        return valueCount + tileCount + scratch
    }
    /// The weights are updated with each tile of their gradient.
    var parameters: [Parameter] { bias.map { [$0] } ?? [] }

    /// Outputs whose weights' gradient is made at a time: 128 KiB of it, a part of the second-level cache.
    private var tileOutputs: Int { max(32_768 / input.shape.channels / 8, 1) * 8 }
    private var tileCount: Int { saturatingProduct(min(tileOutputs, output.shape.channels), input.shape.channels) + lanes }

    func forward(_ run: Run) {
        let (inputs, outputs) = (input.shape.channels, output.shape.channels)
        let values = input.values(Chunk(first: 0, count: run.count, isFirst: true), scratch: run.workspace)
        if run.count <= fewRows {
            return dotProducts(
                output.data, values, weight.data, bias: bias.map { UnsafePointer($0.data) }, rows: run.count, columns: outputs,
                inner: inputs)
        }
        if usesOwnKernels {
            DenseProducts.forward(
                output.data, values, weight.data, rows: run.count, inputs: inputs, outputs: outputs, scratch: run.workspace + valueCount)
        } else {
            matrixProduct(
                output.data, outputs, Matrix(values, inputs), Matrix(weight.data, inputs, transposed: true), rows: run.count,
                columns: outputs, inner: inputs)
        }
        if let bias { addRow(output.data, bias.data, rows: run.count, width: outputs) }
    }

    func backward(_ run: Run) {
        guard let outputGradient = output.gradient else { return }
        let (inputs, outputs) = (input.shape.channels, output.shape.channels)
        let scratch = run.workspace + valueCount + tileCount
        if let gradient = bias?.gradient { sumRows(gradient, outputGradient, rows: run.count, width: outputs) }
        // Before the weights change.
        if let gradient = input.gradient {
            if usesOwnKernels {
                DenseProducts.inputGradient(
                    gradient, outputGradient, weight.data, rows: run.count, inputs: inputs, outputs: outputs, scratch: scratch,
                    accumulates: input.accumulates)
            } else {
                matrixProduct(
                    gradient, inputs, Matrix(outputGradient, outputs), Matrix(weight.data, inputs), rows: run.count, columns: inputs,
                    inner: outputs, accumulates: input.accumulates)
            }
        }
        weightGradient(run, outputGradient, scratch: scratch)
    }

    /// The gradient of the weights, a tile of outputs at a time, each of which is used up while it is in the cache: gradients of
    /// a large layer never go to memory unless they are kept.
    private func weightGradient(_ run: Run, _ outputGradient: UnsafePointer<Float>, scratch: UnsafeMutablePointer<Float>) {
        let (inputs, outputs) = (input.shape.channels, output.shape.channels)
        let values = input.values(Chunk(first: 0, count: run.count, isFirst: true), scratch: run.workspace)
        if usesOwnKernels { DenseProducts.packInputs(scratch, values, rows: run.count, inputs: inputs) }
        for first in stride(from: 0, to: outputs, by: tileOutputs) {
            let count = min(tileOutputs, outputs - first)
            let tile = weight.gradient.map { $0 + first * inputs } ?? run.workspace + valueCount
            if usesOwnKernels {
                DenseProducts.weightGradient(
                    tile, outputGradient + first, outputGradientStride: outputs, packedInputs: scratch, rows: run.count, inputs: inputs,
                    outputs: count)
            } else {
                matrixProduct(
                    tile, inputs, Matrix(outputGradient + first, outputs, transposed: true), Matrix(values, inputs), rows: count,
                    columns: inputs, inner: run.count)
            }
            run.update?.apply(weight.data + first * inputs, gradients: tile, count: count * inputs)
        }
    }
}
