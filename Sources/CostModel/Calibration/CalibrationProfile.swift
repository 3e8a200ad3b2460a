public import Support
internal import Foundation

/// A calibration as a file: what was measured, where, and how the model made from it predicts. The model itself is made anew from
/// the samples, always in the same way.
public struct CalibrationProfile: Sendable, Hashable, Codable {
    /// A measured network: its work and its cost.
    public struct Sample: Sendable, Hashable, Codable {
        /// The name of the network, such as its architecture in short form.
        public let name: String
        /// What was measured, in the profile's unit: the mean of several measurements, above 0.
        public let value: Double
        /// What the runtime does for the network.
        public let work: NetworkWork
    }

    /// The version of the file's format.
    public let version: Int
    /// The name of the board.
    public let board: String
    /// The runtime that executed the networks.
    public let runtime: Runtime
    /// The number of threads that the runtime used.
    public let threads: Int
    /// The type of number that was computed in: `fp32`.
    public let precision: String
    /// The unit of the measurements: `s` or `J`.
    public let unit: String
    /// What the joules are; nil for seconds, and for joules at the 5 V input with idle power in them.
    public let energy: EnergyMeasurement?
    /// Where the measurements come from, in words.
    public let source: String
    /// The form of the model that cross-validation chose.
    public let form: LatencyForm
    /// The board that the model was held to, whole, so that the model can be made anew; none or one.
    public let prior: [CalibrationProfile]
    /// How many times as much the prior says about rates as the rule of thumb does.
    public let trustInPrior: Double
    /// The measured networks, each once.
    public let samples: [Sample]
    /// The mean relative error of networks left out.
    public let leftOutError: Double
    /// The standard error of `leftOutError`.
    public let standardError: Double
    /// The half-width, as a logarithm, of the interval that holds nine of ten networks not seen.
    public let logHalfWidth: Double
    /// The same beside what the model expects a network to be off by (`LatencyModel.spread`); nil in profiles of before, whose
    /// intervals are all `logHalfWidth` wide.
    public let intervalScore: Double?
    /// Standard deviation of one measurement as a share, from networks that were measured several times; nil where none was.
    public let noise: Double?

    /// Profiles of version 1 have rates by the ridge (`LatencyForm.Law`).
    static let versions = 1...2

    /// What networks were measured on.
    public struct Subject: Sendable, Hashable {
        /// The name of the board.
        public let board: String
        /// The runtime that executed the networks.
        public let runtime: Runtime
        /// The number of threads that the runtime used.
        public let threads: Int
        /// The type of number that was computed in: `fp32`.
        public let precision: String

        /// Names a board, with how the networks ran on it.
        public init(board: String, runtime: Runtime, threads: Int, precision: String = "fp32") {
            (self.board, self.runtime, self.threads, self.precision) = (board, runtime, threads, precision)
        }
    }

    /// Fits a model to networks and says how well it predicts those it has not seen.
    ///
    /// - Parameters:
    ///   - networks: each once, repeated measurements averaged (`MeasuredNetwork.averaged`).
    ///   - subject: the board, runtime and precision that were measured.
    ///   - priors: profiles of boards of the same kind; the one is taken with which the networks predict each other best.
    ///   - trust: how many times as much a prior says about rates as the rule of thumb.
    ///   - unit: the unit of the measured values, `s` or `J`.
    ///   - energy: how energies were measured; nil for latencies.
    ///   - source: where the measurements come from, in words.
    public init(
        _ networks: [MeasuredNetwork], on subject: Subject, priors: [CalibrationProfile] = [], trust: Double = 1, unit: String,
        energy: EnergyMeasurement? = nil, source: String
    ) {
        var calibration = Calibration(profiles: priors, trust: trust, runtime: subject.runtime, threads: subject.threads)
        let chosen = calibration.prior(for: networks)
        calibration.priors = [calibration.priors[chosen]]
        let model = calibration.fit(networks)
        let left = calibration.leaveOut(networks)
        version = model.form.law == .ridge ? 1 : 2
        (board, runtime, threads, precision) = (subject.board, subject.runtime, subject.threads, subject.precision)
        (self.unit, self.energy, self.source) = (unit, unit == "J" ? energy : nil, source)
        form = model.form
        prior = priors.isEmpty ? [] : [priors[chosen]]
        trustInPrior = trust
        samples = networks.map { network in
            let work = network.work(model.form.unused)
            // Shapes only where they are needed.
            return Sample(name: network.name, value: network.value, work: model.form.shapeNoise == nil ? NetworkWork(work.total) : work)
        }
        (leftOutError, standardError) = (left.meanError, left.standardError)
        logHalfWidth = conformalQuantile(left.logErrors.map(abs), confidence: 0.9)
        intervalScore = left.intervalScore
        noise = MeasuredNetwork.noise(of: networks)
    }

    /// The model, the same for the same file.
    public var model: LatencyModel {
        LatencyModel(
            form, works: samples.map(\.work), measured: samples.map(\.value),
            prior: prior.first.map { LatencyPrior($0.model, trust: trustInPrior, runtime: runtime, threads: threads) }
                ?? LatencyPrior(runtime: runtime, threads: threads))
    }

    /// Returns JSON with sorted keys: the same profile is the same text.
    public func text() throws -> String { try profileText(self) }

    /// Reads a profile of networks from a file.
    ///
    /// - Throws: a `Diagnostic` where the file cannot be read or is not a profile of this version.
    public init(contentsOf path: String) throws(Diagnostic) {
        var data: Data
        do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch { throw Diagnostic("cannot be read", file: path) }
        // An editor may have put a byte order mark before it.
        data = Data(try DecodedText.decode(data, file: path).utf8)
        try self.init(data, file: path)
    }

    init(_ data: Data, file path: String) throws(Diagnostic) {
        let profile: CalibrationProfile
        do {
            profile = try JSONDecoder().decode(CalibrationProfile.self, from: data)
        } catch {
            throw Diagnostic("is not a calibration profile", file: path, hint: "\(Program.name) calibrate fit --output makes one")
        }
        guard Self.versions.contains(profile.version) else {
            throw Diagnostic(
                "is a profile of version \(profile.version), this nas reads \(Self.versions.lowerBound) to \(Self.versions.upperBound)",
                file: path)
        }
        if let problem = profile.problem { throw Diagnostic(problem, file: path) }
        self = profile
    }

    /// What no profile of `fit` has, in words.
    var problem: String? {
        if samples.isEmpty || !samples.allSatisfy({ $0.value > 0 && $0.value.isFinite }) {
            return "has no samples, or one that is not above zero"
        }
        let isForm = form.ridge > 0 && form.residual >= 0 && form.shapeNoise ?? 1 > 0 && trustInPrior > 0
        if !isForm || logHalfWidth < 0 || intervalScore ?? 0 < 0 { return "has a form or an interval that cannot be" }
        if let watts = energy?.meanWatts, !(watts > 0 && watts.isFinite) { return "has a mean power that cannot be" }
        if (form.law == .ridge) != (version == 1) { return "has a form that profiles of version \(version) do not have" }
        if prior.count > 1 { return "has \(prior.count) priors, at most one is possible" }
        return prior.first?.problem.map { "its prior " + $0 }
    }
}
