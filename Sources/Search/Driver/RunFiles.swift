internal import CProcessShims
internal import Foundation

/// The files beside a run's database: weights of the trials on its front, checkpoints inside trials under way, states that trials of
/// a short fidelity have ended in.
struct RunFiles {
    let folder: String
    /// How many folds candidates are cross-validated by.
    var folds = 1

    /// The name of a trial's file of weights.
    ///
    /// - Parameter replicate: the replicate of a training anew; 0 for the trial itself.
    func weightsName(_ trial: Int, replicate: Int = 0) -> String { Self.name(trial, replicate) + ".safetensors" }
    func stateName(_ trial: Int) -> String { Self.name(trial, 0) + ".state" }
    func checkpointName(_ trial: Int, replicate: Int = 0) -> String { Self.name(trial, replicate) + ".checkpoint" }
    func path(_ name: String) -> String { folder + "/" + name }

    private static func name(_ trial: Int, _ replicate: Int) -> String {
        "trial-" + padded(trial) + (replicate == 0 ? "" : "-\(replicate)")
    }

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

    var hasFolder: Bool { access(folder, F_OK) == 0 }
    func has(_ name: String) -> Bool { access(path(name), R_OK) == 0 }

    /// Removes a file, and those of the other folds of a cross-validation.
    func remove(_ name: String) {
        unlink(path(name))
        for fold in 1..<folds { unlink(FoldFile.path(path(name), fold: fold)) }
    }

    /// Puts a file on the disk, before the database says that it is there.
    func secure(_ name: String) -> Bool { nas_synchronize(path(name)) == 0 && nas_synchronize(folder) == 0 }

    /// The names of all that a search has put here: weights, checkpoints and states.
    func ownNames() -> Set<String> {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return Set(names.filter { name in Self.isOwn(name) && Self.endings.contains { name.hasSuffix($0) } })
    }

    /// Copies a file of this name to another run's. What a search replaces it does by renaming, so that a file is copied whole.
    ///
    /// - Returns: false where it is not there.
    func copy(_ name: String, to other: RunFiles) -> Bool {
        (try? FileManager.default.copyItem(atPath: path(name), toPath: other.path(name))) != nil
    }

    private static let endings = [".safetensors", ".state", ".checkpoint"]

    private static func isOwn(_ name: String) -> Bool { name.hasPrefix("trial-") && name.dropFirst(6).first?.isNumber == true }

    /// Removes what a killed process has left: files of trials that are none of those that are kept. Files that are not named like
    /// ours are not touched.
    ///
    /// - Parameter kept: names.
    func sweep(keeping kept: Set<String>) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            // What Foundation writes whole-or-not-at-all has such a name until it is whole.
            if name.hasPrefix(".dat.nosync") { unlink(path(name)) }
            guard Self.isOwn(name), !kept.contains(FoldFile.ofFirst(name)) else { continue }
            unlink(path(name))
        }
    }
}
