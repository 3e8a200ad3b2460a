import Foundation
import Support
import TestSupport
import Testing

@testable import Datasets

/// The folder's size has a limit.
@Suite struct PreparedCacheRoomTests {
    private func age(_ url: URL, hours: Double) throws {
        try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -3600 * hours)], ofItemAtPath: url.path)
    }

    @Test func theLongestUnusedGoesFirst() throws {
        let scratch = try Scratch()
        let preparations = try (0..<4).map { try PreparedCacheTests.preparation(indices: $0..<$0 + 100) }
        let bytes = PreparedFile.Layout(preparations[0], key: preparations[0].key).byteCount
        // Room for three. Each as a process of its own, which has closed its files by the time of the next.
        func prepare(_ index: Int) throws {
            let cache = PreparedCache(folder: scratch.url, largestBytes: 3 * bytes + bytes / 2, smallestBytes: 1)
            #expect(try PreparedCacheTests.examples(preparations[index], cache).isMapped)
        }
        let url = { PreparedCache(folder: scratch.url).url(of: preparations[$0].key) }
        for index in 0..<3 {
            try prepare(index)
            try age(url(index), hours: Double(10 - index))
        }
        try prepare(0)
        try prepare(3)
        #expect((0..<4).map { FileManager.default.fileExists(atPath: url($0).path) } == [true, false, true, true])
        #expect(PreparedCache(folder: scratch.url).usage == (3, 3 * bytes))
    }

    @Test func whatIsInUseAndWhatIsNotItsOwnStays() throws {
        let scratch = try Scratch()
        let preparations = try (0..<4).map { try PreparedCacheTests.preparation(indices: $0..<$0 + 100) }
        let bytes = PreparedFile.Layout(preparations[0], key: preparations[0].key).byteCount
        let cache = PreparedCache(folder: scratch.url, largestBytes: bytes + bytes / 2, smallestBytes: 1)
        let foreign = ["notes.txt", "x.prepared", "\(preparations[0].key).prepared.old"]
        for name in foreign { try scratch.write(name, noise(2 * bytes)) }
        let (fresh, stale) = ("\(preparations[0].key).a.new", "\(preparations[0].key).b.new")
        for name in [fresh, stale] { try scratch.write(name, [1]) }
        try age(scratch.url.appendingPathComponent(stale), hours: 2)
        let held = try preparations.map { try PreparedCacheTests.examples($0, cache) }
        #expect(held.allSatisfy { $0.isMapped })
        let expected = foreign + [fresh] + preparations.map { "\($0.key).prepared" }
        #expect(DataFile.names(in: scratch.url) == expected.sorted())

        // Another process keeps to the limit; here they stay whole.
        let other = PreparedCache(folder: scratch.url, largestBytes: bytes + bytes / 2, smallestBytes: 1)
        _ = try PreparedCacheTests.examples(PreparedCacheTests.preparation(indices: 50..<150), other)
        #expect(other.usage.files == 2, "the new one and the file under way")
        for (examples, preparation) in zip(held, preparations) {
            #expect(examples.imageBytes == (try PreparedCacheTests.examples(preparation, nil)).imageBytes)
        }
    }
}
