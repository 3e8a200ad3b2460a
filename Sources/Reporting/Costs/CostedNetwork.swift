public import CostModel

/// A network with its estimate: a row of `nas cost` for many.
public struct CostedNetwork: Sendable {
    /// An architecture in short form, or whatever the network is called.
    let name: String
    /// What it costs.
    public let estimate: Estimate

    /// Makes a row.
    ///
    /// - Parameters:
    ///   - name: an architecture in short form, or whatever the network is called.
    ///   - estimate: what the network costs.
    public init(name: String, estimate: Estimate) {
        self.name = name
        self.estimate = estimate
    }

    /// Returns columns of estimates with the network's name before them.
    ///
    /// - Parameters:
    ///   - heading: what the column of the names is called, in tables and files.
    ///   - columns: the columns of the estimate.
    public static func columns(_ heading: String, _ columns: [Column<Estimate>]) -> [Column<CostedNetwork>] {
        [Column(heading, heading) { $0.name }.ranked(.key).shortened(to: 6)] + columns.of { $0.estimate }
    }
}
