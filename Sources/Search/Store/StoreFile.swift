internal import Foundation
import Support

/// What can be told of a database file from its first 100 bytes, without SQLite, which would write beside it
/// (https://www.sqlite.org/fileformat2.html#the_database_header).
package enum StoreFile {
    /// "nasr" in ASCII.
    static let applicationID: UInt32 = 0x6e61_7372
    static let version: UInt32 = 4

    /// - Returns: the version in the file's header; what is in its journal may be newer.
    /// - Throws: `StoreError` for whatever is not a database of this program, or of a version it cannot read. The file is only read.
    @discardableResult
    static func check(_ path: String) throws(StoreError) -> UInt32 {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw StoreError(.missing, "no such database", path: path, hint: "\(Program.name) search SPACE.yaml starts a run")
        }
        guard !isFolder.boolValue else {
            throw StoreError(
                .notADatabase, "a folder, not a database", path: path,
                hint: "name the file: \(Program.name) search makes runs/SPACE-SEED.db")
        }
        guard isRegular(path) else { throw StoreError(.notADatabase, "a device or a pipe, not a database", path: path) }
        let header: [UInt8]
        let size: UInt64
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            header = Array(try handle.read(upToCount: 100) ?? Data())
            size = try handle.seekToEnd()
        } catch {
            throw StoreError(.inputOutput, "cannot be read", path: path)
        }
        guard header.count == 100, header.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw StoreError(
                .notADatabase, header.isEmpty ? "an empty file, not a database" : "not a database of nas", path: path,
                hint: "the file is left as it is")
        }
        func word(_ offset: Int) -> UInt32 { header[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } }
        guard word(68) == applicationID else {
            throw StoreError(.otherProgram, "a database of another program", path: path, hint: "the file is left as it is")
        }
        guard (1...version).contains(word(60)) else {
            throw StoreError(
                .otherVersion, "a database of version \(word(60)); this program reads versions 1 to \(version)", path: path,
                hint: word(60) > version ? "a newer nas wrote it: use that one" : "no nas that was published wrote it")
        }
        let pageSize = UInt64(header[16]) << 8 | UInt64(header[17])
        let pages = UInt64(word(28))
        let journal = path + "-wal"
        let hasJournal = ((try? FileManager.default.attributesOfItem(atPath: journal)[.size]) as? UInt64 ?? 0) > 0
        if size < pages * (pageSize == 1 ? 65536 : pageSize), !hasJournal {
            throw StoreError(
                .corrupt, "the file is cut off: \(size) bytes of \(pages * (pageSize == 1 ? 65536 : pageSize))", path: path,
                hint: "restore a copy")
        }
        return word(60)
    }

    /// - Throws: where a new database cannot have this name, as it was given.
    package static func checkName(_ path: String) throws(StoreError) {
        let example = "name a file, such as runs/my-search.db"
        if path.trimmingCharacters(in: .whitespaces).isEmpty {
            throw StoreError(.notADatabase, "a database needs the name of a file", path: "''", hint: example)
        }
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if path.hasSuffix("/") || (isThere && isFolder.boolValue) {
            throw StoreError(.notADatabase, "a folder, and a database is a file", path: path, hint: example)
        }
        if isThere, !isRegular(path) {
            throw StoreError(.notADatabase, "a device or a pipe, and a database is a file", path: path, hint: example)
        }
    }

    /// - Throws: `StoreError.exists` where there is a file of this name.
    package static func checkFree(_ path: String) throws(StoreError) {
        try checkName(path)
        guard FileManager.default.fileExists(atPath: path) else { return }
        guard (try? check(path)) != nil else {
            throw StoreError(
                .exists, "there is a file already, and it is not a database of nas that can be read", path: path,
                hint: "the file is left as it is; --db names another")
        }
        throw StoreError(
            .exists, "there is a database already", path: path,
            hint: "\(Program.command("resume", path)) goes on with it; --db FILE begins another")
    }

    private static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Removes a database, with what SQLite keeps beside it. What is not there is no matter.
    static func remove(_ path: String) {
        unlink(path)
        removeJournals(of: path)
    }

    static func removeJournals(of path: String) {
        for suffix in ["-wal", "-shm", "-journal"] { unlink(path + suffix) }
    }

    /// In bytes; 0 where there is none.
    static func size(_ path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int ?? 0
    }
}
