internal import NetworkGraph
import OrderedCollections
import Support

extension SpaceAnalyzer {
    /// A cell: its nodes stand on the stack of shapes, then the sum that is being made, then an edge's tensor.
    mutating func walkCell(_ cell: CellPlan, _ layer: Layer, _ states: States) throws(Stop) -> States {
        guard let depth = states.keys.first?.shapes.count else { return states }
        let base = depth - 1
        let end = space.liveness.end[layer.id]
        var result = states
        for edges in cell.entering {
            for (index, edge) in edges.enumerated() {
                result = try walk(edge.layer, push(result) { $0.shapes[base + edge.from] })
                guard index > 0 else { continue }
                result = try read(result, until: end) { (_, state) throws(WalkError) -> Step in
                    let operands = Array(state.shapes.suffix(2))
                    return Step(state.shapes.dropLast(2) + [try Self.shape(of: .add, operands, layer)])
                }
            }
        }
        return try read(result, until: end) { (_, state) throws(WalkError) -> Step in
            Step(state.shapes[..<base] + [state.current])
        }
    }

    /// ..., in, out(, side) to ..., sum
    ///
    /// - Parameter isBound: whether the state stands for others that may need a projection where it needs none, or none where it
    ///   needs one.
    static func joined(_ shapes: [Shape], _ shortcut: Layer.Shortcut, _ layer: Layer, isBound: Bool) throws(WalkError) -> Step {
        switch shortcut {
        case .layers:
            return Step(shapes.dropLast(3) + [try shape(of: .add, Array(shapes.suffix(2)), layer)])
        case .identity:
            return Step(shapes.dropLast(2) + [try shape(of: .add, shapes.suffix(2).reversed(), layer)])
        case .automatic:
            let input = shapes[shapes.count - 2]
            let result = shapes[shapes.count - 1]
            let nothing = Cost(macs: 0, parameters: 0)
            var cost = nothing
            do throws(ShapeError) {
                if let projection = try Projection.operation(from: input, to: result, evenIfAlike: isBound) {
                    var builder = GraphBuilder(input: input)
                    let node = try builder.append(projection, [0], name: "shortcut")
                    let output = try builder.append(.batchNorm, [node], name: "norm")
                    cost = Cost(builder.finish(output: output))
                }
            } catch { throw .invalid(error, path: layer.path, layer.location) }
            return Step(shapes.dropLast(2) + [result], cost, least: isBound ? nothing : cost)
        }
    }

    /// ..., in, out 0, out 1, ... to ..., joined
    static func merged(_ shapes: [Shape], _ merge: Merge, _ count: Int, _ layer: Layer) throws(WalkError) -> [Shape] {
        let operands = Array(shapes.suffix(count))
        var joined = operands[0]
        switch merge {
        case .add: joined = try shape(of: .add, operands, layer)
        case .concatenate: joined = try shape(of: .concatenate, operands, layer)
        case .multiply: for other in operands.dropFirst() { joined = try shape(of: .multiply, [joined, other], layer) }
        }
        return shapes.dropLast(count + 1) + [joined]
    }

    private static func shape(of operation: Operation, _ operands: [Shape], _ layer: Layer) throws(WalkError) -> Shape {
        do throws(ShapeError) { return try operation.outputShape(of: operands) } catch {
            throw .invalid(error, path: layer.path, layer.location)
        }
    }
}
