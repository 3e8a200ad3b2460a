internal import Foundation
public import Support

/// Text files of the user's, plain or compressed with gzip.
public enum TextFile {
    /// The whole text.
    ///
    /// - Throws: a `Diagnostic` where it cannot be read, is damaged, is not UTF-8, or has more than 256 MiB.
    public static func contents(of path: String) throws(Diagnostic) -> String {
        var reader = try GzipReader(try DataFile.read(URL(fileURLWithPath: path)), fileName: path)
        let bytes = try reader.read(upTo: largestBytes + 1)
        guard bytes.count <= largestBytes else { throw Diagnostic("has more than \(largestBytes >> 20) MiB of text", file: path) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Diagnostic("is not UTF-8 text", file: path) }
        return text
    }

    private static let largestBytes = 256 << 20
}
