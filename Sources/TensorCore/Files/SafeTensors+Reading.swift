internal import Foundation
public import Support

extension SafeTensors {
    /// Reads a file and checks all of it.
    ///
    /// - Throws: a `Diagnostic` with the path where the file is missing, truncated, damaged or of another kind.
    public init(contentsOf path: String) throws(Diagnostic) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Self.failure("cannot read", path) }
        defer { _ = close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw Self.failure("cannot read", path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw Diagnostic("not a regular file", file: path) }
        let size = Int(status.st_size)
        var bytes = [UInt8](repeating: 0, count: size)
        var filled = 0
        while filled < size {
            let count = bytes[filled...].withUnsafeMutableBytes { Foundation.read(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure("cannot read", path) }
            guard count > 0 else { throw Diagnostic("the file became shorter while it was read", file: path) }
            filled += count
        }
        try self.init(bytes: bytes, fileName: path)
    }

    /// Reads a file's bytes; `fileName` is for the error text.
    public init(bytes: [UInt8], fileName: String) throws(Diagnostic) {
        func refuse(_ message: String, hint: String? = nil) -> Diagnostic { Diagnostic(message, file: fileName, hint: hint) }
        guard bytes.count >= 8 else { throw refuse("not a safetensors file: \(bytes.count) bytes", hint: Self.truncationHint) }
        var length: UInt64 = 0
        for index in (0..<8).reversed() { length = length << 8 | UInt64(bytes[index]) }
        guard length >= 2, length <= UInt64(Self.largestHeaderBytes) else {
            throw refuse("not a safetensors file: its header would have \(length) bytes")
        }
        guard length <= UInt64(bytes.count - 8) else {
            throw refuse("truncated: the header needs \(length) bytes, \(bytes.count - 8) are there", hint: Self.truncationHint)
        }
        let dataStart = 8 + Int(length)
        let header: [String: HeaderEntry]
        do {
            header = try JSONDecoder().decode([String: HeaderEntry].self, from: Data(bytes[8..<dataStart]))
        } catch {
            throw refuse("not a safetensors file: its header is not the JSON it should be")
        }
        self.init()
        metadata = header["__metadata__"]?.strings ?? [:]
        let data = bytes[dataStart...]
        try Self.check(metadata, data: data, refuse: refuse)
        try appendTensors(header, bytes, dataStart: dataStart, refuse: refuse)
        for key in Self.ownKeys { metadata[key] = nil }
    }

    /// Takes in all tensors that the header names: their bytes follow one another without a gap.
    private mutating func appendTensors(
        _ header: [String: HeaderEntry], _ bytes: [UInt8], dataStart: Int, refuse: (String, String?) -> Diagnostic
    ) throws(Diagnostic) {
        let count = bytes.count - dataStart
        let places = header.filter { $0.key != "__metadata__" }.map { (name: $0.key, entry: $0.value) }
            .sorted { ($0.entry.start, $0.entry.end, $0.name) < ($1.entry.start, $1.entry.end, $1.name) }
        var next = 0
        for (name, entry) in places {
            // PyTorch counts batches in a whole number that nothing here uses.
            guard entry.dtype == "F32" || name.hasSuffix(".num_batches_tracked") else {
                throw refuse("tensor \(name) is of type '\(entry.dtype)'; only F32 is read", nil)
            }
            guard entry.start == next, entry.end >= entry.start else {
                throw refuse("tensor \(name) has bytes \(entry.start) to \(entry.end), but \(next) should come next", nil)
            }
            guard entry.end <= count else {
                throw refuse("truncated: tensor \(name) ends at byte \(entry.end) of \(count)", Self.truncationHint)
            }
            next = entry.end
            guard entry.dtype == "F32" else { continue }
            guard entry.elements == (entry.end - entry.start) / 4, (entry.end - entry.start) % 4 == 0 else {
                throw refuse("tensor \(name) of shape \(entry.shape) has \(entry.end - entry.start) bytes", nil)
            }
            let values = bytes.withUnsafeBytes { raw in
                (0..<(entry.end - entry.start) / 4).map { index in
                    let word = raw.loadUnaligned(fromByteOffset: dataStart + entry.start + 4 * index, as: UInt32.self)
                    return Float(bitPattern: UInt32(littleEndian: word))
                }
            }
            append(Tensor(name: name, shape: entry.shape, values: values))
        }
        guard next == count else { throw refuse("\(count - next) bytes after the last tensor", nil) }
    }

    private static let truncationHint = "the copy or download of this file may not have ended"

    private static func check(
        _ metadata: [String: String], data: ArraySlice<UInt8>, refuse: (String, String?) -> Diagnostic
    ) throws(Diagnostic) {
        if let layout = metadata["layout"], layout != Self.layout {
            throw refuse("tensors are laid out as '\(layout)', not '\(Self.layout)'", nil)
        }
        guard metadata["format"] == "nas" else { return }
        guard metadata["version"] == Self.version else {
            throw refuse("file version '\(metadata["version"] ?? "none")', this program reads '\(Self.version)'", nil)
        }
        guard let expected = metadata["checksum"].flatMap({ StableHash($0) }) else { throw refuse("the checksum is missing", nil) }
        guard checksum(of: data) == expected else {
            throw refuse("damaged: the data do not match their checksum", truncationHint)
        }
    }
}

/// A tensor's entry in the header, or, under `__metadata__`, strings.
private struct HeaderEntry: Decodable {
    var dtype = ""
    var shape: [Int] = []
    var start = 0
    var end = 0
    var strings: [String: String]?

    private enum Key: String, CodingKey {
        case dtype, shape
        case offsets = "data_offsets"
    }

    init(from decoder: any Decoder) throws {
        guard decoder.codingPath.first?.stringValue != "__metadata__" else {
            strings = try decoder.singleValueContainer().decode([String: String].self)
            return
        }
        let container = try decoder.container(keyedBy: Key.self)
        dtype = try container.decode(String.self, forKey: .dtype)
        shape = try container.decode([Int].self, forKey: .shape)
        let offsets = try container.decode([Int].self, forKey: .offsets)
        guard offsets.count == 2, offsets[0] >= 0, offsets[1] >= offsets[0], shape.allSatisfy({ $0 >= 0 }), shape.count <= 16 else {
            throw DecodingError.dataCorruptedError(forKey: .offsets, in: container, debugDescription: "offsets or shape")
        }
        (start, end) = (offsets[0], offsets[1])
    }

    /// The product of the shape; nil where it overflows.
    var elements: Int? {
        var product = 1
        for size in shape {
            let (next, overflow) = product.multipliedReportingOverflow(by: size)
            if overflow { return nil }
            product = next
        }
        return product
    }
}
