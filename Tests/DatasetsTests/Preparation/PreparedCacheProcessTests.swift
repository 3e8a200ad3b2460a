import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// Several at once, and disks that say no: in processes of their own.
@Suite struct PreparedCacheProcessTests {
    /// Prepares at a given moment, and says whether the result is mapped; traps where it is not what memory gives.
    static func prepare(_ path: String, at start: Double = 0) throws -> Bool {
        let preparation = try PreparedCacheTests.preparation(Shape(height: 40, width: 40, channels: 3))
        let cache = PreparedCache(folder: URL(fileURLWithPath: path), smallestBytes: 1)
        let expected = try PreparedCacheTests.examples(preparation, nil).imageBytes
        while Date().timeIntervalSince1970 < start { usleep(100) }
        let examples = try PreparedCacheTests.examples(preparation, cache)
        precondition(examples.imageBytes == expected)
        return examples.isMapped
    }

    @Test func twoProcessesAtOnceBothSucceed() async throws {
        for _ in 0..<3 {
            let scratch = try Scratch()
            let path = scratch.url.path
            let start = Date().timeIntervalSince1970 + 1
            async let first = #expect(processExitsWith: .success) { [path = path as String, start = start as Double] in
                exit(try PreparedCacheProcessTests.prepare(path, at: start) ? 0 : 1)
            }
            async let second = #expect(processExitsWith: .success) { [path = path as String, start = start as Double] in
                exit(try PreparedCacheProcessTests.prepare(path, at: start) ? 0 : 1)
            }
            _ = await (first, second)
            #expect(try Self.prepare(path))
            #expect(DataFile.names(in: scratch.url).count == 1)
        }
    }

    @Test func threadsAtOnceShareAFileOrHaveTheirOwn() throws {
        let scratch = try Scratch()
        let preparation = try PreparedCacheTests.preparation()
        let expected = try PreparedCacheTests.examples(preparation, nil).imageBytes
        let folder = scratch.url
        let shared = PreparedCache(folder: folder, smallestBytes: 1)
        DispatchQueue.concurrentPerform(iterations: 8) { index in
            let cache = index < 4 ? shared : PreparedCache(folder: folder, smallestBytes: 1)
            let examples = try? PreparedCacheTests.examples(preparation, cache)
            #expect(examples?.isMapped == true && examples?.imageBytes == expected)
        }
        #expect(DataFile.names(in: scratch.url).count == 1)
    }

    /// Writing fails in the middle of the file, as on a full disk: here because of a limit that this process sets itself.
    @Test func aDiskThatFillsUpIsDoneWithout() async throws {
        let scratch = try Scratch()
        let path = scratch.url.path
        await #expect(processExitsWith: .success) { [path = path as String] in
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 100_000, rlim_max: 100_000)
            guard setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else { exit(2) }
            exit(try PreparedCacheProcessTests.prepare(path) ? 1 : 0)
        }
        #expect(DataFile.names(in: scratch.url).isEmpty, "nothing is left behind")
    }

    /// Files that are there are read, others are prepared in memory. Root may write everywhere, so it becomes somebody else.
    @Test func aReadOnlyFolderIsReadOnly() async throws {
        let scratch = try Scratch()
        let empty = scratch.url.appendingPathComponent("empty").path
        let full = scratch.url.appendingPathComponent("full").path
        try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
        #expect(try Self.prepare(full))
        for path in [empty, full] { #expect(chmod(path, 0o555) == 0) }
        await #expect(processExitsWith: .success) { [empty = empty as String, full = full as String] in
            if getuid() == 0, setuid(65534) != 0 { exit(2) }
            guard try !PreparedCacheProcessTests.prepare(empty) else { exit(3) }
            guard !PreparedCache(folder: URL(fileURLWithPath: empty)).isWritable else { exit(4) }
            exit(try PreparedCacheProcessTests.prepare(full) ? 0 : 5)
        }
        for path in [empty, full] { #expect(chmod(path, 0o755) == 0) }
        #expect(DataFile.names(in: URL(fileURLWithPath: empty)).isEmpty)
    }
}
