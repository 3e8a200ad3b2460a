/// What many searches of one strategy found after each number of queries.
public struct SimulationCurve: Sendable {
    public enum Quantity: String, Sendable, CaseIterable { case regret, hypervolume, report }

    /// After one number of queries.
    public struct Point: Sendable {
        public let queries: Int
        public let mean: Double
        /// Standard deviation between searches; 0 for one.
        public let deviation: Double
        public let low: Double
        public let median: Double
        public let high: Double
    }

    public let quantity: Quantity
    /// After 1, 2, 3 ... queries.
    public let points: [Point]

    /// - Returns: nil where the searches do not have the quantity.
    public init?(_ quantity: Quantity, of traces: [Simulation.Trace]) {
        let lines: [[Double]] = traces.map { trace in
            switch quantity {
            case .regret: trace.regret
            case .hypervolume: trace.hypervolume
            case .report: trace.report.compactMap { $0 }
            }
        }
        guard let count = lines.map(\.count).min(), count > 0 else { return nil }
        self.quantity = quantity
        points = (0..<count).map { place in
            let values = lines.map { $0[place] }.sorted()
            let moments = Moments(values)
            return Point(
                queries: place + 1, mean: moments.mean, deviation: values.count > 1 ? moments.deviation : 0,
                low: values[values.count / 10], median: values[values.count / 2], high: values[values.count - 1 - values.count / 10])
        }
    }
}
