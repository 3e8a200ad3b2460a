internal import CProcessShims
internal import Foundation

/// The files beside a run's database: weights of the trials on its front, checkpoints inside trials under way.
struct RunFiles {
    let folder: String

    func weightsName(_ trial: Int) -> String { "trial-\(Self.padded(trial)).safetensors" }
    func weightsPath(_ trial: Int) -> String { folder + "/" + weightsName(trial) }
    func checkpointPath(_ trial: Int) -> String { folder + "/trial-\(Self.padded(trial)).checkpoint" }

    private static func padded(_ trial: Int) -> String {
        let digits = String(trial)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    func makeFolder() throws(StoreError) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw StoreError(.readOnly, "the folder for weights cannot be made", path: folder)
        }
    }

    func hasWeights(_ trial: Int) -> Bool { access(weightsPath(trial), R_OK) == 0 }

    /// Puts a trial's weights on the disk, before the database says that they are there.
    func secureWeights(_ trial: Int) -> Bool { nas_synchronize(weightsPath(trial)) == 0 && nas_synchronize(folder) == 0 }

    func removeWeights(_ trial: Int) { unlink(weightsPath(trial)) }
    func removeCheckpoint(_ trial: Int) { unlink(checkpointPath(trial)) }

    /// Removes what a killed process has left: weights that no row names, unfinished files, checkpoints of trials that
    /// are done. Files that are not named like ours are not touched.
    func sweep(keptWeights: Set<String>, openTrials: Set<Int>) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            // What Foundation writes whole-or-not-at-all has such a name until it is whole.
            if name.hasPrefix(".dat.nosync") { unlink(folder + "/" + name) }
            guard name.hasPrefix("trial-"), let trial = Int(name.dropFirst(6).prefix { $0.isASCII && $0.isNumber }) else { continue }
            let isCheckpoint = folder + "/" + name == checkpointPath(trial)
            if keptWeights.contains(name) || (isCheckpoint && openTrials.contains(trial)) { continue }
            unlink(folder + "/" + name)
        }
    }
}
