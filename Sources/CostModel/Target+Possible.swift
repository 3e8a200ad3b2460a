internal import Support

/// What was decoded may be anything: whether it can be what this program encodes. Files are read with ranges of their own, which may become
/// narrower; what was stored before stays readable.
extension Target {
    /// What keeps estimates from being computed for it, in words; nil where nothing does.
    package var problem: String? {
        if let problem = board.problem { return "its board \(problem)" }
        guard board.profile(of: runtime) != nil else { return "its board has no figures for its runtime" }
        guard (1...1024).contains(threads) else { return "it has \(Plural.count(threads, "thread"))" }
        do throws(Diagnostic) {
            switch calibration {
            case .networks(let profile): if let problem = profile.problem { return "its profile \(problem)" }
            case .operations(let profile): if let problem = profile.problem { return "its profile \(problem)" }
            case nil: break
            }
            if let calibration { _ = try calibrated(by: calibration) }
            if let elsewhere = problemElsewhere { return elsewhere }
            if let energyCalibration {
                if let problem = energyCalibration.problem { return "its profile of energies \(problem)" }
                _ = try calibrated(byEnergy: energyCalibration)
            }
        } catch {
            return "its profile " + error.message
        }
        return nil
    }

    /// What is wrong with the target that was measured in its place.
    private var problemElsewhere: String? {
        guard let measured = measuredTarget, measured != self else { return nil }
        guard measured.runtime.family == runtime.family, measured.measuredTarget == nil else { return "it was measured as another kind" }
        return measured.problem.map { "it was measured where " + $0 }
    }
}

extension Board {
    fileprivate var problem: String? {
        if runtimes.isEmpty { return "has no runtime" }
        let processors = [cpu, gpu].compactMap { $0 }
        let aboveZero =
            processors.flatMap { [$0.cores, $0.clockGigahertz, $0.flopsPerCycle, $0.copyMegabytesPerSecond] } + [ramMegabytes]
            + runtimes.flatMap {
                [$0.convolution, $0.pointwise, $0.depthwise, $0.grouped, $0.dense, $0.memory, $0.parallelGain, $0.error]
            }
        let notBelow =
            runtimes.flatMap { [$0.overheadMicroseconds, $0.invocationMicroseconds, $0.memoryMegabytes] } + activePower.map(\.watts)
            + [idleWatts] + idleStates.map(\.watts)
        if !aboveZero.allSatisfy({ $0.isPossible && $0.low > 0 }) { return "has a figure that is not above 0, or too large" }
        if !notBelow.allSatisfy(\.isPossible) { return "has a figure that is below 0, or too large" }
        let threads = runtimes.map(\.threads) + activePower.map(\.threads)
        return threads.allSatisfy { (1...1024).contains($0) } ? nil : "has a number of threads that cannot be"
    }
}

extension SourcedValue {
    fileprivate var isPossible: Bool { low >= 0 && low <= value && value <= high && high <= 1e12 }
}

extension Budget {
    /// What no budget that was read has, in words.
    package var problem: String? {
        if let limit = limits.first(where: { !($0.allowed > 0 && $0.allowed.isFinite) }) {
            return "the limit of \(limit.quantity.name) is not above 0"
        }
        if Set(limits.map(\.quantity)).count < limits.count { return "a quantity is limited twice" }
        if let confidence, !(confidence > 0 && confidence < 1) { return "its confidence is not between 0 and 1" }
        return nil
    }
}

extension Mission {
    /// What no mission that was read has, in words.
    package var problem: String? {
        let values = [
            battery.ampereHours, battery.volts, battery.wattHours ?? 1, battery.capacityLeft, battery.efficiency, hours,
            inferencesPerSecond,
        ]
        guard values.allSatisfy({ $0 > 0 && $0 <= 1e12 }), battery.efficiency <= 1, battery.capacityLeft <= 1 else {
            return "one of its numbers cannot be a battery's or a mission's"
        }
        return schedule.problem
    }
}
