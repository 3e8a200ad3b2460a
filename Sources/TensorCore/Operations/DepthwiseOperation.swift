internal import Support

/// A convolution in which each channel has its own kernel and none sees another.
final class DepthwiseOperation: PlannedOperation {
    private let input: Operand
    private let output: Slot
    private let weight: Parameter
    private let bias: Parameter?
    private let window: Window
    private let forwardGeometry: DepthwiseGeometry
    private let backwardGeometry: DepthwiseGeometry
    private let reach: UnsafeMutablePointer<KernelReach>

    init(_ builder: OperationBuilder, window: Window) throws(Diagnostic) {
        input = builder.inputs[0]
        output = builder.output
        weight = builder.parameters[0]
        bias = builder.parameters.count > 1 ? builder.parameters[1] : nil
        self.window = window
        let (source, target) = (input.shape, output.shape)
        forwardGeometry = DepthwiseGeometry(
            targetHeight: target.height, targetWidth: target.width, sourceHeight: source.height, sourceWidth: source.width,
            channels: source.channels, kernelWidth: window.kernelWidth,
            taps: TapTables(window, input: source, output: target, fromOutput: true))
        backwardGeometry = DepthwiseGeometry(
            targetHeight: source.height, targetWidth: source.width, sourceHeight: target.height, sourceWidth: target.width,
            channels: source.channels, kernelWidth: window.kernelWidth,
            taps: TapTables(window, input: source, output: target, fromOutput: false))
        reach = .allocate(capacity: window.kernelWidth)
        for column in 0..<window.kernelWidth {
            reach[column] = KernelReach(kernelColumn: column, window: window, inputWidth: source.width, outputWidth: target.width)
        }
    }

    deinit { reach.deallocate() }

    func forward(_ run: Run) {
        depthwise(output.data, input.data, weight.data, forwardGeometry, examples: run.count, accumulates: false)
        if let bias {
            addRow(output.data, bias.data, rows: run.count * output.shape.positions, width: output.shape.channels)
        }
    }

    func backward(_ run: Run) {
        guard let slope = output.gradient else { return }
        if let gradient = weight.gradient {
            depthwiseWeightGradient(
                gradient, input.data, slope, forwardGeometry, reach: reach, strideWidth: window.strideWidth,
                kernelHeight: window.kernelHeight, examples: run.count)
        }
        if let gradient = bias?.gradient {
            sumRows(gradient, slope, rows: run.count * output.shape.positions, width: output.shape.channels)
        }
        if let gradient = input.gradient {
            depthwise(gradient, slope, weight.data, backwardGeometry, examples: run.count, accumulates: input.accumulates)
        }
    }
}
