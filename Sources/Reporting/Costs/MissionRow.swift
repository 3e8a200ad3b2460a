public import CostModel
internal import Foundation
internal import Support

/// A network that a battery is to carry, as far as it is known.
public struct MissionNetwork: Sendable, Hashable {
    /// What lines call it: `mobile 0-2-1`, `10.0 mJ`.
    public let name: String
    /// Its marginal energy, in joules.
    public let energy: Interval
    /// How long an inference takes, in seconds; nil where it is not known.
    public let latencySeconds: Double?

    /// The highest rate that it keeps up with, in inferences a second: 1 / latency, infinite where that is not known.
    var mostInferencesPerSecond: Double { latencySeconds.map { $0 > 0 ? 1 / $0 : .infinity } ?? .infinity }

    /// Makes a network.
    public init(name: String, energy: Interval, latencySeconds: Double?) {
        (self.name, self.energy, self.latencySeconds) = (name, energy, latencySeconds)
    }

    /// Makes a network of what it is estimated to cost.
    public init(name: String, _ estimate: Estimate) {
        self.init(name: name, energy: estimate.energyJoules, latencySeconds: estimate.latencySeconds.value)
    }

    /// Makes a network of nothing but an energy, in joules, which is its name.
    public init(joules: Double, latencySeconds: Double? = nil) {
        self.init(name: Dimension.energy.format(joules), energy: Interval(exactly: joules), latencySeconds: latencySeconds)
    }
}

/// How long a battery lasts with one network at one rate.
public struct MissionRow: Sendable {
    /// The network.
    public let network: MissionNetwork
    /// The rate asked for while the board is awake, in inferences a second.
    public let inferencesPerSecond: Double
    /// What comes of it.
    public let outlook: MissionOutlook
    /// How long the battery must last, in hours; nil where nothing is asked.
    public let hours: Double?
    /// The battery and what draws from it.
    public let source: MissionSource
}

/// A battery and what draws from it on a board, which rows are computed from.
public struct MissionSource: Sendable {
    /// The battery.
    public let battery: Battery
    /// What draws from it besides inferences.
    public let power: MissionPower
    /// How long it must last, in hours; nil where nothing is asked.
    public let hours: Double?

    /// Makes a source of rows.
    public init(battery: Battery, power: MissionPower, hours: Double?) {
        (self.battery, self.power, self.hours) = (battery, power, hours)
    }

    /// Returns what comes of a network at a rate, in inferences a second while the board is awake.
    public func row(_ network: MissionNetwork, inferencesPerSecond: Double) -> MissionRow {
        MissionRow(
            network: network, inferencesPerSecond: inferencesPerSecond,
            outlook: power.outlook(
                batteryJoules: battery.joules, inferencesPerSecond: inferencesPerSecond, energy: network.energy,
                latencySeconds: network.latencySeconds ?? 0, hours: hours ?? 0), hours: hours, source: self)
    }

    /// Returns rows of networks at rates, the rates of one network after another; no rate that a network does not reach but those asked for.
    ///
    /// - Parameters:
    ///   - rate: the rate asked for, in inferences a second; nil where none is.
    ///   - networks: at least one.
    public func rows(_ networks: [MissionNetwork], rate: Double?) -> [MissionRow] {
        networks.flatMap { network -> [MissionRow] in
            let most = network.mostInferencesPerSecond
            let grid = Self.rates.filter { $0 <= most } + (most.isFinite ? [most] : [])
            return Set(grid + [rate].compactMap { $0 }).sorted().map { row(network, inferencesPerSecond: $0) }
        }
    }

    private static let rates = [0, 0.01, 0.1, 1, 10, 100, 1000]
}

/// The columns of `nas mission`.
public enum MissionRowColumns {
    /// The columns in their order; a table has those with a heading.
    public static let all: [Column<MissionRow>] = outlook + thresholds + givens

    private static let outlook: [Column<MissionRow>] =
        [
            Column("network") { $0.network.name },
            Column("rate_per_s", "inferences/s") { $0.inferencesPerSecond }.ranked(.key),
            Column("energy_mj") { $0.network.energy.value * 1e3 },
            Column("latency_ms") { $0.network.latencySeconds.map { $0 * 1e3 } },
        ]
        + Column.interval("hours_until_empty", "hours", of: { $0.outlook.hoursUntilEmpty }, as: { $0 })
        + Column.interval("inferences_per_charge", nil, of: { $0.outlook.inferencesPerCharge }, as: { $0 }) + [
            Column("inference_share", "inferences", .percent(decimals: 1)) { $0.outlook.inferenceShare },
            Column("idle_share", "idle", .percent(decimals: 1)) { $0.outlook.idleShare },
            Column("load_share", "other loads", .percent(decimals: 1)) { $0.outlook.loadShare }.ranked(.useful),
            Column("sleep_share", "sleep", .percent(decimals: 1)) { $0.outlook.sleepShare }.ranked(.useful),
            Column("busy_share") { $0.network.latencySeconds == nil ? nil : $0.outlook.busyShare },
            Column("reached_rate_per_s") { $0.outlook.reachedInferencesPerSecond },
            Column("keeps_up", "keeps up") { $0.network.latencySeconds == nil ? nil : $0.outlook.keepsUp },
            Column("lasts", "lasts") { $0.hours == nil ? nil : $0.outlook.lasts },
        ]

    private static let thresholds: [Column<MissionRow>] = [(10, 0.1), (50, 0.5)].map { percent, share in
        Column("rate_for_\(percent)_percent_per_s") { row in
            row.source.power.inferencesPerSecond(takingShare: share, joules: row.network.energy.value)
        }
    }

    private static let givens: [Column<MissionRow>] = [
        Column("battery_j") { $0.source.battery.joules },
        Column("base_w") { $0.source.power.baseWatts },
        Column("idle_w") { $0.source.power.idleWatts },
    ]

    /// Returns a table for a person with a row for each rate and a column of hours for each network.
    ///
    /// - Parameter rows: of several networks, each at the same rates.
    public static func hoursByNetwork(_ rows: [MissionRow]) -> Listing<(rate: Double, hours: [Double])> {
        let names = rows.map(\.network.name).reduce(into: [String]()) { names, name in
            if !names.contains(name) { names.append(name) }
        }
        let rates = Set(rows.map(\.inferencesPerSecond)).sorted()
        let byRate = Dictionary(grouping: rows, by: \.inferencesPerSecond)
        let cells = rates.map { rate in (rate: rate, hours: (byRate[rate] ?? []).map(\.outlook.hoursUntilEmpty.value)) }
        let columns = names.indices.map { index in
            Column<(rate: Double, hours: [Double])>("hours_\(index)", "hours of \(names[index])") { row in
                row.hours.indices.contains(index) ? row.hours[index] : nil
            }
        }
        return Listing([Column("rate_per_s", "inferences/s") { $0.rate }.ranked(.key)] + columns, cells)
    }
}
