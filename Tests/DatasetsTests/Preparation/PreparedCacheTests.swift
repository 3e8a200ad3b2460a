import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// What is mapped from files is what would have been prepared in memory, whatever has happened to the files.
@Suite struct PreparedCacheTests {
    static let shape = Shape(height: 9, width: 9, channels: 3)
    static let normalisation = Normalisation(mean: [1, 2, 3], deviation: [4, 5, 6])

    static func preparation(_ input: Shape? = nil, indices: Range<Int> = 10..<200, seed: UInt64 = 1) throws -> ExamplePreparation {
        try ExamplePreparation(
            DatasetSource(.noisy(200, shape: shape, seed: seed)), indices: Array(indices),
            input: input ?? Shape(height: 12, width: 8, channels: 3))
    }

    static func examples(_ preparation: ExamplePreparation, _ cache: PreparedCache?) throws -> PreparedExamples {
        try PreparedExamples(preparation, normalisation: normalisation, cache: cache)
    }

    /// Prepares with a cache of its own, as another process would, and compares with what is prepared in memory.
    @discardableResult
    private func expectEqual(_ preparation: ExamplePreparation, folder: URL, isMapped: Bool = true) throws -> PreparedExamples {
        let examples = try Self.examples(preparation, PreparedCache(folder: folder, smallestBytes: 1))
        let expected = try Self.examples(preparation, nil)
        #expect(examples.isMapped == isMapped)
        #expect(examples.labels == expected.labels && examples.shape == expected.shape && examples.count == expected.count)
        #expect(examples.imageBytes == expected.imageBytes)
        #expect(examples.gathered([5, 0]) == expected.gathered([5, 0]))
        return examples
    }

    private func names(_ folder: URL) -> [String] { DataFile.names(in: folder) }

    @Test func mappedIsWhatIsPreparedInMemory() throws {
        let scratch = try Scratch()
        let folder = scratch.url.appendingPathComponent("a/b")
        for input in [Self.shape, Shape(height: 4, width: 30, channels: 3), Shape(height: 9, width: 9, channels: 1)] {
            let preparation = try Self.preparation(input)
            try expectEqual(preparation, folder: folder)
            let written = try Data(contentsOf: folder.appendingPathComponent("\(preparation.key).prepared"))
            try expectEqual(preparation, folder: folder)
            #expect(try Data(contentsOf: folder.appendingPathComponent("\(preparation.key).prepared")) == written)
        }
        #expect(names(folder).count == 3)
    }

    @Test func theKeyIsOfTheWayToAnotherAspect() throws {
        func key(_ resize: Resize?, mean: Double = 1) throws -> StableHash {
            try ExamplePreparation(
                DatasetSource(.noisy(200, shape: Self.shape, seed: 1)), indices: Array(10..<200),
                frontEnd: FrontEnd(input: Shape(height: 12, width: 8, channels: 3), resize: resize),
                normalisation: Normalisation(mean: [mean, 2, 3], deviation: [4, 5, 6])
            ).key
        }
        let stretched = try key(nil)
        #expect(try stretched == Self.preparation().key)
        #expect(try key(.stretch) == stretched)
        #expect(Set(try [stretched, key(.crop), key(.pad), key(.pad, mean: 9)]).count == 4)
    }

    @Test func theKeyIsOfAllThatTheBytesDependOn() throws {
        let all = [
            try Self.preparation(), try Self.preparation(Self.shape), try Self.preparation(Shape(height: 8, width: 12, channels: 3)),
            try Self.preparation(indices: 10..<199), try Self.preparation(indices: 11..<200), try Self.preparation(seed: 2),
        ]
        #expect(Set(all.map(\.key)).count == all.count)
        #expect(try Self.preparation().key == all[0].key)
        // Were it another, files of earlier versions would no longer be found: raise the version in the key.
        #expect(all[0].key.description == "82581c252de4d3d891222d740226dc45")
    }

    enum Damage: String, CaseIterable {
        case truncated, truncatedWithinTheHeader, empty, longer, magic, key, count, hash, label, image, lastByte, rubbish, ofOthers, pipe
    }

    @Test(arguments: Damage.allCases) func aFileThatIsNotWholeIsReplaced(_ damage: Damage) throws {
        let scratch = try Scratch()
        let preparation = try Self.preparation()
        try expectEqual(preparation, folder: scratch.url)
        let name = "\(preparation.key).prepared"
        let whole = try scratch.read(name)
        let layout = PreparedFile.Layout(preparation, key: preparation.key)
        #expect(whole.count == layout.byteCount)
        var bytes = whole
        switch damage {
        case .truncated: bytes.removeLast(5000)
        case .truncatedWithinTheHeader: bytes.removeLast(bytes.count - 30)
        case .empty: bytes = []
        case .longer: bytes.append(0)
        case .magic: bytes[7] = UInt8(ascii: "2")
        case .key: bytes[9] ^= 1
        case .count: bytes[48] ^= 1
        case .hash: bytes[60] ^= 1
        case .label: bytes[4096] ^= 1
        case .image: bytes[layout.imagesOffset + 77] ^= 128
        case .lastByte: bytes[bytes.count - 1] ^= 1
        case .rubbish: bytes = noise(bytes.count)
        case .ofOthers:
            let other = try Self.preparation(indices: 0..<190)
            try expectEqual(other, folder: scratch.url)
            bytes = try scratch.read("\(other.key).prepared")
            #expect(bytes.count == whole.count)
        case .pipe: break
        }
        if damage == .pipe {
            try FileManager.default.removeItem(at: scratch.url.appendingPathComponent(name))
            #expect(mkfifo(scratch.url.appendingPathComponent(name).path, 0o600) == 0)
        } else {
            #expect(bytes != whole)
            try scratch.write(name, bytes)
        }
        try expectEqual(preparation, folder: scratch.url)
        #expect(try scratch.read(name) == whole)
        #expect(names(scratch.url).allSatisfy { $0.hasSuffix(".prepared") })
    }

    @Test func aFileThatGoesWhileItIsInUseStaysWhole() throws {
        let scratch = try Scratch()
        let preparation = try Self.preparation()
        let examples = try expectEqual(preparation, folder: scratch.url)
        let before = examples.imageBytes
        try FileManager.default.removeItem(at: scratch.url.appendingPathComponent("\(preparation.key).prepared"))
        #expect(examples.imageBytes == before)
    }

    @Test func aFolderThatCannotBeMadeIsDoneWithout() throws {
        let scratch = try Scratch()
        let preparation = try Self.preparation()
        try scratch.write("file", [1])
        let inFile = scratch.url.appendingPathComponent("file/prepared")
        try expectEqual(preparation, folder: inFile, isMapped: false)
        #expect(!PreparedCache(folder: inFile).isWritable)
        // A folder where the file should be.
        let taken = scratch.url.appendingPathComponent("taken")
        try FileManager.default.createDirectory(
            at: taken.appendingPathComponent("\(preparation.key).prepared/x"), withIntermediateDirectories: true)
        try expectEqual(preparation, folder: taken, isMapped: false)
        #expect(names(taken).count == 1)
    }

    @Test func whatIsSmallOrTooLargeStaysInMemory() throws {
        let scratch = try Scratch()
        let preparation = try Self.preparation()
        for cache in [
            PreparedCache(folder: scratch.url), PreparedCache(folder: scratch.url, largestBytes: 20_000, smallestBytes: 1),
            PreparedCache(folder: scratch.url, smallestBytes: preparation.byteCount + 1),
        ] {
            #expect(try !Self.examples(preparation, cache).isMapped)
        }
        #expect(names(scratch.url).isEmpty)
    }

    @Test func theFolderIsTheUsersOwnOrNamed() {
        let folder = URL(fileURLWithPath: "/work", isDirectory: true)
        func path(_ environment: [String: String]) -> String? {
            PreparedCache.standard(environment: environment, workingFolder: folder)?.folder.path
        }
        #expect(path(["HOME": "/home/a"]) == "/home/a/.cache/nas/prepared")
        #expect(path(["HOME": "/home/a", "XDG_CACHE_HOME": "/cache"]) == "/cache/nas/prepared")
        #expect(path(["HOME": "/home/a", "XDG_CACHE_HOME": "relative", "NAS_CACHE": ""]) == "/home/a/.cache/nas/prepared")
        #expect(path(["HOME": "/home/a", "NAS_CACHE": "/fast"]) == "/fast/prepared")
        #expect(path(["NAS_CACHE": "here"]) == "/work/here/prepared")
        #expect(path([:]) == nil)
    }
}
