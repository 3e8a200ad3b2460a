package import Support
internal import Foundation

/// Power over time, as a meter's log or a sensor read again and again gives it.
package struct PowerTrace: Sendable, Hashable {
    package struct Sample: Sendable, Hashable {
        package let seconds: Double
        package let watts: Double

        package init(seconds: Double, watts: Double) {
            self.seconds = seconds
            self.watts = watts
        }
    }

    /// What a window of time took.
    package struct Window: Sendable, Hashable {
        package let joules: Double
        package let seconds: Double
        /// Standard deviation of the samples in it.
        package let deviationWatts: Double
        package var meanWatts: Double { joules / seconds }

        package init(joules: Double, seconds: Double, deviationWatts: Double) {
            (self.joules, self.seconds, self.deviationWatts) = (joules, seconds, deviationWatts)
        }
    }

    /// In the order of time, at least two.
    package let samples: [Sample]
    /// What a clock showed at second 0, in seconds; nil where the samples' seconds are the log's own.
    package private(set) var clockStart: Double?
    /// What is read, and hardly true.
    package internal(set) var warnings: [Diagnostic] = []

    /// - Throws: a `Diagnostic` where time does not go on, or there are fewer than two samples.
    package init(_ samples: [Sample], file: String? = nil) throws(Diagnostic) {
        guard samples.count >= 2 else { throw Diagnostic("has \(samples.count) power samples, at least 2 are needed", file: file) }
        for (previous, next) in zip(samples, samples.dropFirst()) where next.seconds <= previous.seconds {
            throw Diagnostic(
                next.seconds == previous.seconds
                    ? "has several samples at \(next.seconds) s" : "goes back in time, from \(previous.seconds) to \(next.seconds) s",
                file: file)
        }
        guard samples.allSatisfy({ $0.seconds.isFinite && $0.watts.isFinite && $0.watts >= 0 }) else {
            throw Diagnostic("has a power that is negative or no number", file: file)
        }
        self.samples = samples
    }

    /// Samples at moments of a clock: their seconds count from the first one. Where a clock shows whole seconds, several samples of one are
    /// spread over it.
    init(_ samples: [(seconds: Double, watts: Double)], isClock: Bool, file: String) throws(Diagnostic) {
        guard isClock, let start = samples.first?.seconds else {
            try self.init(samples.map { Sample(seconds: $0.seconds, watts: $0.watts) }, file: file)
            return
        }
        var spread: [Sample] = []
        var first = 0
        while first < samples.count {
            let moment = samples[first].seconds
            let end = samples[first...].firstIndex { $0.seconds != moment } ?? samples.count
            let room = moment == moment.rounded() ? min(end < samples.count ? max(samples[end].seconds - moment, 0) : 1, 1) : 0
            for index in first..<end {
                let offset = room * Double(index - first) / Double(end - first)
                spread.append(Sample(seconds: moment - start + offset, watts: samples[index].watts))
            }
            first = end
        }
        try self.init(spread, file: file)
        clockStart = start
    }

    package var duration: ClosedRange<Double> { samples[0].seconds...samples[samples.count - 1].seconds }

    /// Energy of a window, by trapezoids, cut at its ends.
    ///
    /// - Throws: a `Diagnostic` where the samples do not cover it, have a gap in it of more than ten times the usual (of the steps before or
    ///   after it: a meter may change its rate), or are fewer than sixty (five seconds at 100 Hz, a minute at 1 Hz are the least that says anything).
    package func window(_ range: ClosedRange<Double>) throws(Diagnostic) -> Window {
        guard range.lowerBound >= duration.lowerBound, range.upperBound <= duration.upperBound, range.lowerBound < range.upperBound else {
            throw Diagnostic(
                String(
                    format: "the window %g to %g s is not within what was recorded, %g to %g s", range.lowerBound, range.upperBound,
                    duration.lowerBound, duration.upperBound))
        }
        let inside = samples.filter { range.contains($0.seconds) }
        guard inside.count >= Self.fewest else {
            throw Diagnostic(
                "the window has \(Plural.count(inside.count, "sample")), at least \(Self.fewest) are needed",
                hint: "measure longer: a minute at 1 Hz, ten are better")
        }
        let steps = zip(samples, samples.dropFirst()).map { $1.seconds - $0.seconds }
        let least = steps.min() ?? 0
        var joules = 0.0
        for (place, (first, second)) in zip(samples, samples.dropFirst()).enumerated() {
            let (start, end) = (max(first.seconds, range.lowerBound), min(second.seconds, range.upperBound))
            guard start < end else { continue }
            let step = second.seconds - first.seconds
            guard step <= 10 * least || step <= 10 * Self.usual(steps, around: place) else {
                throw Diagnostic(String(format: "the meter was silent from %g to %g s, within the window", first.seconds, second.seconds))
            }
            func watts(_ time: Double) -> Double { first.watts + (second.watts - first.watts) * (time - first.seconds) / step }
            joules += 0.5 * (watts(start) + watts(end)) * (end - start)
        }
        return Window(
            joules: joules, seconds: range.upperBound - range.lowerBound, deviationWatts: meanAndDeviation(inside.map(\.watts)).deviation)
    }

    private static let fewest = 60

    /// The larger of the medians of the ten steps before one and the ten after it.
    private static func usual(_ steps: [Double], around place: Int) -> Double {
        let sides = [steps[max(0, place - 10)..<place], steps[(place + 1)..<min(steps.count, place + 11)]]
        // A few steps at the end of a log say nothing of their own.
        let fewest = min(5, sides.map(\.count).max() ?? 0)
        return sides.filter { $0.count >= fewest && !$0.isEmpty }.map { $0.sorted()[$0.count / 2] }.max() ?? steps[place]
    }

    /// Far beyond any board on a battery.
    private static let implausibleWatts = 1000.0

    /// What to say of powers that no board takes; nil where there are none.
    ///
    /// - Parameter readAs: which units were read, in words.
    package static func warning(powers: [Double], readAs: String, file: String? = nil) -> Diagnostic? {
        guard let most = powers.max(), most > implausibleWatts else { return nil }
        return Diagnostic(
            String(format: "powers of up to %.3g W, which no board takes: ", most) + readAs, severity: .warning, file: file,
            hint: file == nil ? nil : "a unit in the heading, such as power_mW or voltage_mV, says what the numbers are")
    }
}

/// What an inference took, from a window at rest and one of inferences back to back.
package struct InferenceEnergy: Sendable, Hashable {
    package let idleWatts: Double
    package let activeWatts: Double
    /// With the idle power meanwhile: what a battery pays.
    package let totalJoules: Double
    /// What the inference adds to idle.
    package let marginalJoules: Double

    /// - Throws: a `Diagnostic` where there was no inference, or the board took no more for them than at rest.
    package init(idle: PowerTrace.Window, run: PowerTrace.Window, inferences: Int) throws(Diagnostic) {
        guard inferences > 0 else { throw Diagnostic("an energy per inference needs inferences, got \(inferences)") }
        guard run.meanWatts > idle.meanWatts else {
            throw Diagnostic(
                String(format: "inferences took %.3g W, no more than the %.3g W at rest", run.meanWatts, idle.meanWatts),
                hint: "are the two windows exchanged?")
        }
        idleWatts = idle.meanWatts
        activeWatts = run.meanWatts
        totalJoules = run.joules / Double(inferences)
        marginalJoules = (run.joules - idle.meanWatts * run.seconds) / Double(inferences)
    }
}

/// Mean and standard deviation of two values or more.
package func meanAndDeviation(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(values.count - 1)).squareRoot())
}
