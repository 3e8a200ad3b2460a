internal import NetworkGraph
import Support

/// Builds the network of one architecture: walks the expanded space and appends operations.
struct Emitter {
    var builder: GraphBuilder
    var chooser: Chooser
    let classes: Int
    private var layer: Layer

    init(input: Shape, classes: Int, chooser: Chooser, network: Layer) {
        builder = GraphBuilder(input: input)
        self.classes = classes
        self.chooser = chooser
        layer = network
    }

    /// Appends a layer to the node `input`.
    ///
    /// - Returns: the node of its result.
    mutating func emit(_ layer: Layer, _ input: Int) throws(Halt) -> Int {
        switch layer.kind {
        case .leaf(let leaf):
            self.layer = layer
            return try emit(leaf, input)
        case .sequence(let layers):
            var node = input
            for inner in layers { node = try emit(inner, node) }
            return node
        case .residual(let body, let shortcut, let activation, let names):
            let result = try emit(body, input)
            let side: Int
            switch shortcut {
            case .identity: side = input
            case .layers(let layers): side = try emit(layers, input)
            case .automatic:
                self.layer = layer
                side = try emitProjection(of: input, to: result, names)
            }
            self.layer = layer
            let sum = try append(.add, [result, side], names[2])
            return try emitActivation(word(activation), sum, names[3])
        case .branches(let layers, let merge, let name):
            var results: [Int] = []
            for inner in layers { results.append(try emit(inner, input)) }
            self.layer = layer
            return try emitMerge(word(merge), results, name)
        case .choice(let decision, let options):
            return try emit(options[chooser.take(decision)], input)
        case .repetition(let times, let layers):
            var node = input
            for inner in try layers.prefix(chooser.times(times)) { node = try emit(inner, node) }
            return node
        case .cell(let cell):
            var nodes = [input]
            for (index, edges) in cell.entering.enumerated() {
                var results: [Int] = []
                for edge in edges { results.append(try emit(edge.layer, nodes[edge.from])) }
                self.layer = layer
                nodes.append(results.count == 1 ? results[0] : try append(.add, results, cell.names[index]))
            }
            return nodes[nodes.count - 1]
        case .conditional(let condition, let then, let otherwise):
            return try emit(chooser.holds(condition) ? then : otherwise, input)
        }
    }

    // MARK: Pieces

    mutating func append(_ operation: Operation, _ inputs: [Int], _ name: String) throws(Halt) -> Int {
        do throws(ShapeError) {
            return try builder.append(operation, inputs, name: name)
        } catch {
            throw .invalid(error, path: layer.path, layer.location)
        }
    }

    func invalid(_ message: String, hint: String? = nil) -> Halt {
        .invalid(ShapeError(message, hint: hint), path: layer.path, layer.location)
    }

    /// The shortcut of a residual layer: nothing where the shapes agree.
    private mutating func emitProjection(of input: Int, to result: Int, _ names: [String]) throws(Halt) -> Int {
        let projection: Operation?
        do throws(ShapeError) {
            projection = try Projection.operation(from: builder.shape(of: input), to: builder.shape(of: result))
        } catch { throw .invalid(error, path: layer.path, layer.location) }
        guard let projection else { return input }
        return try append(.batchNorm, [append(projection, [input], names[0])], names[1])
    }

    private mutating func emitMerge(_ kind: Int, _ results: [Int], _ name: String) throws(Halt) -> Int {
        switch kind {
        case 0: return try append(.add, results, name)
        case 1: return try append(.concatenate, results, name)
        default:
            var product = results[0]
            for (index, other) in results.dropFirst().enumerated() {
                product = try append(.multiply, [product, other], index == 0 ? name : "\(name).product[\(index)]")
            }
            return product
        }
    }

    mutating func emitActivation(_ word: Int, _ input: Int, _ name: String) throws(Halt) -> Int {
        word == 0 ? input : try append(.activation(Activation.allCases[word - 1]), [input], name)
    }

    // MARK: Values

    /// The number of a word among those that the parameter knows.
    mutating func word(_ value: Value?) throws(Halt) -> Int {
        guard let value, case .integer(let index) = try chooser.constant(value) else {
            preconditionFailure("words are converted to numbers")
        }
        return index
    }

    mutating func flag(_ value: Value?) throws(Halt) -> Bool {
        guard let value, case .boolean(let flag) = try chooser.constant(value) else { preconditionFailure("flags are checked") }
        return flag
    }

    mutating func extent(_ value: Value?) throws(Halt) -> Extent {
        guard let value, case .pair(let height, let width) = try chooser.constant(value) else { preconditionFailure("extents are pairs") }
        return Extent(height, width)
    }

    /// A whole number, which may be computed from the channels of a node.
    mutating func whole(_ value: Value?, at node: Int, _ what: StaticString) throws(Halt) -> Int {
        guard let value else { preconditionFailure("sizes have a value") }
        let number = try number(value, channels: builder.shape(of: node).channels)
        guard number >= 1, number <= 1_000_000 else {
            throw invalid("\(what) must be from 1 to 1000000, got \(Constant.number(number).text)")
        }
        return Int(number)
    }

    mutating func number(_ value: Value, channels: Int) throws(Halt) -> Double {
        switch value {
        case .constant(let constant, _): return constant.asDouble ?? 0
        case .inputChannels: return Double(channels)
        case .classes: return Double(classes)
        case .decision(let decision, let options): return try number(options[chooser.take(decision)], channels: channels)
        case .conditional(let condition, let then, let otherwise):
            return try number(chooser.holds(condition) ? then : otherwise, channels: channels)
        case .scale(let factors, let multiple, let kind, _):
            var product = 1.0
            for factor in factors { product *= try number(factor, channels: channels) }
            let unit = try number(multiple, channels: channels)
            if case .number(let range)? = kind {
                guard range.contains(product) else { throw invalid("a product of \(product) is out of range") }
                return product
            }
            return Rounding.multiple(of: unit, near: product)
        case .pair, .unknown: preconditionFailure("checked when the file is expanded")
        }
    }
}

enum Rounding {
    /// The nearest multiple of a unit, halves up, at least one unit, and never more than 10 % below the value (Howard et
    /// al., MobileNets, the rule `_make_divisible` of their published code).
    static func multiple(of unit: Double, near value: Double) -> Double {
        let nearest = max(unit, (value / unit + 0.5).rounded(.down) * unit)
        return nearest < 0.9 * value ? nearest + unit : nearest
    }
}

enum Projection {
    /// The 1x1 convolution that brings a shortcut to another shape (He et al., Deep residual learning, option B); nil where
    /// the shapes agree.
    static func operation(from input: Shape, to result: Shape, evenIfAlike: Bool = false) throws(ShapeError) -> Operation? {
        if input == result, !evenIfAlike { return nil }
        let stride = Extent(
            max(1, (input.height + result.height - 1) / result.height), max(1, (input.width + result.width - 1) / result.width))
        let operation = Operation.convolution(
            Operation.Convolution(outputs: result.channels, kernel: Extent(square: 1), stride: stride, bias: false))
        guard try operation.outputShape(of: [input]) == result else {
            throw ShapeError(
                "no 1x1 convolution makes \(result) of the shortcut's \(input)",
                hint: "give the shortcut layers of its own: shortcut: [...]")
        }
        return operation
    }
}
