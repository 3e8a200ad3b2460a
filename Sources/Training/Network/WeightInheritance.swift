internal import NetworkGraph
internal import TensorCore

/// Puts what a trained network has learnt into one that is nearly the same, before that is trained itself. Where it can be, the function
/// is kept (Chen, Goodfellow and Shlens, "Net2Net", ICLR 2016; Wei et al., "Network morphism", ICML 2016):
///
/// - layers are matched by name, which says where in the space file they were made;
/// - a larger kernel has the smaller one in its middle and zeros around it; a smaller one takes the middle;
/// - channels are taken from the first on; what a layer reads from channels that are new counts nothing at first;
/// - a new block that is added to its input adds nothing at first: the scale of its last batch norm is zero.
///
/// Other new layers, and other activations, begin as they would have.
enum WeightInheritance {
    /// - Parameters:
    ///   - child: a network's initial parameters and running statistics, in PyTorch's order of elements.
    ///   - graph: the child's.
    ///   - parent: of a trained network.
    /// - Returns: what the child begins with; its metadata are the child's.
    static func inherited(by child: SafeTensors, _ graph: InferredGraph, from parent: SafeTensors) -> SafeTensors {
        let silent = silentNorms(graph, parent)
        var result = SafeTensors()
        result.metadata = child.metadata
        for tensor in child.tensors {
            let values: [Float]
            if silent.contains(tensor.name) {
                values = [Float](repeating: 0, count: tensor.values.count)
            } else if let learnt = parent[tensor.name], learnt.shape.count == tensor.shape.count {
                values = merged(learnt, into: tensor)
            } else {
                values = tensor.values
            }
            result.append(SafeTensors.Tensor(name: tensor.name, shape: tensor.shape, values: values))
        }
        return result
    }

    private static func merged(_ learnt: SafeTensors.Tensor, into initial: SafeTensors.Tensor) -> [Float] {
        guard learnt.shape != initial.shape else { return learnt.values }
        guard initial.shape.count > 1 else {
            return Array(learnt.values.prefix(initial.values.count)) + initial.values.dropFirst(learnt.values.count)
        }
        // Outputs, inputs, and for a convolution height and width of the kernel.
        let (to, from) = (Extents(initial.shape), Extents(learnt.shape))
        var values = initial.values
        for output in 0..<min(to.outputs, from.outputs) {
            for input in 0..<to.inputs {
                for row in 0..<to.height {
                    for column in 0..<to.width {
                        let (otherRow, otherColumn) = (row + (from.height - to.height) / 2, column + (from.width - to.width) / 2)
                        let isKnown =
                            input < from.inputs && (0..<from.height).contains(otherRow) && (0..<from.width).contains(otherColumn)
                        values[to.index(output, input, row, column)] =
                            isKnown ? learnt.values[from.index(output, input, otherRow, otherColumn)] : 0
                    }
                }
            }
        }
        return values
    }

    private struct Extents {
        let outputs: Int
        let inputs: Int
        let height: Int
        let width: Int

        init(_ shape: [Int]) {
            (outputs, inputs) = (shape[0], shape[1])
            (height, width) = (shape.count > 2 ? shape[2] : 1, shape.count > 3 ? shape[3] : 1)
        }

        func index(_ output: Int, _ input: Int, _ row: Int, _ column: Int) -> Int {
            ((output * inputs + input) * height + row) * width + column
        }
    }

    /// Scales of batch norms that are new and added to something that is not.
    private static func silentNorms(_ graph: InferredGraph, _ parent: SafeTensors) -> Set<String> {
        let names = graph.parameterNames
        func isNewNorm(_ node: Int) -> Bool {
            graph.nodes[node].operation == .batchNorm && parent[names[node] + ".weight"] == nil
        }
        var silent: Set<String> = []
        for node in graph.nodes where node.operation == .add && !node.inputs.allSatisfy(isNewNorm) {
            for input in node.inputs where isNewNorm(input) { silent.insert(names[input] + ".weight") }
        }
        return silent
    }
}
