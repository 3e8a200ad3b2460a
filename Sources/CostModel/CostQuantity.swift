public import Support

/// What a network costs for one inference on a target: quantities that budgets limit, objectives minimise and listings show.
///
/// This file is the one table of them. A quantity is a case and its row; everything else reads the table.
public enum CostQuantity: Int, Sendable, Hashable, CaseIterable {
    /// The time of one inference, in seconds.
    case latency
    /// What an inference adds to idle, at the board's 5 V input, in joules.
    case energy
    /// The energy with the idle power during the inference, in joules.
    case energyTotal
    /// The peak of activations in the best order of execution, with the runtime's own memory where a figure is known, in bytes.
    case memory
    /// Weights as they are stored, batch norms folded, in bytes.
    case storage
    /// Multiply-accumulates of one inference.
    case macs
    /// Weights and biases, and the scales and shifts of batch norms.
    case parameters
    /// What an inference keeps in RAM, in bytes: the peak of activations in the best order of execution, the runtime's own memory where a
    /// figure is known, and all stored weights. The sum of `memory` and `storage`; a board's RAM is a limit on it.
    case ram

    private static let rows = allCases.map(row)

    private static func row(_ quantity: CostQuantity) -> Row {
        switch quantity {
        case .latency:
            Row(
                name: "latency", dimension: .time, uses: [.budget, .objective], value: .interval { $0.latencySeconds },
                shown: .init(
                    column: "latency_ms", heading: "latency ms", axisTitle: "latency of an inference", description: "latency"))
        case .energy:
            Row(
                name: "energy", dimension: .energy, uses: [.budget, .objective], value: .interval { $0.energyJoules },
                shown: .init(
                    column: "energy_mj", heading: "energy mJ", axisTitle: "energy of an inference above idle",
                    description: "energy above idle"))
        case .energyTotal:
            Row(
                name: "energy_total", dimension: .energy, uses: .objective, value: .interval { $0.energyTotalJoules },
                shown: .init(
                    column: "energy_total_mj", axisTitle: "energy of an inference with idle", description: "energy with idle"))
        case .memory:
            Row(
                name: "memory", dimension: .memory, uses: [.budget, .objective], value: .interval { $0.peakMemoryBytes },
                shown: .init(
                    column: "peak_memory_bytes", heading: "memory", axisTitle: "peak memory", description: "peak memory"))
        case .storage:
            Row(
                name: "storage", dimension: .memory, uses: [.budget, .objective], value: .interval { $0.storageBytes },
                shown: .init(column: "storage_bytes", heading: "storage", axisTitle: "storage", description: "storage"))
        case .macs:
            Row(
                name: "macs", dimension: .count, uses: [.budget, .objective], value: .count { $0.macs },
                shown: .init(column: "macs", heading: "MACs", axisTitle: "multiply-accumulates"))
        case .parameters:
            Row(
                name: "parameters", dimension: .count, uses: [.budget, .objective], value: .count { $0.parameters },
                shown: .init(column: "parameters", heading: "parameters", axisTitle: "parameters"))
        case .ram:
            Row(
                name: "ram", dimension: .memory, uses: [.budget, .objective], value: .further { $0.peakMemoryBytes + $0.storageBytes },
                shown: .init(
                    column: "ram_bytes", axisTitle: "activations and weights", description: "activations and weights"))
        }
    }

    private struct Row: Sendable {
        let name: String
        let dimension: Dimension
        let uses: Uses
        let value: Value
        /// Nil for a quantity that only limits, and is in no listing.
        let shown: Shown?
    }

    private struct Uses: OptionSet, Sendable {
        let rawValue: Int
        /// A user may limit it.
        static let budget = Uses(rawValue: 1)
        static let objective = Uses(rawValue: 2)
    }

    private enum Value: Sendable {
        /// A property of estimates, with its interval.
        case interval(@Sendable (Estimate) -> Interval)
        /// A property of estimates without an error.
        case count(@Sendable (Estimate) -> Int)
        /// What `Estimate.further` has; where that says nothing, what follows from the other quantities.
        case further(@Sendable (Estimate) -> Interval)
    }

    private struct Shown: Sendable {
        /// The name in CSV and JSON, with its unit.
        let column: String
        /// The heading in tables on a terminal; nil where it is left out there.
        var heading: String?
        let axisTitle: String
        /// What a line about a single network begins with; nil where it has none of its own.
        var description: String?
    }
}

extension CostQuantity: CustomStringConvertible, Codable {
    /// The name in `--budget`, `--objectives` and stored budgets: `energy_total`.
    public var name: String { Self.rows[rawValue].name }
    /// The name.
    public var description: String { name }

    /// The quantity of this name, such as `energy_total`; nil where there is none.
    public init?(named name: String) {
        guard let quantity = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = quantity
    }

    /// Decodes a quantity from its name.
    ///
    /// - Throws: a `DecodingError` where no quantity has the name.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name = try container.decode(String.self)
        guard let quantity = CostQuantity(named: name) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "unknown cost quantity '\(name)'")
        }
        self = quantity
    }

    /// Encodes the name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }

    /// The dimension, which has the base unit of values: seconds, joules, bytes or a plain count.
    public var dimension: Dimension { Self.rows[rawValue].dimension }

    // MARK: What it is used for

    /// Quantities that a user may limit, in the order in which messages name them.
    public static let budgets = beginning(with: [.energy, .latency]).filter { rows[$0.rawValue].uses.contains(.budget) }
    /// Quantities that a search may minimise, in the order of the cases.
    public static let objectives = allCases.filter { rows[$0.rawValue].uses.contains(.objective) }
    /// Quantities with columns in listings, in the order of these.
    public static let listed = beginning(with: [.latency, .energy, .energyTotal, .memory, .storage, .parameters])
        .filter { rows[$0.rawValue].shown != nil }

    private static func beginning(with first: [CostQuantity]) -> [CostQuantity] { first + allCases.filter { !first.contains($0) } }

    // MARK: How it is shown

    /// The column in CSV and JSON, with its unit: `latency_ms`; nil for a quantity that is in no listing.
    public var column: String? { Self.rows[rawValue].shown?.column }
    /// The heading in tables on a terminal; nil where it is left out there.
    public var heading: String? { Self.rows[rawValue].shown?.heading }
    /// The title of a picture's axis, without a unit; the name where it is in no listing.
    public var axisTitle: String { Self.rows[rawValue].shown?.axisTitle ?? name }
    /// What a line about a single network begins with; nil where it has none of its own.
    public var lineTitle: String? { Self.rows[rawValue].shown?.description }

    /// Whether values in the base unit are whole numbers: bytes and counts.
    public var isWhole: Bool { dimension == .memory || dimension == .count }

    /// The factor from the base unit to that of the column: 1000 for times and energies, else 1.
    public var columnScale: Double {
        switch dimension {
        case .time, .energy: 1e3
        default: 1
        }
    }

    // MARK: Its value

    /// Whether estimates have no property for it, and databases no column.
    public var isFurther: Bool {
        if case .further = Self.rows[rawValue].value { true } else { false }
    }

    /// Returns the value in an estimate, in the base unit, with its interval; nil where the estimate is from a database that is older than
    /// the quantity.
    public func estimated(in estimate: Estimate) -> Interval? {
        switch Self.rows[rawValue].value {
        case .interval(let read): read(estimate)
        case .count(let read): Interval(exactly: Double(read(estimate)))
        case .further(let compute):
            if let known = estimate.further[self] { known } else { compute(estimate) }
        }
    }

    /// Returns the value in an estimate of a quantity that is counted: `macs` and `parameters`; nil for others.
    public func count(in estimate: Estimate) -> Int? {
        if case .count(let read) = Self.rows[rawValue].value { read(estimate) } else { nil }
    }

    /// Returns the value that a limit is compared with: also where a database is older than the quantity, as far as it follows from the
    /// others.
    func judged(in estimate: Estimate) -> Interval {
        switch Self.rows[rawValue].value {
        case .interval(let read): return read(estimate)
        case .count(let read): return Interval(exactly: Double(read(estimate)))
        case .further(let compute):
            if !estimate.further.isEmpty, let known = estimate.further[self], let known { return known }
            return compute(estimate)
        }
    }
}
