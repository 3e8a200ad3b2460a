internal import Foundation
public import Support

extension SafeTensors {
    /// Returns the file's bytes: length of the header (8 bytes, little-endian), the header as JSON, padded with blanks to a multiple of
    /// 8, and the tensors' data. `__metadata__` says that the layout is PyTorch's and carries a checksum of the data.
    public func encoded() -> [UInt8] {
        var data: [UInt8] = []
        data.reserveCapacity(tensors.reduce(0) { $0 + 4 * $1.values.count })
        var entries: [String] = []
        for tensor in tensors {
            let start = data.count
            for value in tensor.values {
                withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
            }
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            entries.append("\(Self.quoted(tensor.name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(start),\(data.count)]}")
        }
        var strings = metadata
        strings["format"] = "nas"
        strings["layout"] = Self.layout
        strings["version"] = Self.version
        strings["checksum"] = Self.checksum(of: data[...]).description
        let pairs = strings.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }
        entries.insert("\"__metadata__\":{\(pairs.joined(separator: ","))}", at: 0)
        var header = Array("{\(entries.joined(separator: ","))}".utf8)
        while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
        return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header + data
    }

    /// Writes the file so that a crash or a full disk leaves the old one: to a temporary file beside it, flushed to the
    /// disk, then renamed.
    ///
    /// - Throws: what the system said, with the path.
    public func write(to path: String) throws(Diagnostic) {
        let temporary = "\(path).\(getpid()).tmp"
        let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw Self.failure("cannot write", path) }
        let bytes = encoded()
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.discard(file, temporary, Self.failure("cannot write", path)) }
            written += count
        }
        guard fsync(file) == 0 else { throw Self.discard(file, temporary, Self.failure("cannot flush", path)) }
        guard close(file) == 0, rename(temporary, path) == 0 else {
            throw Self.discard(-1, temporary, Self.failure("cannot write", path))
        }
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { path[..<$0].isEmpty ? "/" : String(path[..<$0]) } ?? "."
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            // The rename is in the folder; without this it may not survive a power cut. Some file systems cannot do it.
            _ = fsync(directory)
            _ = close(directory)
        }
    }

    private static func discard(_ file: Int32, _ temporary: String, _ problem: Diagnostic) -> Diagnostic {
        if file >= 0 { _ = close(file) }
        _ = unlink(temporary)
        return problem
    }

    static func failure(_ what: String, _ path: String) -> Diagnostic {
        Diagnostic("\(what): \(String(cString: strerror(errno)))", file: path)
    }

    static func checksum(of data: ArraySlice<UInt8>) -> StableHash {
        var hasher = StableHasher()
        data.withUnsafeBytes { hasher.update(bytes: $0) }
        return hasher.finalize()
    }

    /// A JSON string; only ASCII, quote, backslash and control characters need care.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20: result += String(format: "\\u%04x", scalar.value)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
