public import CostModel
internal import Foundation
internal import Support

/// What a target's estimates stand on, in words: its datasheet, measurements, or both.
public struct EstimateBasis: Sendable {
    /// One or two sentences; folded by whoever prints them.
    public let text: String

    /// Describes what a target's estimates stand on.
    public init(_ target: Target) {
        var sentences: [String]
        if let measured = target.measuredTarget, case .networks(let profile)? = measured.calibration {
            sentences = [
                "estimates stand on the board's datasheet and on \(Self.networks(profile, on: measured, for: target)) (--profile none "
                    + "leaves those out): surest for networks like those, extrapolated beyond; source: \(profile.source)"
            ]
            if Self.text(measured, target) != nil { sentences.append(Self.measuring(target)) }
        } else {
            switch target.calibration {
            case .networks(let profile):
                sentences = ["estimates stand on \(Self.networks(profile, on: target, for: target)); source: \(profile.source)"]
            case .operations(let profile):
                sentences = [
                    "estimates stand on a calibration of the board: \(Plural.count(profile.alone.count, "operation")) and "
                        + "\(Plural.count(profile.networks.count, "network"))"
                ]
            case nil:
                let error = target.board.profile(of: target.runtime)?.error
                let reach = error.map {
                    String(format: ", by which networks of some milliseconds take %.2f to %.2f times as long", $0.low, $0.high)
                }
                sentences = ["estimates stand on the board's datasheet\(reach ?? "")", Self.measuring(target)]
            }
        }
        if let energies = target.energyCalibration {
            sentences.append("Energies stand on those of \(Plural.count(energies.samples.count, "network")); source: \(energies.source)")
        }
        text = sentences.joined(separator: ". ")
    }

    /// The C runtime measures a board by itself; of others the user measures networks.
    private static func measuring(_ target: Target) -> String {
        target.runtime == .c
            ? "A calibration of your board takes ten minutes: \(Program.name) calibrate run --help"
            : "A profile of some tens of networks that you measured makes them surer: \(Program.name) calibrate fit --help"
    }

    /// `23 networks of 7.60 ms to 373 ms, measured with tflite-ruy, 4 threads`
    private static func networks(_ profile: CalibrationProfile, on measured: Target, for target: Target) -> String {
        let seconds = profile.samples.map(\.value)
        let range = "\(Dimension.time.format(seconds.min() ?? 0)) to \(Dimension.time.format(seconds.max() ?? 0))"
        return "\(Plural.count(seconds.count, "network")) of \(range) measured \(text(measured, target) ?? "there")"
    }

    /// How they were measured, where that is otherwise than the target.
    private static func text(_ measured: Target, _ target: Target) -> String? {
        let isSame = measured.runtime == target.runtime && measured.threads == target.threads && measured.board.hash == target.board.hash
        return isSame ? nil : "with \(measured.how(besides: target))"
    }
}
