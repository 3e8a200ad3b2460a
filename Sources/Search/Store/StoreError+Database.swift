internal import Foundation
internal import GRDB

extension StoreError {
    /// Runs database code, and says in words what goes wrong in it.
    static func translating<Result>(path: String, _ body: () throws -> Result) throws(StoreError) -> Result {
        do {
            return try body()
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            throw StoreError(error, path: path)
        } catch {
            throw StoreError(.corrupt, "the database holds what this program did not write: \(error)", path: path)
        }
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
            self.init(.inputOutput, "reading or writing failed: \(words)", path: path, hint: "the disk may be full or failing")
        default:
            self.init(.corrupt, "the database answers: \(words)", path: path)
        }
    }
}
