internal import Foundation
internal import GRDB
internal import Support

extension StoreError {
    /// Runs database code, and says in words what goes wrong in it.
    static func translating<Result>(path: String, _ body: () throws -> Result) throws(StoreError) -> Result {
        do {
            return try body()
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            throw StoreError(error, path: path)
        } catch let error as UnreadableColumn {
            throw .unreadable("\(error)", path: path)
        } catch {
            throw StoreError(.corrupt, "the database holds what this program did not write: \(StoreEncoding.words(error))", path: path)
        }
    }

    private static func unreadable(_ what: String, path: String, hint: String? = nil) -> StoreError {
        StoreError(
            .corrupt, "the database holds what this program did not write: \(what)", path: path,
            hint: hint ?? "restore a copy, or undo what was changed there")
    }

    /// About a column that only the program around the search can read.
    package static func unreadable(
        _ column: String, ofTable table: String, _ text: String, _ error: any Error, path: String
    ) -> StoreError {
        let what = UnreadableColumn(table, column, text.replacing("\n", with: " "), reason: StoreEncoding.words(error))
        return .unreadable("\(what)", path: path, hint: (error as? Diagnostic)?.hint)
    }

    private init(_ error: DatabaseError, path: String) {
        let words = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL:
            self.init(
                .diskFull, "the disk is full; everything up to the last finished trial is in the database", path: path,
                hint: "make room, then resume")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(.readOnly, "the database cannot be written: \(words)", path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.locked, "another process holds the database", path: path)
        case .SQLITE_CORRUPT:
            self.init(
                .corrupt, "the database is damaged: \(words)", path: path, hint: "restore a copy; `sqlite3 FILE .recover` may save rows")
        case .SQLITE_NOTADB:
            self.init(.notADatabase, "not a database", path: path)
        case .SQLITE_CANTOPEN:
            self.init(.inputOutput, "the database cannot be opened: \(words)", path: path)
        case .SQLITE_IOERR:
            let (message, hint) = Self.cause(ofInputOutput: words, path: path)
            self.init(.inputOutput, message, path: path, hint: hint)
        default:
            self.init(.corrupt, "the database answers: \(words)", path: path)
        }
    }

    /// What SQLite does not say of a file that cannot be read or written.
    private static func cause(ofInputOutput words: String, path: String) -> (message: String, hint: String) {
        let journal = path + "-wal"
        let largest = max(StoreFile.size(path), StoreFile.size(journal))
        var limit = rlimit()
        #if canImport(Glibc)
        let isKnown = getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0
        #else
        let isKnown = getrlimit(RLIMIT_FSIZE, &limit) == 0
        #endif
        // SQLite writes whole pages, a few at a time.
        if isKnown, limit.rlim_cur < UInt64(Int64.max), largest + 1 << 17 > Int(limit.rlim_cur) {
            return (
                "a file of this process may not grow beyond \(limit.rlim_cur) bytes: \(words)",
                "ulimit -f unlimited, or another limit of whatever started this, lets it grow; then \(Program.name) resume goes on"
            )
        }
        if FileIdentity(named: path) != nil, FileIdentity(named: journal) == nil {
            return (
                "its journal \(journal) was removed while it was written, and with it what was not in the database yet",
                "files beside a database are part of it while it is written; \(Program.name) resume goes on with what is in it"
            )
        }
        return ("reading or writing failed: \(words)", "the disk may be failing, or the file be on a disk that is not there any more")
    }
}

extension StoreError {
    /// The same of a search whose new database was taken away again, for no trial of it had ended.
    package var beforeTheFirstTrial: StoreError {
        switch kind {
        case .diskFull: withNothingKept("no trial had ended, and the new database was taken away again", then: "search again")
        case .inputOutput:
            StoreError(
                kind, message, path: path,
                hint: "no trial had ended, and the new database was taken away again: mend that, make room on the disk, then search again")
        default: self
        }
    }

    /// The same where a database was to be made, and nothing of it is left.
    func withNothingKept(_ what: String, then again: String) -> StoreError {
        guard kind == .diskFull else { return self }
        return StoreError(kind, "the disk is full: \(what)", path: path, hint: "make room, or name a file on another disk, and \(again)")
    }
}
