import Foundation
import NetworkGraph
import Support
import Synchronization
import TestSupport

@testable import Datasets

/// A data set in files, and a cache of its own in which every set is kept, however small it is.
struct WrittenSet {
    let scratch: Scratch
    /// What of the scratch folder is loaded.
    var place = "set"

    init() throws { scratch = try Scratch() }

    var url: URL { scratch.url.appendingPathComponent(place) }
    var cacheFolder: URL { scratch.url.appendingPathComponent("cache", isDirectory: true) }
    var kept: [String] { DataFile.names(in: cacheFolder) }

    /// Values go into files at once, and how far reading is is written down each time.
    static func loading(_ cache: URL, largestBytes: Int = 1 << 30) -> DataLoading {
        var loading = DataLoading(cache: PreparedCache(folder: cache, largestBytes: largestBytes))
        loading.limits.leastBytes = 1
        loading.limits.leastFiles = 1
        loading.limits.settlingSeconds = 0
        loading.limits.heldBytes = 64
        loading.limits.recordingSeconds = 0
        return loading
    }

    var loading: DataLoading { Self.loading(cacheFolder) }

    func load(_ options: String = "", like form: ExampleForm? = nil, _ loading: DataLoading? = nil) throws -> Dataset {
        try Dataset.load(folder: url, options: DataOptions(options), like: form, loading: loading ?? self.loading)
    }

    /// From the files alone.
    func fresh(_ options: String = "", like form: ExampleForm? = nil) throws -> Dataset {
        try Dataset.load(folder: url, options: DataOptions(options), like: form)
    }

    /// Loads, and tells what was said.
    func events(_ change: (inout DataLoading) -> Void = { _ in }) throws -> (dataset: Dataset, events: [LoadingEvent]) {
        let heard = Heard()
        var loading = self.loading
        loading.observe = { event in heard.events.withLock { $0.append(event) } }
        change(&loading)
        return (try load("", like: nil, loading), heard.events.withLock { $0 })
    }

    /// Changes a file, which keeps its size and its time.
    func changeUnseen(_ name: String, _ change: (inout [UInt8]) -> Void) throws {
        let path = scratch.url.appendingPathComponent(name).path
        var status = stat()
        stat(path, &status)
        var bytes = try scratch.read(name)
        change(&bytes)
        try scratch.write(name, bytes)
        var times = [status.st_atim, status.st_mtim]
        utimensat(AT_FDCWD, path, &times, 0)
    }

    /// Pictures of two classes in three parts.
    static func pictures(count: Int = 20) throws -> WrittenSet {
        let set = try WrittenSet()
        for index in 0..<count {
            let part = ["train", "train", "train", "val", "test"][index % 5]
            let pixels = noise(90, seed: UInt64(index))
            try set.scratch.write(
                "set/\(part)/\(index % 2 == 0 ? "cats" : "dogs")/\(1000 + index).png",
                WrittenFile.png(width: 6, height: 5, channels: 3, pixels))
        }
        return set
    }

    /// A CSV of some MiB.
    static func pixelTable(rows: Int = 1200) throws -> WrittenSet {
        let set = try WrittenSet()
        var random = RandomStream(seed: 5, purpose: .test)
        var text = "label," + (0..<784).map { "pixel\($0)" }.joined(separator: ",") + "\r\n"
        for row in 0..<rows {
            text += "\(row % 3)," + (0..<784).map { _ in "\(random.nextUInt32() % 256)" }.joined(separator: ",") + "\r\n"
        }
        try set.scratch.write("set/train.csv", Array(text.utf8))
        return set
    }

    private final class Heard: Sendable {
        let events = Mutex<[LoadingEvent]>([])
    }
}
