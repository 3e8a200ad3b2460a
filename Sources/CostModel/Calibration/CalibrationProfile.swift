public import NAS
public import Support
internal import Foundation

/// A calibration as a file: what was measured, where, and how the model made from it predicts. The model itself is made anew from
/// the samples, always in the same way.
public struct CalibrationProfile: Sendable, Hashable, Codable {
    /// A measured network: its work and its cost.
    public struct Sample: Sendable, Hashable, Codable {
        public let name: String
        public let value: Double
        public let work: Work
    }

    /// Of the file.
    public let version: Int
    public let board: String
    public let runtime: Runtime
    public let threads: Int
    public let precision: String
    /// `s` or `J`.
    public let unit: String
    /// Where the measurements come from, in words.
    public let source: String
    public let form: LatencyForm
    /// Rates that the model was held to, one for each term, up to a common factor.
    public let prior: [String: Double]
    public let trustInPrior: Double
    public let samples: [Sample]
    /// Mean relative error of networks left out, one by one, and its standard error.
    public let leaveOneOutError: Double
    public let standardError: Double
    /// Half-width, as a logarithm, of the interval that holds nine of ten networks not seen.
    public let logHalfWidth: Double

    static let currentVersion = 1

    /// Fits a model to networks and says how well it predicts those it has not seen.
    public init(
        _ networks: [MeasuredNetwork], by calibration: Calibration, board: String, runtime: Runtime, threads: Int, precision: String,
        unit: String, source: String
    ) {
        let model = calibration.fit(networks)
        let left = calibration.leaveOneOut(networks)
        version = Self.currentVersion
        (self.board, self.runtime, self.threads, self.precision) = (board, runtime, threads, precision)
        (self.unit, self.source) = (unit, source)
        form = model.form
        prior = Dictionary(uniqueKeysWithValues: zip(WorkTerm.allCases.map(\.rawValue), calibration.prior))
        trustInPrior = calibration.trustInPrior
        samples = networks.map { Sample(name: $0.name, value: $0.value, work: $0.work(model.form.unused)) }
        (leaveOneOutError, standardError) = (left.meanError, left.standardError)
        logHalfWidth = conformalQuantile(left.logErrors.map(abs), confidence: 0.9)
    }

    /// The model, the same for the same file.
    public var model: LatencyModel {
        LatencyModel(
            form, works: samples.map(\.work), measured: samples.map(\.value),
            prior: WorkTerm.allCases.map { prior[$0.rawValue] ?? $0.typicalCost }, trust: trustInPrior)
    }

    /// JSON with sorted keys: the same profile is the same text.
    public func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    /// - Throws: a `Diagnostic` where the file cannot be read or is not a profile of this version.
    public init(contentsOf path: String) throws(Diagnostic) {
        let data: Data
        do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch { throw Diagnostic("cannot be read", file: path) }
        let profile: CalibrationProfile
        do {
            profile = try JSONDecoder().decode(CalibrationProfile.self, from: data)
        } catch {
            throw Diagnostic("is not a calibration profile", file: path, hint: "nas calibrate fit --output makes one")
        }
        guard profile.version == Self.currentVersion else {
            throw Diagnostic("is a profile of version \(profile.version), this nas reads \(Self.currentVersion)", file: path)
        }
        guard !profile.samples.isEmpty, profile.samples.allSatisfy({ $0.value > 0 && $0.value.isFinite }) else {
            throw Diagnostic("has no samples, or one that is not above zero", file: path)
        }
        self = profile
    }
}
