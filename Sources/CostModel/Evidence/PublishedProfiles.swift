internal import Foundation
internal import NetworkGraph
public import Support

/// Profiles that ship: files in the folder `profiles` beside the board files, whose names begin with their board's and their runtime's.
extension BoardDirectory {
    /// Returns the target with estimates that combine its datasheet with what ships for it: a profile of networks that was measured on it,
    /// else one of another number of threads, of kernels where the target's are not known, or of the board's own file where the user's has
    /// another clock. The target itself where nothing ships for it.
    ///
    /// - Throws: a `Diagnostic` where a file of the board's cannot be read.
    public func withPublishedEvidence(_ target: Target) throws(Diagnostic) -> Target {
        guard target.precision == .fp32, names.contains(target.board.name) else { return target }
        let fitting = try profiles(of: target.board.name, target.runtime.family).filter { profile in
            profile.unit == "s" && profile.runtime.family == target.runtime.family
                && (profile.runtime == target.runtime || !target.runtime.kernelsAreKnown)
        }
        let nearest = fitting.min { distance(of: $0, to: target) < distance(of: $1, to: target) }
        guard let nearest else { return target }
        let place = try board(named: target.board.name).target(runtime: nearest.runtime, threads: nearest.threads)
        return target.combiningEvidence(of: try place.calibrated(by: .networks(nearest)))
    }

    /// Another number of threads is farther away than other kernels.
    private func distance(of profile: CalibrationProfile, to target: Target) -> Int {
        2 * abs(profile.threads - target.threads) + (profile.runtime == target.runtime ? 0 : 1)
    }

    /// The profiles of networks that ship for a board with a runtime; files of others are not even read.
    private func profiles(of board: String, _ runtime: Runtime) throws(Diagnostic) -> [CalibrationProfile] {
        let folder = url.appendingPathComponent("profiles")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        var found: [CalibrationProfile] = []
        for file in files.sorted(by: { $0.path < $1.path })
        where file.lastPathComponent.hasPrefix("\(board)-\(runtime.rawValue)-") && file.pathExtension == "json" {
            guard case .networks(let profile) = try BoardProfile(contentsOf: file.path), profile.board == board else { continue }
            found.append(profile)
        }
        return found
    }
}
