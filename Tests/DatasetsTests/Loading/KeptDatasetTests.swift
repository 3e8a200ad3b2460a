import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// Data sets that are kept as they were read.
@Suite struct KeptDatasetTests {
    /// A set in each form.
    static let forms: [(name: String, options: String, write: @Sendable () throws -> WrittenSet)] = [
        ("pictures", "", { try WrittenSet.pictures() }),
        ("pixels", "", { try WrittenSet.pixelTable(rows: 300) }),
        (
            "IDX", "",
            {
                let set = try WrittenSet()
                try set.scratch.write("set/train-images-idx3-ubyte", idx([6, 3, 4], noise(72)))
                try set.scratch.write("set/train-labels-idx1-ubyte", idx([6], [0, 1, 2, 0, 1, 2]))
                try set.scratch.write("set/t10k-images-idx3-ubyte", idx([2, 3, 4], noise(24, seed: 2)))
                try set.scratch.write("set/t10k-labels-idx1-ubyte", idx([2], [2, 1]))
                return set
            }
        ),
        (
            "table", "",
            {
                let set = try WrittenSet()
                try set.scratch.write(
                    "set/train.csv",
                    Array(
                        ("id,colour,size,subject,label\n"
                            + (0..<40).map {
                                "\($0),\(["red", "blue"][$0 % 2]),\($0 % 7 == 0 ? "" : "\($0).5"),s\($0 / 4),\(["x", "y", "z"][$0 % 3])\n"
                            }.joined()).utf8))
                return set
            }
        ),
        (
            "long table", "window=4,hop=2",
            {
                let set = try WrittenSet()
                let rows = (0..<90).map {
                    "r\($0 / 30),\(Double($0 % 30) / 10),\(sin(Double($0))),\($0 % 11),\($0 / 15 % 2 == 0 ? "walk" : "run")\n"
                }
                try set.scratch.write("set/train.csv", Array(("recording,time,x,y,label\n" + rows.joined()).utf8))
                return set
            }
        ),
        (
            "series", "",
            {
                let set = try WrittenSet()
                let header = "@univariate false\n@dimensions 2\n@classLabel true a b\n@data\n"
                try set.scratch.write("set/x_TRAIN.ts", Array((header + "1,2,3:4,5,6:a\n7,8:9,?:b\n").utf8))
                try set.scratch.write("set/x_TEST.ts", Array((header + "1,2,3,4:4,5,6,7:a\n").utf8))
                return set
            }
        ),
        (
            "arrays", "",
            {
                let set = try WrittenSet()
                let members = [
                    WrittenFile.Member(
                        name: "x_train.npy",
                        content: WrittenFile.npy("<f4", [4, 3, 2], WrittenFile.floats((0..<24).map { Float($0) - 9.5 }))),
                    WrittenFile.Member(name: "y_train.npy", content: WrittenFile.npy("|u1", [4], [0, 1, 0, 1])),
                ]
                try set.scratch.write("set/set.npz", WrittenFile.zip(members))
                return set
            }
        ),
        (
            "sounds", "",
            {
                let set = try WrittenSet()
                for index in 0..<6 {
                    let samples = (0..<(80 + index)).map { Int16($0 * 100 * (index + 1) % 30_000) }
                    try set.scratch.write("set/\(index % 2 == 0 ? "yes" : "no")/\(index).wav", WrittenSound.wav(samples))
                }
                return set
            }
        ),
    ]

    static func expectSame(_ left: Dataset, _ right: Dataset, _ comment: Comment, sourceLocation: Testing.SourceLocation = #_sourceLocation)
    {
        #expect(left.name == right.name && left.kind == right.kind && left.shape == right.shape, comment, sourceLocation: sourceLocation)
        #expect(left.classNames == right.classNames && left.labels == right.labels, comment, sourceLocation: sourceLocation)
        #expect(left.bits == right.bits, comment, sourceLocation: sourceLocation)
        #expect(left.customaryTestStart == right.customaryTestStart, comment, sourceLocation: sourceLocation)
        #expect(left.customaryValidationStart == right.customaryValidationStart, comment, sourceLocation: sourceLocation)
        #expect(left.groups == right.groups && left.features == right.features, comment, sourceLocation: sourceLocation)
        #expect(left.origin == right.origin && left.fingerprint == right.fingerprint, comment, sourceLocation: sourceLocation)
    }

    @Test(arguments: KeptDatasetTests.forms.indices) func whatIsKeptIsWhatWasRead(form: Int) throws {
        let (name, options, write) = Self.forms[form]
        let set = try write()
        let fresh = try set.fresh(options)
        let first = try set.load(options)
        let second = try set.load(options)
        #expect(!fresh.isMapped && first.isMapped && second.isMapped, "\(name)")
        Self.expectSame(first, fresh, "\(name), when it is read")
        Self.expectSame(second, fresh, "\(name), when it is found")
        #expect(set.kept.count == 1 && set.kept[0].hasSuffix(".dataset"), "\(name): \(set.kept)")
        // What is computed from it is the same, too.
        let training = Array(0..<fresh.count)
        #expect(Normalisation(second, training: training) == Normalisation(fresh, training: training), "\(name)")
        #expect(second.values.examples([1, 0], elements: fresh.shape.elements).count == 2 * fresh.shape.elements)
        #expect(second.subset([1, 0]).fingerprint == fresh.subset([1, 0]).fingerprint, "\(name)")
        if fresh.kind == .pictures, fresh.shape.channels != 2 { #expect(second.png(ofExample: 1) == fresh.png(ofExample: 1), "\(name)") }
        #expect(ExampleCurves(second)?.curves(ofExample: 1) == ExampleCurves(fresh)?.curves(ofExample: 1), "\(name)")
    }

    /// Files are known by their names, sizes and times: what changes none of them is not seen, except by `--verify-data`.
    @Test func aSetThatIsKeptIsNotReadAgainUnlessThatIsAskedFor() throws {
        let set = try WrittenSet.pictures()
        let before = try set.load()
        let other = WrittenFile.png(width: 6, height: 5, channels: 3, noise(90, seed: 99))
        try set.changeUnseen("set/train/cats/1000.png") { $0 = other }
        #expect(try set.load().fingerprint == before.fingerprint)
        let verified = try set.events { $0.verifies = true }
        #expect(verified.dataset.fingerprint == (try set.fresh()).fingerprint && verified.dataset.fingerprint != before.fingerprint)
        #expect(verified.events.contains { if case .note(let text) = $0 { text.hasPrefix("the cache held") } else { false } })
        #expect(try set.load().fingerprint == verified.dataset.fingerprint)
        let again = try set.events { $0.verifies = true }
        #expect(again.events.contains(.note("the data are as they were kept in the cache")) && again.dataset.isMapped)
        #expect(set.kept.count == 1)
    }

    @Test func whateverChangesIsSeen() throws {
        let png = WrittenFile.png(width: 6, height: 5, channels: 3, noise(90, seed: 77))
        let changes: [(String, (WrittenSet) throws -> Void)] = [
            ("time", { try $0.scratch.write("set/train/cats/1000.png", $0.scratch.read("set/train/cats/1000.png")) }),
            ("content", { try $0.scratch.write("set/train/cats/1000.png", png) }),
            ("size", { try $0.scratch.write("set/train/dogs/1001.png", png + [0]) }),
            ("another file", { try $0.scratch.write("set/val/dogs/2000.png", png) }),
            ("a file that is hidden", { try $0.scratch.write("set/.hidden", [1]) }),
            ("a file fewer", { try FileManager.default.removeItem(at: $0.url.appendingPathComponent("train/cats/1000.png")) }),
            (
                "another name",
                { set in
                    for part in ["train", "val", "test"] {
                        let folder = set.url.appendingPathComponent(part)
                        try FileManager.default.moveItem(
                            at: folder.appendingPathComponent("dogs"), to: folder.appendingPathComponent("birds"))
                    }
                }
            ),
            ("options beside the pictures", { try $0.scratch.write("set/data.yaml", Array("kind: pictures\n".utf8)) }),
        ]
        for (name, change) in changes {
            let set = try WrittenSet.pictures()
            _ = try set.load()
            let before = set.kept
            // Times of files go on a few milliseconds at a time.
            usleep(20_000)
            try change(set)
            let after = try set.load()
            KeptDatasetTests.expectSame(after, try set.fresh(), "\(name)")
            #expect(set.kept.count == 1 && set.kept != before, "\(name): the set that was is gone")
        }
    }

    @Test func filesBehindLinksCount() throws {
        let set = try WrittenSet()
        for index in 0..<8 {
            let file = WrittenFile.png(width: 6, height: 5, channels: 3, noise(90, seed: UInt64(index)))
            try set.scratch.write("elsewhere/\(index % 2)/\(index).png", file)
        }
        try FileManager.default.createDirectory(at: set.url, withIntermediateDirectories: true)
        for name in ["0", "1"] {
            try FileManager.default.createSymbolicLink(
                at: set.url.appendingPathComponent(name), withDestinationURL: set.scratch.url.appendingPathComponent("elsewhere/\(name)"))
        }
        let before = try set.load()
        try set.scratch.write("elsewhere/1/9.png", WrittenFile.png(width: 6, height: 5, channels: 3, noise(90, seed: 9)))
        let after = try set.load()
        #expect(before.count == 8 && after.count == 9)
        // A link that leads back ends the walk, and not the program.
        try FileManager.default.createSymbolicLink(at: set.url.appendingPathComponent("0/up"), withDestinationURL: set.url)
        #expect(DataManifest(set.url) != nil)
    }

    @Test func optionsAndFormsHaveSetsOfTheirOwn() throws {
        let set = try WrittenSet()
        try set.scratch.write("set/train.csv", Array(("a,b,label\n" + (0..<20).map { "\($0),\($0 * 2),\($0 % 2)\n" }.joined()).utf8))
        let all = try set.load()
        let one = try set.load("columns=a")
        #expect(all.shape.channels == 2 && one.shape.channels == 1 && set.kept.count == 2)
        #expect(try set.load().shape.channels == 2)
        let pictures = try WrittenSet.pictures()
        let large = try pictures.load()
        let form = ExampleForm(
            kind: .pictures, shape: Shape(height: 8, width: 8, channels: 1), features: nil, classNames: large.classNames,
            options: DataOptions())
        #expect(try pictures.load(like: form).shape == Shape(height: 8, width: 8, channels: 1))
        KeptDatasetTests.expectSame(try pictures.load(like: form), try pictures.fresh(like: form), "form")
        #expect(try pictures.load().shape == large.shape)
    }

    @Test func aDamagedFileIsReadAnew() throws {
        let set = try WrittenSet.pictures()
        _ = try set.load()
        // Not mapped: a file that is cut off under a mapping ends whoever reads it.
        let whole = try set.fresh()
        let name = "cache/" + (try #require(set.kept.first))
        let bytes = try set.scratch.read(name)
        var damages: [[UInt8]] = [[], [1], Array(bytes.dropLast()), bytes + [0], Array(bytes.dropFirst(4096))]
        for place in [0, 1000, whole.count * 90 + 3, bytes.count - 300, bytes.count - 40, bytes.count - 1] {
            var damaged = bytes
            damaged[place] ^= 1
            damages.append(damaged)
        }
        for (number, damaged) in damages.enumerated() {
            try set.scratch.write(name, damaged)
            KeptDatasetTests.expectSame(try set.load(), whole, "damage \(number)")
            #expect(try set.scratch.read(name) == bytes, "damage \(number)")
        }
    }

    @Test func whatIsSmallOrNewOrTooLargeIsNotKept() throws {
        let set = try WrittenSet.pictures()
        let fresh = try set.fresh()
        let changes: [(String, (inout DataLoading) -> Void)] = [
            ("small", { ($0.limits.leastBytes, $0.limits.leastFiles) = (1 << 20, 1000) }),
            ("new", { $0.limits.settlingSeconds = 1000 }),
            ("too large", { $0.cache = PreparedCache(folder: $0.cache?.folder ?? set.url, largestBytes: 1000) }),
            ("no folder", { $0.cache = PreparedCache(folder: URL(fileURLWithPath: "/proc/nas-cache")) }),
        ]
        for (name, change) in changes {
            let read = try set.events(change).dataset
            #expect(read.bits == fresh.bits && read.fingerprint == fresh.fingerprint, "\(name)")
            #expect(set.kept.isEmpty, "\(name): \(set.kept)")
        }
    }

    @Test func setsCountInTheCacheAndTheLongestUnusedGoes() throws {
        let sets = try (0..<3).map { _ in try WrittenSet.pictures() }
        let folder = sets[0].cacheFolder
        _ = try sets[0].load()
        let bytes = PreparedCache(folder: folder).usage.bytes
        #expect(PreparedCache(folder: folder).usage.files == 1 && bytes > 1800)
        let loading = WrittenSet.loading(folder, largestBytes: 2 * bytes + bytes / 2)
        for set in sets {
            _ = try set.load("", like: nil, loading)
            usleep(20_000)
        }
        // The folder goes with the first of them.
        withExtendedLifetime(sets) { #expect(PreparedCache(folder: folder).usage.files == 2) }
    }
}
