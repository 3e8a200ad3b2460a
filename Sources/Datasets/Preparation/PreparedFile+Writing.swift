internal import Foundation
internal import Support

extension PreparedFile {
    /// Writes the file under a temporary name and hands it over once it is on the disk. What goes wrong leaves nothing behind.
    ///
    /// - Returns: the temporary file, whole, still open.
    /// - Throws: whatever the disk says, or a `Diagnostic` of the data set.
    static func write(_ preparation: ExamplePreparation, layout: Layout, to temporary: URL) throws -> FileHandle {
        let manager = FileManager.default
        guard manager.createFile(atPath: temporary.path, contents: nil) else { throw CocoaError(.fileWriteUnknown) }
        do {
            let file = try FileHandle(forUpdating: temporary)
            var hasher = StableHasher()
            func append(_ bytes: [UInt8]) throws {
                bytes.withUnsafeBytes { hasher.update(bytes: $0) }
                try file.write(contentsOf: Data(bytes))
            }
            // Zeros for now: the page that makes the file valid is written last.
            try file.write(contentsOf: Data(count: Layout.page))
            let dataset = try preparation.source.dataset()
            try append(layout.bytes(of: preparation.labels(of: dataset)))
            try preparation.forEachPiece(of: dataset) { piece in
                switch piece {
                case .bytes(let bytes): try append(bytes)
                case .floats(let floats): try append(floats.withUnsafeBytes { [UInt8]($0) })
                case .mapped: preconditionFailure("pieces are in memory")
                }
            }
            try file.seek(toOffset: 0)
            try file.write(contentsOf: Data(layout.firstPage(content: hasher.finalize())))
            try file.synchronize()
            return file
        } catch {
            try? manager.removeItem(at: temporary)
            throw error
        }
    }
}
