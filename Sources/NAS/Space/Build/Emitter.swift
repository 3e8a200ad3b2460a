internal import NetworkGraph
import Support

/// Builds the network of one architecture: walks the expanded space and appends operations.
struct Emitter {
    var builder: GraphBuilder
    var reader: DecisionReader
    let classes: Int
    private var layer: Layer

    init(input: Shape, classes: Int, reader: DecisionReader, network: Layer) {
        builder = GraphBuilder(input: input)
        self.classes = classes
        self.reader = reader
        layer = network
    }

    /// Appends a layer to the node `input`.
    ///
    /// - Returns: the node of its result.
    mutating func emit(_ layer: Layer, _ input: Int) throws(WalkError) -> Int {
        switch layer.kind {
        case .leaf(let leaf):
            self.layer = layer
            return try leaf.definition.emit(into: &self, input)
        case .sequence(let layers):
            var node = input
            for inner in layers { node = try emit(inner, node) }
            return node
        case .residual(let body, let shortcut, let activation, let nodes):
            let result = try emit(body, input)
            let side: Int
            switch shortcut {
            case .identity: side = input
            case .layers(let layers): side = try emit(layers, input)
            case .automatic:
                self.layer = layer
                side = try emitProjection(of: input, to: result, nodes)
            }
            self.layer = layer
            let sum = try append(.add, [result, side], nodes.sum)
            return try appendActivation(read(activation), sum, nodes.activation)
        case .branches(let layers, let merge, let name):
            var results: [Int] = []
            for inner in layers { results.append(try emit(inner, input)) }
            self.layer = layer
            return try emitMerge(read(merge), results, name)
        case .choice(let decision, let options):
            return try emit(options[reader.take(decision)], input)
        case .repetition(let times, let layers):
            var node = input
            for inner in try layers.prefix(reader.times(times)) { node = try emit(inner, node) }
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
            return try emit(reader.holds(condition) ? then : otherwise, input)
        }
    }

    // MARK: Nodes

    func shape(of node: Int) -> Shape { builder.shape(of: node) }

    mutating func append(_ operation: Operation, _ inputs: [Int], _ name: String) throws(WalkError) -> Int {
        do throws(ShapeError) {
            return try builder.append(operation, inputs, name: name)
        } catch {
            throw .invalid(error, path: layer.path, layer.location)
        }
    }

    func invalid(_ message: String, hint: String? = nil) -> WalkError {
        .invalid(ShapeError(message, hint: hint), path: layer.path, layer.location)
    }

    /// The shortcut of a residual layer: nothing where the shapes agree.
    private mutating func emitProjection(of input: Int, to result: Int, _ nodes: Layer.ResidualNodes) throws(WalkError) -> Int {
        let projection: Operation?
        do throws(ShapeError) {
            projection = try Projection.operation(from: shape(of: input), to: shape(of: result))
        } catch { throw .invalid(error, path: layer.path, layer.location) }
        guard let projection else { return input }
        return try append(.batchNorm, [append(projection, [input], nodes.shortcut)], nodes.shortcutNorm)
    }

    private mutating func emitMerge(_ merge: Merge, _ results: [Int], _ name: String) throws(WalkError) -> Int {
        switch merge {
        case .add: return try append(.add, results, name)
        case .concatenate: return try append(.concatenate, results, name)
        case .multiply:
            var product = results[0]
            for (index, other) in results.dropFirst().enumerated() {
                product = try append(.multiply, [product, other], index == 0 ? name : "\(name).product[\(index)]")
            }
            return product
        }
    }

    // MARK: Arguments

    /// An argument that does not depend on shapes.
    mutating func read<Content: ParameterContent>(_ argument: LayerArgument<Content>) throws(WalkError) -> Content {
        try reader.read(argument)
    }

    /// A padding, which may depend on the kernel and its dilation.
    mutating func read(_ argument: LayerArgument<PaddingRule>, _ kernel: Extent, _ dilation: Extent) throws(WalkError) -> Padding {
        switch try reader.read(argument) {
        case .fixed(let rows, let columns): return Padding(top: rows, left: columns, bottom: rows, right: columns)
        case .same:
            guard kernel.height % 2 == 1, kernel.width % 2 == 1 else {
                throw invalid(
                    "kernel must be odd with padding: same, got \(kernel)", hint: "an even kernel needs padding: valid, or a number")
            }
            return .same(kernel, dilation: dilation)
        }
    }

    /// A number of things, which may be computed from the channels of a node.
    mutating func read(_ argument: LayerArgument<Int>, at node: Int) throws(WalkError) -> Int {
        if let constant = argument.constant { return constant }
        let number = try number(argument.value, channels: shape(of: node).channels)
        guard number >= 1, number <= 1_000_000 else {
            throw invalid("\(argument.name) must be from 1 to 1000000, got \(Constant.number(number).text)")
        }
        return Int(number)
    }

    /// A number, which may be computed from a number of channels.
    mutating func read(_ argument: LayerArgument<Double>, channels: Int) throws(WalkError) -> Double {
        if let constant = argument.constant { return constant }
        return try number(argument.value, channels: channels)
    }

    private mutating func number(_ value: Value, channels: Int) throws(WalkError) -> Double {
        switch value {
        case .constant(let constant, _): return constant.asDouble ?? 0
        case .inputChannels: return Double(channels)
        case .classes: return Double(classes)
        case .decision(let decision, let options): return try number(options[reader.take(decision)], channels: channels)
        case .conditional(let condition, let then, let otherwise):
            return try number(reader.holds(condition) ? then : otherwise, channels: channels)
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
