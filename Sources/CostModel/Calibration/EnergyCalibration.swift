internal import NetworkGraph

/// What the joules of an energy profile are.
public struct EnergyMeasurement: Sendable, Hashable, Codable {
    /// Where the energies were measured.
    public let measuredAt: SourcedValue.MeasuringPoint
    /// Whether the idle power during the inference is in them.
    public let includesIdle: Bool
    /// The mean power over the measured networks, in watts; nil where their latencies are not known.
    public let meanWatts: Double?

    /// Says what energies are.
    public init(measuredAt: SourcedValue.MeasuringPoint, includesIdle: Bool, meanWatts: Double?) {
        (self.measuredAt, self.includesIdle, self.meanWatts) = (measuredAt, includesIdle, meanWatts)
    }
}

/// An energy profile at work: what of a network's energy does not follow from its latency.
///
/// Joules from elsewhere than the board's 5 V input are brought there by the ratio of the board file's power to the mean of those
/// networks: the loss of a supply, and a fan's power, are taken as a share.
struct EnergyCalibration: Sendable {
    let source: String
    private let model: LatencyModel
    private let interval: CalibratedInterval
    private let fusing: FusionRules
    private let includesIdle: Bool
    private let scale: Interval
    private let idleWatts: SourcedValue

    init(_ profile: CalibrationProfile, target: Target) {
        let measurement = profile.energy ?? EnergyMeasurement(measuredAt: .input, includesIdle: true, meanWatts: nil)
        model = profile.model
        interval = CalibratedInterval(profile)
        fusing = FusionRules(target.runtime)
        includesIdle = measurement.includesIdle
        idleWatts = target.idleWatts
        source = "energy calibrated on \(profile.samples.count) networks"
        if measurement.measuredAt == .input {
            scale = Interval(exactly: 1)
        } else {
            let active = target.activeWatts
            let mean = measurement.meanWatts ?? active.value
            scale = Interval(value: active.value / mean, low: active.low / mean, high: active.high / mean)
        }
    }

    /// What `energies` needs of a network or a piece of one.
    func partial(_ graph: InferredGraph, _ counts: [OperationCounts]) -> (work: Work, excess: Double) {
        let fusion = Fusion(graph, fusing, runs: graph.executed(model.form.unused))
        let network = NetworkWork(graph, counts, fusion)
        return (network.total, model.excess(of: network.entries))
    }

    /// What an inference takes at the board's input.
    struct Energies {
        /// What it adds to idle, in joules; 0 where the energy in all is less than idling would take meanwhile.
        let marginal: Interval
        /// What it takes in all, in joules.
        let total: Interval
        let isExtrapolated: Bool
        /// Whether the energy in all is less than idling would take: then energy and idle power cannot both be right.
        let isBelowIdle: Bool
    }

    /// Returns what an inference takes, by the work of its network and its latency in seconds.
    func energies(_ work: Work, excess: Double, latency: Interval) -> Energies {
        var work = work
        work[.inferences] = 1
        let (joules, isExtrapolated) = interval.around(model.predict(work, excess: excess), work, model)
        let known = joules.times(scale)
        // Latency and energy are off together: idle power goes with the latency that belongs to the joules.
        let watts = idleWatts.value
        if includesIdle {
            let marginal = max(known.value - latency.value * watts, 0)
            let share = known.value > 0 ? marginal / known.value : 0
            return Energies(
                marginal: Interval(value: marginal, low: known.low * share, high: known.high * share), total: known,
                isExtrapolated: isExtrapolated, isBelowIdle: marginal == 0)
        }
        let total = known.value + latency.value * watts
        let all = Interval(value: total, low: known.low + latency.low * watts, high: known.high + latency.high * watts)
        return Energies(marginal: known, total: all, isExtrapolated: isExtrapolated, isBelowIdle: false)
    }
}
