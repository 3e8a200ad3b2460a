internal import CProcessShims
internal import Foundation
internal import GRDB

/// A run's database: one SQLite file that holds everything the run needs to go on (docs/store.md). One process writes;
/// any number read meanwhile, and never write.
public final class Store {
    /// What a commit waits for.
    public enum Durability: Sendable {
        /// The disk: what is committed survives a power cut.
        case full
        /// Nothing: what is committed survives the process, but not a power cut. For benchmarks.
        case off
    }

    /// The database file's path without symbolic links: journal, lock and weights go by it.
    public let path: String
    /// The folder beside the database for the weights of trials on the front, and for checkpoints and states of trials.
    public var weightsFolder: String { Self.weightsFolder(of: path) }
    /// Whether this was opened or made to be written; false for one that only reads, and once it is discarded.
    public var isWritable: Bool { lock != nil }

    let queue: DatabaseQueue
    private(set) var lock: StoreLock?
    private let copy: TemporaryCopy?
    var session: Int?
    /// Numbers that estimators have in this database.
    var estimators: [Estimator: Int] = [:]
    var presentSpace: SpaceVersion?
    /// The check of a database that was opened to be written, which has to end before anything is written; nil for others.
    var check: BackgroundReading<Void>?
    /// That the file was moved or removed, once that was seen.
    var displacement: StoreError?
    /// What was made on disk for a database that is new; nil for one that was there.
    var made: Made?

    private init(path: String, queue: DatabaseQueue, lock: StoreLock?, copy: TemporaryCopy? = nil) {
        self.path = path
        self.queue = queue
        self.lock = lock
        self.copy = copy
    }

    deinit { try? queue.close() }

    func releaseLock() { lock = nil }

    /// The folder of weights beside a database: `runs/mobile-1.weights` for `runs/mobile-1.db`.
    public static func weightsFolder(of path: String) -> String {
        (path.hasSuffix(".db") ? String(path.dropLast(3)) : path) + ".weights"
    }

    // MARK: Opening

    /// Starts a database for a new run. It appears under its name whole, or not at all.
    ///
    /// - Throws: `StoreError.exists` if there is a file of this name, `.locked` if another process makes one.
    public static func create(at path: String, run: RunDefinition, durability: Durability = .full) throws(StoreError) -> Store {
        try create(at: path, run: run, durability: durability) { _ in }
    }

    /// - Parameter fill: puts in what it begins with.
    static func create(
        at path: String, run: RunDefinition, durability: Durability, _ fill: (Database) throws -> Void
    ) throws(StoreError) -> Store {
        try StoreFile.checkName(path)
        let path = ResolvedPath.of(path)
        let folder = (path as NSString).deletingLastPathComponent
        let folders: MadeFolders
        do { folders = try MadeFolders(folder) } catch { throw StoreError(.readOnly, "the folder \(folder) cannot be made", path: path) }
        do {
            let store = try create(at: path, in: folder, run: run, durability: durability, fill)
            store.made = Made(folders: folders, file: FileIdentity(named: path))
            return store
        } catch {
            folders.removeIfEmpty()
            throw error.withNothingKept("no database was made", then: "begin again")
        }
    }

    private static func create(
        at path: String, in folder: String, run: RunDefinition, durability: Durability, _ fill: (Database) throws -> Void
    ) throws(StoreError) -> Store {
        let lock = try StoreLock(database: path)
        try StoreFile.checkFree(path)
        // A rest of a process that was killed here: journals of a database that is gone would be taken for the new one's.
        let draft = path + "-new"
        StoreFile.remove(draft)
        StoreFile.removeJournals(of: path)
        do {
            try translating(path) {
                let queue = try DatabaseQueue(path: draft, configuration: configuration(durability, readonly: false))
                try queue.writeWithoutTransaction { db in
                    try setJournal(db, path: draft)
                    try db.inTransaction {
                        try db.execute(sql: StoreSchema.sinceVersion1)
                        try db.execute(sql: StoreSchema.version2(objectives: run.objectives.count))
                        try db.execute(sql: StoreSchema.sinceVersion2)
                        try db.execute(sql: StoreSchema.sinceVersion3)
                        try db.execute(sql: "PRAGMA application_id = \(StoreFile.applicationID)")
                        try db.execute(sql: "PRAGMA user_version = \(StoreFile.version)")
                        try insert(run, db)
                        try fill(db)
                        return .commit
                    }
                    // All of it is in the file before that has its name; a disk that is full is told here, not when it is closed.
                    if try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal" { try db.checkpoint(.truncate) }
                }
                try queue.close()
            }
        } catch {
            StoreFile.remove(draft)
            throw error
        }
        guard durability == .off || nas_synchronize(draft) == 0 else { throw .system("cannot write", path: path) }
        guard rename(draft, path) == 0 else { throw .system("cannot write", path: path) }
        if durability == .full { _ = nas_synchronize(folder) }
        do { return try translating(path) { try open(path, lock: lock, durability: durability) } } catch {
            StoreFile.remove(path)
            throw error
        }
    }

    /// Opens a database to go on with its run.
    ///
    /// - Throws: `StoreError.locked` where another process writes it, `.missing`, `.notADatabase` or others where it cannot be read.
    public static func open(at path: String, durability: Durability = .full) throws(StoreError) -> Store {
        do {
            return try open(at: path, durability: durability) { _ in }
        } catch let error as StoreError {
            throw error
        } catch {
            preconditionFailure("nothing else is thrown")
        }
    }

    /// Opens a database to go on with its run, if it can.
    ///
    /// - Parameters:
    ///   - path: where the database is.
    ///   - durability: what a commit survives.
    ///   - check: reads what is needed to go on. What that throws leaves a database of an earlier version as it is; it is made one of the
    ///     present version only afterwards.
    public static func open(at path: String, durability: Durability = .full, check: (Store) throws -> Void) throws -> Store {
        let path = ResolvedPath.of(path)
        try StoreFile.check(path)
        let lock = try StoreLock(database: path)
        return try open(path, lock: lock, durability: durability, check: check)
    }

    private static func open(
        _ path: String, lock: StoreLock, durability: Durability, check: (Store) throws -> Void = { _ in }
    ) throws -> Store {
        try lock.lock(path)
        try DatabaseFile.checkJournal(of: path)
        // To open it to write changes its header already.
        let isOld = try StoreFile.check(path) < StoreFile.version
        if isOld {
            let reader = try read(at: path)
            try reader.readAll()
            try check(reader)
        }
        let queue = try translating(path) {
            let queue = try DatabaseQueue(path: path, configuration: configuration(durability, readonly: false))
            try queue.writeWithoutTransaction { db in try setJournal(db, path: path) }
            return queue
        }
        let store = Store(path: path, queue: queue, lock: lock)
        store.check = BackgroundReading(path) { try checkWhole($0, path: path) }
        // Of a large database what is there can be read meanwhile.
        if StoreFile.size(path) < Self.checkedAtOnceBytes { try store.check?.wait() }
        if isOld { try store.bringUpToDate() } else { try check(store) }
        return store
    }

    private static let checkedAtOnceBytes = 32 << 20

    /// Makes it a database of the present version, in one transaction.
    private func bringUpToDate() throws(StoreError) {
        try Self.translating(path) {
            // What is in the journal may be newer than the file's header.
            guard try queue.read({ try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }) < StoreFile.version else { return }
            try check?.wait()
            try queue.write { try StoreMigration.run($0, of: self) }
            // What is in the journal alone would have each reader make its copy again. Where one reads just now, that is so.
            _ = try? queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        }
    }

    /// Opens a database to look at it, also while a search writes it, and also in a folder that cannot be written.
    public static func read(at path: String) throws(StoreError) -> Store {
        let path = ResolvedPath.of(path)
        try DatabaseFile.checkJournal(of: path)
        if try StoreFile.check(path) < 2 {
            // A reader writes nothing, so it is a copy that is brought up to date. Versions 2 and 3 are read as they are.
            let copy = try TemporaryCopy(of: path)
            let queue = try translating(path) {
                try DatabaseQueue(path: copy.path, configuration: configuration(.off, readonly: false))
            }
            let store = Store(path: path, queue: queue, lock: nil, copy: copy)
            try store.bringUpToDate()
            return store
        }
        do {
            return Store(path: path, queue: try reader(path), lock: nil)
        } catch  where error.kind == .inputOutput || error.kind == .readOnly {
            // SQLite reads a database in WAL mode only beside its shared memory, which it cannot make in such a folder.
            let copy = try TemporaryCopy(of: path)
            return Store(path: path, queue: try reader(copy.path), lock: nil, copy: copy)
        }
    }

    private static func reader(_ path: String) throws(StoreError) -> DatabaseQueue {
        try translating(path) {
            let queue = try DatabaseQueue(path: path, configuration: configuration(.full, readonly: true))
            try queue.read { db in _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM run") }
            return queue
        }
    }

    static func configuration(_ durability: Durability, readonly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readonly
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            guard !readonly else { return }
            try db.execute(sql: "PRAGMA synchronous = \(durability == .full ? "FULL" : "OFF")")
        }
        return configuration
    }

    /// Write-ahead logging, except where its shared memory does not work.
    private static func setJournal(_ db: Database, path: String) throws {
        let mode = nas_is_network_file_system((path as NSString).deletingLastPathComponent) == 1 ? "DELETE" : "WAL"
        _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = \(mode)")
    }

    private static func checkWhole(_ db: Database, path: String) throws {
        // Whether a value is one of those allowed is seen where it is read; asking for it here takes half of the time.
        try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
        let found = try String.fetchAll(db, sql: "PRAGMA quick_check(3)")
        guard found == ["ok"] else {
            throw StoreError(.corrupt, "the database is damaged: \(found.joined(separator: "; "))", path: path, hint: "restore a copy")
        }
    }

    static func translating<Result>(_ path: String, _ body: () throws -> Result) throws(StoreError) -> Result {
        try StoreError.translating(path: path, body)
    }
}

/// A copy of a database with its journal, in a folder that can be written; gone with its owner.
private final class TemporaryCopy {
    let path: String
    private let folder: URL

    init(of path: String) throws(StoreError) {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("nas-read-\(UUID().uuidString)", isDirectory: true)
        self.path = folder.appendingPathComponent((path as NSString).lastPathComponent).path
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for suffix in ["", "-wal", "-journal"] where FileManager.default.fileExists(atPath: path + suffix) {
                try FileManager.default.copyItem(atPath: path + suffix, toPath: self.path + suffix)
            }
        } catch {
            throw StoreError(.inputOutput, "cannot be read, nor copied to \(folder.path)", path: path)
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
}
