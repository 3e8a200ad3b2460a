internal import Foundation
internal import GRDB
import Support

/// SQLite goes on writing a file that was moved or removed, for it has it open; its journal stays under the old name.
extension Store {
    /// Compares the file that is written with the one that has its name.
    ///
    /// - Throws: `StoreError.moved` where that is another or none. What was committed is then in one file, and the error says in which.
    public func checkPlace() throws(StoreError) {
        if let displacement { throw displacement }
        guard let file = lock?.file else { return }
        let place = file.place
        guard place != .unchanged else { return }
        let isWhole = emptyJournal()
        let error = if case .moved(let newPath) = place { moved(to: newPath, isWhole: isWhole) } else { removed() }
        displacement = error
        throw error
    }

    /// Brings what is in the journal into the file, as far as no reader needs it there: what is in the journal alone is lost to who moves
    /// the file after its search was killed.
    func shortenJournal() { _ = try? queue.writeWithoutTransaction { try $0.checkpoint(.passive) } }

    /// Brings all of the journal into the file. The journal stays behind, and would be taken for that of a file that has the name next.
    ///
    /// - Returns: whether it could.
    private func emptyJournal() -> Bool {
        guard (try? queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }) != nil else { return false }
        if !isReplaced { for suffix in ["-wal", "-shm"] { unlink(path + suffix) } }
        return true
    }

    private var isReplaced: Bool { FileIdentity(named: path) != nil }

    private func moved(to newPath: String?, isWhole: Bool) -> StoreError {
        var message = "the database was moved while it was written"
        if isReplaced { message += ", and another file has its name" }
        guard let newPath else {
            return StoreError(
                .moved, message, path: path, hint: "what was committed is in it, wherever it is; \(Program.name) resume goes on with it")
        }
        message += "; it is now \(newPath)"
        guard isWhole else {
            return StoreError(
                .moved, message, path: path,
                hint: "its newest rows are in the journal \(path)-wal: move that to \(newPath)-wal, then resume")
        }
        var steps: [String] = []
        let weights = Self.weightsFolder(of: newPath)
        if !FileManager.default.fileExists(atPath: weights), FileManager.default.fileExists(atPath: weightsFolder) {
            steps.append("mv \(ShellWord.quoted(weightsFolder)) \(ShellWord.quoted(weights))")
        }
        steps.append(Program.command("resume", newPath))
        return StoreError(
            .moved, message, path: path, hint: "everything finished is kept in it; go on with: " + steps.joined(separator: " && "))
    }

    private func removed() -> StoreError {
        let message =
            isReplaced
            ? "the database was removed while it was written, and another file has its name"
            : "the database was removed while it was written: nothing is kept under its name"
        guard let copy = keepCopy() else {
            return StoreError(.moved, message, path: path, hint: "a copy of it, if there is one, can be resumed")
        }
        let steps =
            isReplaced
            ? "to go on with it, give it the name when that is free again"
            : "go on with it: mv \(ShellWord.quoted(copy)) \(ShellWord.quoted(path)) && \(Program.command("resume", path))"
        return StoreError(.moved, message, path: path, hint: "what was committed was saved as \(copy); \(steps)")
    }

    /// Writes what is still open to a new file: to move a file to another disk is to copy and remove it, which leaves the journal out.
    private func keepCopy() -> String? {
        let names = [path + "-removed"] + (2...9).map { "\(path)-removed-\($0)" }
        guard let copy = names.first(where: { FileIdentity(named: $0) == nil }) else { return nil }
        do {
            let target = try DatabaseQueue(path: copy)
            try queue.backup(to: target)
            try target.close()
            return copy
        } catch {
            StoreFile.remove(copy)
            return nil
        }
    }
}
