internal import Foundation
internal import NetworkGraph
internal import Support

/// What the files of a set that is kept are called: by what the set is, where its files lie, and in which state they are.
struct StoredDatasetName: Equatable {
    /// Of everything that the set depends on.
    let key: StableHash
    /// Of the path of its files.
    let place: StableHash
    /// Of their manifest: whatever was read at the same place in another state is outdated.
    let state: StableHash

    static let suffix = "dataset"
    static let partSuffix = "part"
    static let recordSuffix = "record"
    static let lockSuffix = "lock"

    /// Version of the readers: to be raised where one makes something else of the same files.
    private static let version = "nas read data sets 1"

    init(_ place: URL, _ identity: DataIdentity, _ manifest: DataManifest) {
        var hasher = StableHasher()
        hasher.combine(place.standardizedFileURL.path)
        self.place = hasher.finalize()
        state = manifest.hash
        hasher.combine(Self.version)
        hasher.combine(identity.name)
        hasher.combine(identity.known?.name ?? "")
        hasher.combine(identity.options.text)
        hasher.combine(identity.form?.text ?? "")
        hasher.combine(manifest.hash.high)
        hasher.combine(manifest.hash.low)
        key = hasher.finalize()
    }

    func url(in folder: URL) -> URL { file(Self.suffix, folder) }
    func lock(in folder: URL) -> URL { file(Self.lockSuffix, folder) }
    func part(_ name: String, in folder: URL) -> URL { file("\(name).\(Self.partSuffix)", folder) }
    func record(_ name: String, in folder: URL) -> URL { file("\(name).\(Self.recordSuffix)", folder) }

    func temporary(in folder: URL) -> URL { file("\(UUID().uuidString).\(PreparedCache.unfinishedSuffix)", folder) }

    private func file(_ ending: String, _ folder: URL) -> URL { folder.appendingPathComponent("\(key).\(place).\(state).\(ending)") }

    /// What a file of the cache is to this set.
    enum Relation {
        /// It is of another set, or it is this set.
        case none
        /// Values or a record with which an interrupted reading goes on.
        case resumable
        /// Whatever is left of an earlier state of the set, and what an interrupted reading cannot go on with.
        case outdated
    }

    func relation(to name: String) -> Relation {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 3, parts[1] == place.description else { return .none }
        guard parts[2] == state.description else { return .outdated }
        guard parts[0] == key.description else { return .none }
        switch parts[parts.count - 1] {
        case Self.partSuffix, Self.recordSuffix: return .resumable
        case PreparedCache.unfinishedSuffix: return .outdated
        default: return .none
        }
    }
}

extension ExampleForm {
    /// All that it says, for a hash.
    fileprivate var text: String {
        let columns = features?.columns.map { "\($0.name)\u{1}\($0.categories?.joined(separator: "\u{2}") ?? "\u{3}")" }
        return [
            kind.rawValue, shape.description, columns?.joined(separator: "\u{4}") ?? "", classNames.joined(separator: "\u{5}"),
            options.text,
        ].joined(separator: "\u{6}")
    }
}
