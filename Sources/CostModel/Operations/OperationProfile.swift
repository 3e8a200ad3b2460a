internal import NetworkGraph
public import Support
internal import Foundation

/// A calibration that was run on a board, as a file: what was measured there, under which circumstances, and how well the model
/// made from it predicts. The model itself is made anew from the samples, always in the same way.
public struct OperationProfile: Sendable, Hashable, Codable {
    /// The version of the file's format. Its name tells these files from those of `CalibrationProfile`.
    public let operationProfile: Int
    /// The name of the board.
    public let board: String
    /// What the operations computed in.
    public let precision: OperationPrecision
    /// Where and how it was measured, in words.
    public let source: String
    /// What the board said of itself before and after each run: kernel, governor, frequency, temperature, throttling, compiler and flags.
    public let surroundings: [[String: String]]
    /// What was not as it should be while it was measured; empty where all was.
    public let problems: [String]
    /// What the board took meanwhile; nil where it has no sensor.
    public private(set) var power: MeasuredPower?
    /// Operations measured alone, at least one.
    public let alone: [MeasuredSample]
    /// Whole networks that were measured; may be empty.
    public let networks: [MeasuredSample]
    /// The mean relative error of networks that the model does not know; nil where none was measured.
    public let leftOutError: Double?
    /// The standard error of `leftOutError`; nil where no network was measured.
    public let standardError: Double?
    /// The share of the measured networks that is predicted within 10 % by a model that does not know them; nil where none was measured.
    public let withinTenPercent: Double?
    /// The half-width, as a logarithm, of the interval that holds nine of ten networks not seen.
    public let logHalfWidth: Double
    /// The same beside what is not known of a network's operations (`OperationModel.spread`); nil where too few networks were measured, and
    /// in profiles of before, whose intervals are all `logHalfWidth` wide.
    public let intervalScore: Double?

    static let currentVersion = 1

    /// Fits a model to what was measured, and says how well it predicts networks that it does not know.
    ///
    /// - Precondition: `alone` has a sample at least.
    public init(
        board: String, precision: OperationPrecision, source: String, surroundings: [[String: String]], problems: [String],
        power: MeasuredPower? = nil, alone: [MeasuredSample], networks: [MeasuredSample]
    ) {
        operationProfile = Self.currentVersion
        self.power = power
        (self.board, self.precision, self.source) = (board, precision, source)
        (self.surroundings, self.problems, self.alone, self.networks) = (surroundings, problems, alone, networks)
        let model = OperationModel(alone: alone, networks: networks, precision: precision)
        let errors = model.leftOutLogErrors
        let relative = errors.map(Assessment.relativeError)
        let summary = errors.isEmpty ? nil : meanAndStandardError(relative)
        leftOutError = summary?.mean
        standardError = summary?.standardError
        withinTenPercent = errors.isEmpty ? nil : Double(relative.count { $0 <= 0.1 }) / Double(relative.count)
        intervalScore =
            errors.count >= Self.fewestNetworks
            ? conformalQuantile(zip(errors, networks).map { abs($0) / model.spread(of: $1.operations) }, confidence: 0.9) : nil
        // Too few networks to tell: what such models are off by where nothing is known but their operations.
        logHalfWidth =
            errors.count >= Self.fewestNetworks ? conformalQuantile(errors.map(abs), confidence: 0.9) : max(errors.map(abs).max() ?? 0, 0.3)
    }

    private static let fewestNetworks = 9

    /// Returns the profile with what a meter showed.
    ///
    /// - Throws: a `Diagnostic` where a board cannot take that: a power below 0 or above 100 kW, or no more at work than at rest.
    public func with(_ power: MeasuredPower) throws(Diagnostic) -> OperationProfile {
        guard power.isPossible else {
            throw Diagnostic("a board cannot idle on \(power.idleWatts) W and take \(power.activeWatts) W while it works")
        }
        var profile = self
        profile.power = power
        return profile
    }

    /// The model, the same for the same file.
    public var model: OperationModel {
        OperationModel(alone: alone, networks: networks, precision: precision)
    }

    /// Returns each network with what a model that does not know it predicts, in seconds.
    public func leftOutNetworks() -> [(sample: MeasuredSample, predicted: Double)] {
        zip(networks, model.leftOutLogErrors).map { ($0, $0.seconds / exp($1)) }
    }

    /// Returns JSON with sorted keys: the same profile is the same text.
    public func text() throws -> String { try profileText(self) }

    /// Reads a profile from a file's bytes.
    ///
    /// - Throws: a `Diagnostic` where the text is not a profile of this version.
    init(_ data: Data, file: String) throws(Diagnostic) {
        let profile: OperationProfile
        do { profile = try JSONDecoder().decode(OperationProfile.self, from: data) } catch {
            throw Diagnostic("is not a calibration profile", file: file, hint: "\(Program.name) calibrate run makes one")
        }
        guard profile.operationProfile == Self.currentVersion else {
            throw Diagnostic(
                "is a profile of version \(profile.operationProfile), this nas reads \(Self.currentVersion)", file: file)
        }
        if let problem = profile.problem { throw Diagnostic(problem, file: file) }
        self = profile
    }

    /// What no profile of a calibration has, in words.
    var problem: String? {
        guard power?.isPossible ?? true else { return "has a power that cannot be" }
        guard !alone.isEmpty, logHalfWidth >= 0, logHalfWidth.isFinite, intervalScore ?? 0 >= 0, intervalScore?.isFinite ?? true,
            (alone + networks).allSatisfy({ $0.seconds > 0 && $0.seconds.isFinite && $0.noise >= 0 && $0.noise.isFinite && $0.isPossible })
        else { return "has a sample that cannot be" }
        return nil
    }
}

extension MeasuredSample {
    /// Whether no number of a shape is such that counting with it fails.
    fileprivate var isPossible: Bool {
        !operations.isEmpty
            && operations.allSatisfy { operation in
                let numbers = [
                    operation.input.height, operation.input.width, operation.input.channels, operation.output.height,
                    operation.output.width, operation.output.channels, operation.kernel.height, operation.kernel.width,
                    operation.stride.height, operation.stride.width, operation.groups, operation.operands,
                ]
                return numbers.allSatisfy { (1...1 << 20).contains($0) } && operation.input.elements < 1 << 40
            }
    }
}
