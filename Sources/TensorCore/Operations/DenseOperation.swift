/// y = x W^T + b, with W [outputs, inputs] as PyTorch stores it.
struct DenseOperation: PlannedOperation {
    private let input: Operand
    private let output: Slot
    private let weight: Parameter
    private let bias: Parameter?
    private let batch: Int

    init(_ builder: OperationBuilder) {
        input = builder.inputs[0]
        output = builder.output
        weight = builder.parameters[0]
        bias = builder.parameters.count > 1 ? builder.parameters[1] : nil
        batch = builder.batch
    }

    var workspaceCount: Int { input.scratchCount(images: batch) }

    func forward(_ run: Run) {
        let (inputs, outputs) = (input.shape.channels, output.shape.channels)
        let values = input.values(Chunk(first: 0, count: run.count), scratch: run.workspace)
        if run.count <= fewRows {
            return dotProducts(
                output.data, values, weight.data, bias: bias.map { UnsafePointer($0.data) }, rows: run.count, columns: outputs,
                inner: inputs)
        }
        matrixProduct(
            output.data, outputs, Matrix(values, inputs), Matrix(weight.data, inputs, transposed: true), rows: run.count,
            columns: outputs, inner: inputs)
        if let bias { addRow(output.data, bias.data, rows: run.count, width: outputs) }
    }

    func backward(_ run: Run) {
        guard let slope = output.gradient else { return }
        let (inputs, outputs) = (input.shape.channels, output.shape.channels)
        if let gradient = weight.gradient {
            let values = input.values(Chunk(first: 0, count: run.count), scratch: run.workspace)
            matrixProduct(
                gradient, inputs, Matrix(slope, outputs, transposed: true), Matrix(values, inputs), rows: outputs, columns: inputs,
                inner: run.count)
        }
        if let gradient = bias?.gradient { sumRows(gradient, slope, rows: run.count, width: outputs) }
        if let gradient = input.gradient {
            matrixProduct(
                gradient, inputs, Matrix(slope, outputs), Matrix(weight.data, inputs), rows: run.count, columns: inputs, inner: outputs,
                accumulates: input.accumulates)
        }
    }
}
