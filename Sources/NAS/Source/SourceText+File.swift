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
        let text: String
        do throws(Diagnostic) { text = try DecodedText.decode(data, file: fileName) } catch {
            var error = error
            error.hint = [format.encodingHint, error.hint].compactMap { $0 }.joined(separator: "; ")
            throw error
        }
        try self.init(text, fileName: fileName, format: format)
    }
}
