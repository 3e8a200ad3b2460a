/// A network as a list of layers over earlier layers' values. Value `i` is the result of layer `i`; value 0 is the
/// images. A plain value: `Network` turns it into buffers and kernels.
public struct NetworkDefinition: Sendable, Hashable {
    public struct Layer: Sendable, Hashable {
        public let kind: LayerKind
        /// Values it works on, in the order of its operands.
        public let inputs: [Int]
        public let name: String
        public let shape: TensorShape
    }

    public private(set) var layers: [Layer]
    /// The value that is the network's result; the last layer's unless set. Layers it does not depend on are not executed
    /// and have no parameters.
    public var output: Int {
        didSet { precondition(layers.indices.contains(output), "no such value") }
    }

    public init(input: TensorShape) {
        precondition(input.height > 0 && input.width > 0 && input.channels > 0, "an empty input")
        layers = [Layer(kind: .input, inputs: [], name: "input", shape: input)]
        output = 0
    }

    public var inputShape: TensorShape { layers[0].shape }
    public var outputShape: TensorShape { layers[output].shape }

    /// Adds a layer and makes its value the network's result. Operands that do not fit are a programmer's error:
    /// whoever reads networks from users has checked them before.
    ///
    /// - Returns: the value's index, to be the input of later layers.
    @discardableResult
    public mutating func append(_ kind: LayerKind, inputs: [Int], name: String) -> Int {
        precondition(inputs.allSatisfy(layers.indices.contains), "layer \(name) uses a value that does not exist")
        switch kind.outputShape(of: inputs.map { layers[$0].shape }) {
        case .success(let shape): layers.append(Layer(kind: kind, inputs: inputs, name: name, shape: shape))
        case .failure(let problem): preconditionFailure("layer \(name): \(problem.text)")
        }
        output = layers.count - 1
        return output
    }

    /// Adds zeros that follow from no earlier value, as a `zero` without an operand, and makes them the network's result.
    @discardableResult
    public mutating func appendZeros(of shape: TensorShape, name: String) -> Int {
        precondition(shape.height > 0 && shape.width > 0 && shape.channels > 0, "empty zeros")
        layers.append(Layer(kind: .zero, inputs: [], name: name, shape: shape))
        output = layers.count - 1
        return output
    }

    /// Adds a layer on top of the present result.
    @discardableResult
    public mutating func append(_ kind: LayerKind, name: String) -> Int { append(kind, inputs: [output], name: name) }

    /// Which layers the result depends on. A zero takes only its operand's shape.
    var isNeeded: [Bool] {
        var needed = [Bool](repeating: false, count: layers.count)
        needed[output] = true
        needed[0] = true
        for index in layers.indices.reversed() where needed[index] && layers[index].kind != .zero {
            for input in layers[index].inputs { needed[input] = true }
        }
        return needed
    }
}
