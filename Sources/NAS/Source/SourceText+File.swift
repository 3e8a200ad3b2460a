package import Foundation
package import Support

extension SourceText {
    /// Reads a file, no more of it than anybody writes.
    ///
    /// - Throws: a diagnostic where the file cannot be read, is too large or is not UTF-8.
    package init(contentsOf url: URL, format: SourceFormat) throws(Diagnostic) {
        let fileName = url.relativePath
        let data: Data
        do {
            let handle = try FileHandle(forReadingFrom: url)
            defer { try? handle.close() }
            data = try handle.read(upToCount: Self.byteLimit + 1) ?? Data()
        } catch {
            let exists = FileManager.default.fileExists(atPath: url.path)
            throw Diagnostic(exists ? "the file cannot be read" : "there is no such file", file: fileName)
        }
        guard data.count <= Self.byteLimit else {
            let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
            let size = (attributes?[.size] as? NSNumber)?.intValue ?? data.count
            throw Self.sizeDiagnostic(bytes: size, fileName: fileName, format: format)
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Self.encodingDiagnostic(data, fileName: fileName, format: format)
        }
        try self.init(text, fileName: fileName, format: format)
    }

    /// Points at the first byte that is not UTF-8.
    private static func encodingDiagnostic(_ data: Data, fileName: String, format: SourceFormat) -> Diagnostic {
        let bytes = Array(data)
        let repaired = Array(String(decoding: bytes, as: UTF8.self).utf8)
        let first = zip(bytes, repaired).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(bytes.count, repaired.count)
        let before = String(decoding: bytes[..<first], as: UTF8.self)
        let line = before.utf8.count { $0 == UInt8(ascii: "\n") } + 1
        let column = (before.lastIndex(of: "\n").map { before.distance(from: $0, to: before.endIndex) - 1 } ?? before.count) + 1
        return Diagnostic(
            "the file is not UTF-8 text", file: fileName, location: SourceLocation(line: line, column: column),
            hint: format.encodingHint)
    }
}
