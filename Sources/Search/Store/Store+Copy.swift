internal import CProcessShims
internal import Foundation
internal import GRDB

extension Store {
    /// What a copy has, and has not.
    public struct CopyReport: Sendable, Hashable {
        /// Trials in the copy, those without a result among them.
        public let trials: Int
        /// Files of weights and of trials under way.
        public let files: Int
        /// Names of weights that the database names and that are not there to be copied: a search makes them again.
        public let missing: [String]
    }

    /// Copies the database with its files of weights, also while a search writes it: the database as it is at one moment, and all weights
    /// that it names then. It appears under its name whole, or not at all, and its run can go on like the one it is of.
    ///
    /// - Throws: `StoreError.exists` where there is something of this name.
    public func copy(to path: String) throws(StoreError) -> CopyReport {
        try StoreFile.checkName(path)
        let path = URL(fileURLWithPath: path).standardizedFileURL.path
        let weights = Self.weightsFolder(of: path)
        for name in [path, weights] where FileManager.default.fileExists(atPath: name) {
            throw StoreError(.exists, "there is something of this name already", path: name, hint: "a copy needs a name of its own")
        }
        let folder = (path as NSString).deletingLastPathComponent
        let folders: MadeFolders
        do { folders = try MadeFolders(folder) } catch { throw StoreError(.readOnly, "the folder \(folder) cannot be made", path: path) }
        do throws(StoreError) {
            return try copyLocked(to: path, weights: weights, in: folder)
        } catch {
            folders.removeIfEmpty()
            throw error.withNothingKept("nothing was copied", then: "copy again")
        }
    }

    private func copyLocked(to path: String, weights: String, in folder: String) throws(StoreError) -> CopyReport {
        let lock = try StoreLock(database: path)
        defer { withExtendedLifetime(lock) {} }
        let (draft, draftWeights) = (path + "-new", weights + "-new")
        func clear() {
            StoreFile.remove(draft)
            try? FileManager.default.removeItem(atPath: draftWeights)
        }
        clear()
        do throws(StoreError) {
            let report = try Self.translating(path) { try copy(toDraft: draft, weights: RunFiles(folder: draftWeights)) }
            guard nas_synchronize(draft) == 0 else { throw .system("cannot write", path: path) }
            // The weights first: where the database is, they are.
            guard rename(draftWeights, weights) == 0, rename(draft, path) == 0 else { throw .system("cannot write", path: path) }
            _ = nas_synchronize(folder)
            return report
        } catch {
            clear()
            throw error
        }
    }

    /// What a search has named and then removed before it could be copied leaves a copy that is not of one moment: it is begun again.
    private static let copyAttempts = 20

    private func copy(toDraft draft: String, weights files: RunFiles) throws -> CopyReport {
        let source = RunFiles(folder: weightsFolder)
        try files.makeFolder()
        for attempt in 1... {
            // What may be gone soon is copied before the database says what of it is needed, and what came meanwhile after it.
            for name in source.ownNames() where !files.has(name) { _ = source.copy(name, to: files) }
            StoreFile.remove(draft)
            let (named, trials) = try copyDatabase(to: draft)
            let missing = named.subtracting(files.ownNames()).sorted().filter { !source.copy($0, to: files) }
            // Without a search under way they do not come back.
            guard missing.isEmpty || attempt == Self.copyAttempts || !isBeingWritten else { continue }
            files.sweep(keeping: named.union(source.ownNames()))
            let kept = files.ownNames()
            for name in kept where !files.secure(name) { throw StoreError.system("cannot write", path: files.path(name)) }
            return CopyReport(trials: trials, files: kept.count, missing: missing)
        }
        preconditionFailure("the last attempt ends it")
    }

    /// - Returns: the weights that it names, and how many trials it has.
    private func copyDatabase(to draft: String) throws -> (named: Set<String>, trials: Int) {
        let target = try DatabaseQueue(path: draft, configuration: Self.configuration(.full, readonly: false))
        try queue.backup(to: target)
        // In one file, that can be renamed.
        try target.writeWithoutTransaction { db in _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE") }
        let found = try target.read { db in
            let sql =
                "SELECT weights_file FROM trial WHERE weights_file IS NOT NULL UNION SELECT weights_file FROM retraining WHERE weights_file IS NOT NULL"
            return (Set(try String.fetchAll(db, sql: sql)), try Int.fetchOne(db, sql: "SELECT count(*) FROM trial") ?? 0)
        }
        try target.close()
        return found
    }
}
