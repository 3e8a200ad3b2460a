internal import Foundation
public import Support

/// Text files of the user's, plain or compressed with gzip.
public enum TextFile {
    /// Returns the whole text of a file.
    ///
    /// - Throws: a `Diagnostic` where it cannot be read, is damaged, is no text (`DecodedText`), or has more than 256 MiB.
    public static func contents(of path: String) throws(Diagnostic) -> String {
        var reader = try GzipReader(try DataFile.read(URL(fileURLWithPath: path)), fileName: path)
        let bytes = try reader.read(upTo: largestBytes + 1)
        guard bytes.count <= largestBytes else { throw Diagnostic("has more than \(largestBytes >> 20) MiB of text", file: path) }
        return try DecodedText.decode(bytes, file: path)
    }

    private static let largestBytes = 256 << 20
}
