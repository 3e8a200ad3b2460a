import Foundation
import NetworkGraph
import Support
import Synchronization
import TestSupport
import Testing

@testable import Datasets

/// Readings that are killed, that find a full disk, or that are not alone: in processes of their own.
@Suite struct InterruptedReadingTests {
    /// Reads until so much was said, and kills this process there.
    static func read(_ place: String, cache: String, killedAfter most: Int, of activity: String) throws -> Never {
        var loading = WrittenSet.loading(URL(fileURLWithPath: cache))
        let said = Mutex(0)
        loading.observe = { event in
            guard case .progress(let progress) = event, progress.activity.hasPrefix(activity) else { return }
            let count = said.withLock { said in
                said += 1
                return said
            }
            if count == most { kill(getpid(), SIGKILL) }
        }
        _ = try Dataset.load(folder: URL(fileURLWithPath: place), loading: loading)
        exit(3)
    }

    private func killed(_ set: WrittenSet, after most: Int, of activity: String) async throws {
        let (place, cache) = (set.url.path, set.cacheFolder.path)
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [place = place as String, cache = cache as String, most = most as Int, activity = activity as String] in
            try InterruptedReadingTests.read(place, cache: cache, killedAfter: most, of: activity)
        }
    }

    @Test(arguments: [1, 2, 4]) func picturesGoOnWhereTheyStopped(most: Int) async throws {
        let set = try WrittenSet.pictures()
        let fresh = try set.fresh()
        try await killed(set, after: most, of: "preparing")
        #expect(set.kept.contains { $0.hasSuffix(".part") })
        let (dataset, events) = try set.events()
        KeptDatasetTests.expectSame(dataset, fresh, "after \(most)")
        #expect(events.contains(.goingOn(LoadingProgress(activity: "preparing pictures", done: most, total: 20, unit: .examples))))
        #expect(set.kept.count == 1 && set.kept[0].hasSuffix(".dataset"), "\(set.kept)")
    }

    @Test func tablesOfPixelsGoOnWhereTheyStopped() async throws {
        let set = try WrittenSet.pixelTable()
        let fresh = try set.fresh()
        for _ in 0..<2 { try await killed(set, after: 2, of: "reading") }
        let (dataset, events) = try set.events()
        KeptDatasetTests.expectSame(dataset, fresh, "")
        let places = events.compactMap { event in if case .goingOn(let progress) = event { progress.done } else { nil } }
        #expect(places.count == 1 && places[0] > 2 << 20, "each time it came further: \(places)")
        #expect(set.kept.count == 1)
    }

    /// Without a header, and with the parts in files of their own.
    @Test func aTestPartGoesOnToo() async throws {
        let set = try WrittenSet.pixelTable(rows: 600)
        let text = try set.scratch.read("set/train.csv")
        let rows = Array(text[((text.firstIndex(of: 10) ?? 0) + 1)...])
        try set.scratch.write("set/train.csv", rows)
        try set.scratch.write("set/test.csv", rows)
        let fresh = try set.fresh()
        try await killed(set, after: 1, of: "reading test")
        KeptDatasetTests.expectSame(try set.load(), fresh, "")
        #expect(set.kept.count == 1)
    }

    @Test func floatsBeginAgain() async throws {
        let set = try WrittenSet()
        let rows = (0..<60_000).map { "\($0 % 97).25,\(-$0),\($0 % 13)e-2,\($0 % 2 == 0 ? "a" : "b")\n" }
        try set.scratch.write("set/train.csv", Array(("x,y,z,label\n" + rows.joined()).utf8))
        let fresh = try set.fresh()
        try await killed(set, after: 1, of: "reading")
        #expect(!set.kept.isEmpty)
        KeptDatasetTests.expectSame(try set.load(), fresh, "")
        #expect(set.kept.count == 1, "what was left is swept away: \(set.kept)")
    }

    @Test func whatChangedMeanwhileIsReadFromTheBeginning() async throws {
        let set = try WrittenSet.pictures()
        try await killed(set, after: 2, of: "preparing")
        try set.scratch.write(
            "set/train/cats/0000.png", WrittenFile.png(width: 6, height: 5, channels: 3, noise(90, seed: 123)))
        let (dataset, events) = try set.events()
        KeptDatasetTests.expectSame(dataset, try set.fresh(), "")
        #expect(!events.contains { if case .goingOn = $0 { true } else { false } })
        #expect(set.kept.count == 1, "\(set.kept)")
    }

    @Test func aDamagedRecordIsNotBelieved() async throws {
        for damage in [0, 1, 2] {
            let set = try WrittenSet.pictures()
            try await killed(set, after: 2, of: "preparing")
            let record = try #require(set.kept.first { $0.hasSuffix(".record") })
            let part = try #require(set.kept.first { $0.hasSuffix(".part") })
            switch damage {
            case 0: try set.scratch.write("cache/" + record, try set.scratch.read("cache/" + record).map { $0 ^ 1 })
            case 1: try set.scratch.write("cache/" + record, [])
            default: try set.scratch.write("cache/" + part, try set.scratch.read("cache/" + part).dropLast(700))
            }
            KeptDatasetTests.expectSame(try set.load(), try set.fresh(), "damage \(damage)")
        }
    }

    @Test func aFullDiskLeavesTheSetInMemory() async throws {
        for (set, sizes) in [(try WrittenSet.pictures(), [10, 500, 1000, 2000]), (try WrittenSet.pixelTable(rows: 100), [10, 50_000])] {
            let expected = try set.fresh().fingerprint.description
            let (place, cache) = (set.url.path, set.cacheFolder.path)
            for most in sizes {
                await #expect(processExitsWith: .success) {
                    [place = place as String, cache = cache as String, expected = expected as String, most = most as Int] in
                    signal(SIGXFSZ, SIG_IGN)
                    var limit = rlimit(rlim_cur: rlim_t(most), rlim_max: rlim_t(most))
                    guard setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else { exit(2) }
                    let loading = WrittenSet.loading(URL(fileURLWithPath: cache))
                    let set = try Dataset.load(folder: URL(fileURLWithPath: place), loading: loading)
                    exit(set.fingerprint.description == expected && set.holdsWhatItSays ? 0 : 4)
                }
                #expect(set.kept.isEmpty, "at \(most): \(set.kept)")
            }
        }
    }

    @Test func twoAtOnceReadOnce() async throws {
        let set = try WrittenSet.pictures(count: 200)
        let expected = try set.fresh().fingerprint.description
        let (place, cache) = (set.url.path, set.cacheFolder.path)
        async let first = #expect(processExitsWith: .success) {
            [place = place as String, cache = cache as String, expected = expected as String] in
            let loading = WrittenSet.loading(URL(fileURLWithPath: cache))
            exit(try Dataset.load(folder: URL(fileURLWithPath: place), loading: loading).fingerprint.description == expected ? 0 : 1)
        }
        async let second = #expect(processExitsWith: .success) {
            [place = place as String, cache = cache as String, expected = expected as String] in
            let loading = WrittenSet.loading(URL(fileURLWithPath: cache))
            exit(try Dataset.load(folder: URL(fileURLWithPath: place), loading: loading).fingerprint.description == expected ? 0 : 1)
        }
        _ = await (first, second)
        #expect(set.kept.count == 1, "\(set.kept)")
        // Threads, that all find nothing.
        for name in set.kept { try FileManager.default.removeItem(at: set.cacheFolder.appendingPathComponent(name)) }
        let readings = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 6) { _ in
            var loading = WrittenSet.loading(URL(fileURLWithPath: cache))
            let isReading = Mutex(false)
            loading.observe = { event in if case .progress = event { isReading.withLock { $0 = true } } }
            let read = try? Dataset.load(folder: URL(fileURLWithPath: place), loading: loading)
            #expect(read?.fingerprint.description == expected)
            if isReading.withLock({ $0 }) { readings.withLock { $0 += 1 } }
        }
        #expect(readings.withLock { $0 } == 1)
        #expect(set.kept.count == 1, "\(set.kept)")
    }
}
