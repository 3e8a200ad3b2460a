/// What many searches of one strategy found after each number of queries.
public struct SimulationCurve: Sendable {
    /// What a curve shows: `regret` and `hypervolume` of the front, both as shares, or the figure `report` of the best network found.
    public enum Quantity: String, Sendable, CaseIterable { case regret, hypervolume, report }

    /// After one number of queries.
    public struct Point: Sendable {
        /// The number of queries, from 1; a search that tried everything with fewer stays where it was.
        public let queries: Int
        /// The mean over the searches.
        public let mean: Double
        /// Standard deviation between searches; 0 for one.
        public let deviation: Double
        /// The value that a tenth of the searches are below.
        public let low: Double
        /// The median of the searches; for an even number of them, the upper of the two in the middle.
        public let median: Double
        /// The value that a tenth of the searches are above.
        public let high: Double
    }

    /// Which quantity the values are of.
    public let quantity: Quantity
    /// After 1, 2, 3 ... queries.
    public let points: [Point]

    /// Sums up searches after each number of queries that all of them have made.
    ///
    /// - Returns: nil where a search does not have the quantity, or there are no searches.
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
