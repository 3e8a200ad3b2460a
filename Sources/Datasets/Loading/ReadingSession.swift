internal import Foundation
internal import Support

/// One reading of a data set: where its values grow, and who is told how far it is. To be used by one thread.
final class ReadingSession {
    /// Where in the cache values grow.
    struct Place {
        let folder: URL
        /// What the files of the set begin with; nil where none is kept, because the set may be another by the next time.
        let name: StoredDatasetName?
    }

    private let place: Place?
    private let loading: DataLoading
    private var canHaveFiles: Bool
    private var lastRecord = ContinuousClock.now
    /// The files of values that have grown to their end.
    private var finished: [(file: GrowingFile, mapped: MappedFile)] = []

    /// Reads into memory.
    init(_ loading: DataLoading = DataLoading()) { (self.loading, place, canHaveFiles) = (loading, nil, false) }

    /// Reads into files where there is much.
    init(_ loading: DataLoading, at place: Place) { (self.loading, self.place, canHaveFiles) = (loading, place, true) }

    // MARK: Progress

    func report(_ activity: String, _ done: Int, of total: Int, _ unit: LoadingProgress.Unit = .examples) {
        loading.observe(.progress(LoadingProgress(activity: activity, done: done, total: total, unit: unit)))
    }

    func goesOn(_ activity: String, at done: Int, of total: Int, _ unit: LoadingProgress.Unit = .examples) {
        loading.observe(.goingOn(LoadingProgress(activity: activity, done: done, total: total, unit: unit)))
    }

    // MARK: Files

    var hasFiles: Bool { canHaveFiles }
    var limits: DataLoading.Limits { loading.limits }
    /// Whether an interrupted reading can go on.
    var isResumable: Bool { canHaveFiles && place?.name != nil }

    /// A new file for values; nil where there can be none.
    func newFile(named name: String?) -> GrowingFile? {
        guard canHaveFiles, let place else { return nil }
        guard let stored = place.name else { return GrowingFile(temporary: PreparedCache.temporaryURL(in: place.folder)) }
        guard let name else { return GrowingFile(temporary: stored.temporary(in: place.folder)) }
        return GrowingFile(kept: stored.part(name, in: place.folder), byteCount: 0)
    }

    /// The values that an interrupted reading has left, and what was recorded beside them.
    func resumed(_ name: String) -> (GrowingFile, state: Data)? {
        guard isResumable, let place, let stored = place.name,
            let record = ReadingRecord(contentsOf: stored.record(name, in: place.folder)),
            let file = GrowingFile(kept: stored.part(name, in: place.folder), byteCount: record.byteCount)
        else { return nil }
        return (file, record.state)
    }

    /// Whether it is time to write down how far reading is.
    func isRecordDue() -> Bool {
        let now = ContinuousClock.now
        guard (now - lastRecord) / .seconds(1) >= loading.limits.recordingSeconds else { return false }
        lastRecord = now
        return true
    }

    func write(_ record: ReadingRecord, named name: String) {
        guard let place, let stored = place.name else { return }
        record.write(to: stored.record(name, in: place.folder), through: PreparedCache.temporaryURL(in: place.folder))
    }

    /// The disk is full.
    func giveUpFiles() { canHaveFiles = false }

    /// Lets the files go with this reading; what is mapped of them stays.
    func discardFiles() {
        for (file, _) in finished { file.discard() }
    }

    func take(_ file: GrowingFile, _ mapped: MappedFile) { finished.append((file, mapped)) }

    /// The file that holds values, and nothing else.
    func file(of values: ExampleValues) -> GrowingFile? {
        guard case .mapped(let examples) = values else { return nil }
        return finished.first { $0.mapped === examples.file }?.file
    }
}
