package import CostModel
package import NAS
package import NetworkGraph
package import Support

/// The operations and networks that searches of some spaces meet: what a calibration is to predict.
package struct SamplePool: Sendable {
    /// A network of a space.
    package struct Network: Sendable {
        /// `net-SPACE-ARCHITECTURE`, unique in the pool.
        package let name: String
        package let graph: InferredGraph
        package let operations: [OperationShape]
    }

    /// In the order in which they were drawn.
    package let networks: [Network]
    /// Every operation of the networks once.
    let operations: [SingleOperation]

    /// Draws architectures at random, as many of each space.
    ///
    /// - Throws: a `Diagnostic` where a space does not fit its task.
    package init(_ spaces: [(space: SearchSpace, task: TaskShape)], networksPerSpace: Int, seed: UInt64) throws(Diagnostic) {
        var networks: [Network] = []
        var names: Set<String> = []
        var known: Set<OperationShape> = []
        var operations: [SingleOperation] = []
        for draw in 0..<networksPerSpace {
            for (number, (space, task)) in spaces.enumerated() {
                var random = RandomStream(seed: seed, trial: UInt64(draw * spaces.count + number), purpose: .calibration)
                let architecture = space.sample(using: &random)
                let name = "net-\(space.name)-\(architecture)"
                guard names.insert(name).inserted else { continue }
                let graph = try space.candidate(for: architecture, task: task).graph
                let shapes = graph.operationShapes()
                networks.append(Network(name: name, graph: graph, operations: shapes.compactMap { $0 }))
                for (node, shape) in shapes.enumerated() {
                    guard let shape, known.insert(shape).inserted else { continue }
                    operations.append(SingleOperation(shape, node: node, of: graph))
                }
            }
        }
        self.networks = networks
        self.operations = operations
    }
}
