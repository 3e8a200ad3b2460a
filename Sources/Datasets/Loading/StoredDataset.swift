internal import Foundation
internal import NetworkGraph
internal import Support

/// A data set in a file, as its reader made it. The values stand first, so that they can be the file in which they grew; behind them come
/// labels (a byte each), groups (64 bits each), a description in JSON, and a footer. Numbers are little-endian.
enum StoredDataset {
    private static let magic = [UInt8]("nasdata1".utf8)

    /// Everything else of a data set.
    struct Description: Codable {
        let name: String
        let kind: String
        let shape: [Int]
        let classNames: [String]
        let count: Int
        let form: MappedExamples.Form
        let customaryTestStart: Int?
        let customaryValidationStart: Int?
        let hasGroups: Bool
        let features: FeatureColumns?
        let originForm: String
        let folder: String?
        let source: String?
        let licence: String?
        let notes: [String]
        let options: DataOptions
        let fingerprint: StableHash
    }

    private struct Footer {
        static let byteCount = 48
        let descriptionBytes: Int
        /// Of key, labels, groups and description.
        let hash: StableHash
        /// Of some of the values.
        let sample: StableHash

        var bytes: [UInt8] {
            StoredDataset.magic
                + [UInt64(descriptionBytes), hash.high, hash.low, sample.high, sample.low].flatMap(\.littleEndianBytes)
        }

        init(descriptionBytes: Int, hash: StableHash, sample: StableHash) {
            (self.descriptionBytes, self.hash, self.sample) = (descriptionBytes, hash, sample)
        }

        init?(_ bytes: [UInt8]) {
            guard bytes.starts(with: StoredDataset.magic) else { return nil }
            let numbers = (1..<6).map { UInt64(littleEndianBytes: bytes[8 * $0..<8 * $0 + 8]) }
            guard numbers[0] < 1 << 31 else { return nil }
            descriptionBytes = Int(numbers[0])
            hash = StableHash(high: numbers[1], low: numbers[2])
            sample = StableHash(high: numbers[3], low: numbers[4])
        }
    }

    /// Writes what belongs behind the values of a set, which are in the file.
    ///
    /// - Returns: whether all of it could be written.
    static func append(_ dataset: Dataset, key: StableHash, to file: GrowingFile) -> Bool {
        let valueBytes = file.byteCount
        let groups = (dataset.groups ?? []).map { Int64($0).littleEndian }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let description = try? encoder.encode(Description(dataset)), let sample = sample(of: file, valueBytes) else { return false }
        var hasher = hasher(key)
        func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
            hasher.update(bytes: bytes)
            return bytes.isEmpty || file.append(bytes)
        }
        guard dataset.labels.withUnsafeBytes(append), groups.withUnsafeBytes(append), description.withUnsafeBytes(append) else {
            return false
        }
        let footer = Footer(descriptionBytes: description.count, hash: hasher.finalize(), sample: sample)
        return footer.bytes.withUnsafeBytes(file.append)
    }

    /// Nil where there is no such file, or it is cut off, damaged, of another version or of another set.
    ///
    /// Of the values some pages are compared, for to read all would take as long as a small set takes to be read from its own files; that
    /// the others are there is what writing under another name and renaming is for.
    static func open(_ url: URL, key: StableHash) -> Dataset? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: url.path),
            attributes[.type] as? FileAttributeType == .typeRegular, let size = attributes[.size] as? Int, size > Footer.byteCount,
            let file = GrowingFile(stored: url), file.byteCount == size,
            let footer = file.bytes(size - Footer.byteCount..<size).flatMap(Footer.init),
            footer.descriptionBytes <= size - Footer.byteCount
        else { return nil }
        let descriptionStart = size - Footer.byteCount - footer.descriptionBytes
        guard let text = file.bytes(descriptionStart..<size - Footer.byteCount),
            let description = try? JSONDecoder().decode(Description.self, from: Data(text)), let shape = description.checkedShape
        else { return nil }
        let count = description.count
        let valueBytes = count * shape.elements * description.form.size
        let groupStart = valueBytes + count
        guard groupStart + (description.hasGroups ? 8 * count : 0) == descriptionStart, let labels = file.bytes(valueBytes..<groupStart),
            let groups = file.bytes(groupStart..<descriptionStart)
        else { return nil }
        var hasher = hasher(key)
        for bytes in [labels, groups, text] { bytes.withUnsafeBytes { hasher.update(bytes: $0) } }
        guard hasher.finalize() == footer.hash, sample(of: file, valueBytes) == footer.sample, let mapped = file.map(),
            labels.allSatisfy({ Int($0) < description.classNames.count })
        else { return nil }
        let numbers = groups.withUnsafeBytes { bytes in bytes.bindMemory(to: Int64.self).map { Int(Int64(littleEndian: $0)) } }
        return Dataset(
            stored: description, shape: shape,
            values: .mapped(MappedExamples(mapped, form: description.form, count: count * shape.elements)), labels: labels,
            groups: description.hasGroups ? numbers : nil)
    }

    private static func hasher(_ key: StableHash) -> StableHasher {
        var hasher = StableHasher()
        hasher.combine(key.high)
        hasher.combine(key.low)
        return hasher
    }

    /// The hash of pages from the first to the last, at equal distances.
    private static func sample(of file: GrowingFile, _ byteCount: Int) -> StableHash? {
        let (page, most) = (4096, 64)
        var hasher = StableHasher()
        let last = max(0, byteCount - page)
        for number in 0..<most {
            let start = last * number / (most - 1)
            guard let bytes = file.bytes(start..<min(start + page, byteCount)) else { return nil }
            bytes.withUnsafeBytes { hasher.update(bytes: $0) }
        }
        return hasher.finalize()
    }
}

extension StoredDataset.Description {
    fileprivate init(_ dataset: Dataset) {
        name = dataset.name
        kind = dataset.kind.rawValue
        shape = [dataset.shape.height, dataset.shape.width, dataset.shape.channels]
        classNames = dataset.classNames
        count = dataset.count
        form = dataset.values.areFloats ? .floats : .bytes
        (customaryTestStart, customaryValidationStart) = (dataset.customaryTestStart, dataset.customaryValidationStart)
        hasGroups = dataset.groups != nil
        features = dataset.features
        let origin = dataset.origin
        (originForm, folder, source, licence) = (origin.form, origin.folder, origin.source, origin.licence)
        (notes, options) = (origin.notes, origin.options)
        fingerprint = dataset.fingerprint
    }

    /// Nil where the numbers make no sense.
    fileprivate var checkedShape: Shape? {
        guard shape.count == 3, shape.allSatisfy({ (1...1 << 31).contains($0) }), (0...1 << 40).contains(count) else { return nil }
        let result = Shape(height: shape[0], width: shape[1], channels: shape[2])
        let (values, overflow) = result.elements.multipliedReportingOverflow(by: count)
        return overflow || values > 1 << 50 ? nil : result
    }
}

extension GrowingFile {
    /// Bytes that were written; nil where the disk fails.
    fileprivate func bytes(_ range: Range<Int>) -> [UInt8]? {
        var isRead = true
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            isRead = read(
                at: range.lowerBound, into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<range.count]))
            count = isRead ? range.count : 0
        }
        return isRead ? bytes : nil
    }
}
