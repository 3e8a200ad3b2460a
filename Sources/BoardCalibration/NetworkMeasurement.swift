internal import Export
package import CostModel
package import NetworkGraph
internal import Support

/// Measures given networks on a board.
package struct NetworkMeasurement {
    private let session: SuiteSession

    package init(_ folder: SuiteFolder, on connection: any BoardConnection, passes: Int, build: BuildSettings) {
        var settings = SuiteSettings()
        settings.passes = passes
        session = SuiteSession(folder: folder, connection: connection, settings: settings, build: build)
    }

    /// - Parameter networks: canonical, in fp32; names without white space. What was measured before under a name is not measured again.
    /// - Returns: a sample of each, in order.
    /// - Throws: `BoardError`, or a `Diagnostic` where the folder holds something else.
    package func measure(_ networks: [(name: String, graph: InferredGraph)]) throws -> [MeasuredSample] {
        try session.prepare()
        let plans = networks.map { BoardPlan(name: $0.name, graph: $0.graph, precision: .fp32, seed: session.settings.seed) }
        _ = try session.measure(plans, file: SuiteSession.networksFile)
        let samples = try session.samples(networks.map { ($0.name, $0.graph.executedOperations()) })
        guard samples.count == networks.count else {
            throw BoardError(.programFailed, "\(samples.count) of \(Plural.count(networks.count, "network")) measured")
        }
        return samples
    }
}
