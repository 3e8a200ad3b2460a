internal import NetworkGraph
internal import Support

/// One node of a network as `model.json` has it: the operation by its name, its settings beside it, and the names of its tensors. The form
/// is described in docs/model-folder.md.
struct NodeDocument: Codable, Hashable {
    var name: String
    var operation: String
    /// Indices of earlier nodes.
    var inputs: [Int]
    /// Rows, columns, channels of the result for one example.
    var shape: [Int]
    /// The tensors in the file of weights that the node computes with, in the order of the operation's definition.
    var parameters: [String]?

    var outputs: Int?
    var bias: Bool?
    /// Rows, columns.
    var kernel: [Int]?
    var stride: [Int]?
    var dilation: [Int]?
    /// Top, left, bottom, right.
    var padding: [Int]?
    var groups: Int?
    var countsPadding: Bool?
    var function: String?
    var rate: Double?
    /// What is added to the variance of a norm.
    var epsilon: Float?

    init(_ node: InferredGraph.Node, parameterName: String, of graph: InferredGraph) {
        name = node.name
        inputs = node.inputs
        shape = [node.shape.height, node.shape.width, node.shape.channels]
        switch node.operation {
        case .input: operation = "input"
        case .convolution(let convolution):
            operation = "convolution"
            outputs = convolution.outputs
            (kernel, stride) = (Self.numbers(convolution.kernel), Self.numbers(convolution.stride))
            (dilation, padding) = (Self.numbers(convolution.dilation), Self.numbers(convolution.padding))
            (groups, bias) = (convolution.groups, convolution.bias)
        case .dense(let outputs, let bias):
            operation = "dense"
            (self.outputs, self.bias) = (outputs, bias)
        case .batchNorm:
            operation = "batch_norm"
            epsilon = Operation.BatchNorm.epsilon
        case .layerNorm:
            operation = "layer_norm"
            epsilon = Operation.LayerNorm.epsilon
        case .activation(let activation):
            operation = "activation"
            function = activation.rawValue
        case .maxPool(let pooling):
            operation = "max_pool"
            take(pooling)
        case .averagePool(let pooling):
            operation = "average_pool"
            take(pooling)
            countsPadding = pooling.countsPadding
        case .globalPool(let kind):
            operation = "global_pool"
            function = kind.rawValue
        case .add: operation = "add"
        case .multiply: operation = "multiply"
        case .concatenate: operation = "concatenate"
        case .channelShuffle(let groups):
            operation = "channel_shuffle"
            self.groups = groups
        case .dropout(let rate):
            operation = "dropout"
            self.rate = rate
        case .flatten: operation = "flatten"
        case .zero: operation = "zero"
        case .softmax: operation = "softmax"
        }
        let tensors = node.inputs.first.map { node.operation.parameters(of: graph.nodes[$0].shape) } ?? []
        parameters = tensors.isEmpty ? nil : tensors.map { "\(parameterName).\($0.name)" }
    }

    private mutating func take(_ pooling: Operation.Pooling) {
        (kernel, stride, padding) = (Self.numbers(pooling.kernel), Self.numbers(pooling.stride), Self.numbers(pooling.padding))
    }

    private static func numbers(_ extent: Extent) -> [Int] { [extent.height, extent.width] }
    private static func numbers(_ padding: Padding) -> [Int] { [padding.top, padding.left, padding.bottom, padding.right] }

    /// - Throws: a diagnostic without a place where it is no shape that a network can have.
    func readShape() throws(Diagnostic) -> Shape {
        guard shape.count == 3 else { throw Diagnostic("a shape is rows, columns and channels, got \(shape)") }
        let read = Shape(height: shape[0], width: shape[1], channels: shape[2])
        do throws(ShapeError) { try read.validate() } catch { throw Diagnostic(error.message) }
        return read
    }

    /// The operation that the node names.
    ///
    /// - Throws: a diagnostic without a place where it is unknown, or a setting of it is missing or makes no sense.
    func readOperation() throws(Diagnostic) -> Operation {
        switch operation {
        case "input": return .input
        case "convolution":
            return .convolution(
                Operation.Convolution(
                    outputs: try needed(outputs, "outputs"), kernel: try extent(kernel, "kernel"), stride: try extent(stride, "stride"),
                    dilation: try extent(dilation, "dilation"), padding: try sides(padding), groups: try needed(groups, "groups"),
                    bias: try needed(bias, "bias")))
        case "dense": return .dense(outputs: try needed(outputs, "outputs"), bias: try needed(bias, "bias"))
        case "batch_norm": return .batchNorm
        case "layer_norm": return .layerNorm
        case "activation": return .activation(try named(function, "function"))
        case "max_pool": return .maxPool(try pooling())
        case "average_pool": return .averagePool(try pooling(countsPadding: try needed(countsPadding, "counts_padding")))
        case "global_pool": return .globalPool(try named(function, "function"))
        case "add": return .add
        case "multiply": return .multiply
        case "concatenate": return .concatenate
        case "channel_shuffle": return .channelShuffle(groups: try needed(groups, "groups"))
        case "dropout": return .dropout(rate: try needed(rate, "rate"))
        case "flatten": return .flatten
        case "zero": return .zero
        case "softmax": return .softmax
        default: throw Diagnostic("unknown operation '\(operation)'", hint: "it may be of a later version of \(Program.name)")
        }
    }

    private func pooling(countsPadding: Bool = false) throws(Diagnostic) -> Operation.Pooling {
        Operation.Pooling(
            kernel: try extent(kernel, "kernel"), stride: try extent(stride, "stride"), padding: try sides(padding),
            countsPadding: countsPadding)
    }

    private func needed<Value>(_ value: Value?, _ key: String) throws(Diagnostic) -> Value {
        guard let value else { throw Diagnostic("\(operation) without '\(key)'") }
        return value
    }

    private func named<Value: RawRepresentable<String>>(_ text: String?, _ key: String) throws(Diagnostic) -> Value {
        let text = try needed(text, key)
        guard let value = Value(rawValue: text) else { throw Diagnostic("\(operation) of unknown \(key) '\(text)'") }
        return value
    }

    private func extent(_ numbers: [Int]?, _ key: String) throws(Diagnostic) -> Extent {
        let numbers = try needed(numbers, key)
        guard numbers.count == 2 else { throw Diagnostic("\(operation): '\(key)' must be rows and columns, got \(numbers)") }
        return Extent(numbers[0], numbers[1])
    }

    private func sides(_ numbers: [Int]?) throws(Diagnostic) -> Padding {
        let numbers = try needed(numbers, "padding")
        guard numbers.count == 4 else { throw Diagnostic("\(operation): 'padding' must be top, left, bottom and right, got \(numbers)") }
        return Padding(top: numbers[0], left: numbers[1], bottom: numbers[2], right: numbers[3])
    }
}
