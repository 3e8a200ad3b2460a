import NetworkGraph
import Support

/// Networks that are built by hand in the tests of graphs.
enum GraphSamples {
    static func convolution(_ outputs: Int, _ kernel: Int, stride: Int = 1, groups: Int = 1, bias: Bool = false) -> Operation {
        let side = kernel / 2
        return .convolution(
            Operation.Convolution(
                outputs: outputs, kernel: Extent(square: kernel), stride: Extent(square: stride),
                padding: Padding(top: side, left: side, bottom: side, right: side), groups: groups, bias: bias))
    }

    static func averagePool(_ kernel: Int, stride: Int, padding: Int = 0) -> Operation {
        .averagePool(
            Operation.Pooling(
                kernel: Extent(square: kernel), stride: Extent(square: stride),
                padding: Padding(top: padding, left: padding, bottom: padding, right: padding)))
    }

    // MARK: NAS-Bench-Macro (Su et al., CVPR 2021)

    /// - Parameter architecture: eight digits from 0 to 2.
    static func macro(_ architecture: String) throws -> InferredGraph {
        var builder = GraphBuilder(input: Shape(height: 32, width: 32, channels: 3))
        var last = try normalised(&builder, convolution(32, 3), 0, .relu)
        var width = 32
        for (layer, digit) in architecture.enumerated() {
            let isFirst = [0, 2, 5].contains(layer)
            let stride = isFirst ? 2 : 1
            let outputs = isFirst ? 2 * width : width
            if digit == "0" {
                if isFirst { last = try normalised(&builder, convolution(outputs, 1, stride: 2), last) }
            } else {
                let (kernel, expansion) = digit == "1" ? (3, 3) : (5, 6)
                let inner = expansion * width
                let block = last
                last = try normalised(&builder, convolution(inner, 1), last, .relu)
                last = try normalised(&builder, convolution(inner, kernel, stride: stride, groups: inner), last, .relu)
                last = try normalised(&builder, convolution(outputs, 1), last)
                if stride == 1, outputs == width { last = try builder.append(.add, [block, last], name: "add") }
            }
            width = outputs
        }
        last = try normalised(&builder, convolution(1280, 1), last, .relu)
        last = try builder.append(.globalPool(.average), [last], name: "pool")
        last = try builder.append(.dense(outputs: 10, bias: true), [last], name: "classifier")
        return builder.finish(output: last)
    }

    private static func normalised(
        _ builder: inout GraphBuilder, _ operation: Operation, _ operand: Int, _ activation: Activation? = nil
    ) throws -> Int {
        var last = try builder.append(operation, [operand], name: "convolution")
        last = try builder.append(.batchNorm, [last], name: "norm")
        if let activation { last = try builder.append(.activation(activation), [last], name: "activation") }
        return last
    }

    // MARK: NAS-Bench-201 (Dong and Yang, ICLR 2020)

    static let cellEdges = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]

    /// The six digits of cell 0 ... 15,624.
    static func cellDigits(_ number: Int) -> [Int] {
        var digits: [Int] = []
        var rest = number
        for _ in 0..<6 {
            digits.append(rest % 5)
            rest /= 5
        }
        return digits
    }

    /// Appends a cell as written. A skip is no node, but what `skip` makes of it.
    static func appendCell(
        _ digits: [Int], to builder: inout GraphBuilder, input: Int, prefix: String = "", skip: Operation? = nil
    ) throws -> Int {
        let channels = builder.shape(of: input).channels
        var values = [input]
        for node in 1...3 {
            var terms: [Int] = []
            for (edge, ends) in cellEdges.enumerated() where ends.1 == node {
                let from = values[ends.0]
                let name = "\(prefix)edge\(edge)"
                switch digits[edge] {
                case 0: terms.append(try builder.append(.zero, [from], name: name))
                case 1: terms.append(try skip.map { try builder.append($0, [from], name: name) } ?? from)
                case 4: terms.append(try builder.append(averagePool(3, stride: 1, padding: 1), [from], name: name))
                case let digit:
                    var last = try builder.append(.activation(.relu), [from], name: name)
                    last = try builder.append(convolution(channels, digit == 2 ? 1 : 3), [last], name: name)
                    terms.append(try builder.append(.batchNorm, [last], name: name))
                }
            }
            values.append(try builder.append(.add, terms, name: "\(prefix)node\(node)"))
        }
        return values[3]
    }

    static func cell(_ digits: [Int], skip: Operation? = nil) throws -> InferredGraph {
        var builder = GraphBuilder(input: Shape(height: 8, width: 8, channels: 4))
        let output = try appendCell(digits, to: &builder, input: 0, skip: skip)
        return builder.finish(output: output)
    }

    /// The whole network: five cells each at 16, 32 and 64 channels.
    static func cellNetwork(_ digits: [Int]) throws -> InferredGraph {
        var builder = GraphBuilder(input: Shape(height: 32, width: 32, channels: 3))
        var last = try normalised(&builder, convolution(16, 3), 0)
        for (stage, width) in [16, 32, 64].enumerated() {
            if stage > 0 {
                let block = last
                last = try builder.append(.activation(.relu), [last], name: "relu")
                last = try normalised(&builder, convolution(width, 3, stride: 2), last, .relu)
                last = try normalised(&builder, convolution(width, 3), last)
                var shortcut = try builder.append(averagePool(2, stride: 2), [block], name: "shortcut")
                shortcut = try builder.append(convolution(width, 1), [shortcut], name: "shortcut")
                last = try builder.append(.add, [last, shortcut], name: "add")
            }
            for repetition in 0..<5 {
                last = try appendCell(digits, to: &builder, input: last, prefix: "stage\(stage).cell\(repetition).")
            }
        }
        last = try builder.append(.batchNorm, [last], name: "norm")
        last = try builder.append(.activation(.relu), [last], name: "relu")
        last = try builder.append(.globalPool(.average), [last], name: "pool")
        last = try builder.append(.dense(outputs: 10, bias: true), [last], name: "classifier")
        return builder.finish(output: last)
    }

    // MARK: MobileNet-like

    /// Inverted residuals with squeeze-and-excitation, `depth` of them at each of three widths.
    static func mobile(depth: Int) throws -> InferredGraph {
        var builder = GraphBuilder(input: Shape(height: 28, width: 28, channels: 1))
        var last = try normalised(&builder, convolution(16, 3, stride: 2), 0, .relu6)
        var width = 16
        for outputs in [24, 40, 64] {
            for repetition in 0..<depth {
                let block = last
                let inner = 3 * width
                let stride = repetition == 0 ? 2 : 1
                last = try normalised(&builder, convolution(inner, 1), last, .relu6)
                last = try normalised(&builder, convolution(inner, 3, stride: stride, groups: inner), last, .relu6)
                var gate = try builder.append(.globalPool(.average), [last], name: "squeeze")
                gate = try builder.append(convolution(inner / 4, 1, bias: true), [gate], name: "squeeze")
                gate = try builder.append(.activation(.relu), [gate], name: "squeeze")
                gate = try builder.append(convolution(inner, 1, bias: true), [gate], name: "excite")
                gate = try builder.append(.activation(.hardSigmoid), [gate], name: "excite")
                last = try builder.append(.multiply, [last, gate], name: "gate")
                last = try normalised(&builder, convolution(outputs, 1), last)
                if repetition > 0 { last = try builder.append(.add, [block, last], name: "add") }
                width = outputs
            }
        }
        last = try builder.append(.globalPool(.average), [last], name: "pool")
        last = try builder.append(.flatten, [last], name: "flatten")
        last = try builder.append(.dense(outputs: 10, bias: true), [last], name: "classifier")
        return builder.finish(output: last)
    }

    // MARK: Spellings

    /// The same network written in another order: nodes, operands of sums, and names.
    static func respelled(_ graph: InferredGraph, using random: inout RandomStream) throws -> InferredGraph {
        var builder = GraphBuilder(input: graph.input)
        var number: [Int: Int] = [0: 0]
        var remaining = Array(graph.nodes.indices.dropFirst())
        while !remaining.isEmpty {
            let ready = remaining.indices.filter { place in graph.nodes[remaining[place]].inputs.allSatisfy { number[$0] != nil } }
            let index = remaining.remove(at: ready[random.nextInt(below: ready.count)])
            let node = graph.nodes[index]
            var inputs = node.inputs.compactMap { number[$0] }
            if node.operation == .add { random.shuffle(&inputs) }
            number[index] = try builder.append(node.operation, inputs, name: "respelled \(index)")
        }
        return builder.finish(output: number[graph.output] ?? 0)
    }

    static func id(_ graph: InferredGraph) -> StableHash {
        graph.canonical().networkID(frontEnd: FrontEnd(input: graph.input))
    }
}
