import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// Speech Commands as is customary: some words, what is none of them, and silence.
@Suite struct SpeechClassesTests {
    private func load(_ scratch: Scratch, _ options: String, like form: ExampleForm? = nil) throws -> Dataset {
        try Dataset.load(folder: scratch.url.appendingPathComponent("set", isDirectory: true), options: DataOptions(options), like: form)
    }

    private func values(_ data: Dataset, _ index: Int) -> [Int] {
        guard case .floats(let values) = data.values else { return [] }
        let length = data.shape.width
        return values[index * length..<(index + 1) * length].map { Int(($0 * 32_768).rounded()) }
    }

    /// Words of ten sounds in training and two each in validation and test, of ten samples.
    private func words(_ names: [String]) throws -> Scratch {
        let scratch = try Scratch()
        var lists: [[String]] = [[], []]
        for (word, name) in names.enumerated() {
            for index in 0..<14 {
                let path = "\(name)/s\(index % 7)_nohash_\(index).wav"
                try scratch.write("set/\(path)", WrittenSound.wav([Int16](repeating: Int16(100 * word + index + 1), count: 10)))
                if index >= 10 { lists[index % 2].append(path) }
            }
        }
        for (name, paths) in zip(["validation_list.txt", "testing_list.txt"], lists) {
            try scratch.write("set/\(name)", Array(paths.joined(separator: "\n").utf8))
        }
        return scratch
    }

    private func counts(_ data: Dataset) -> [[Int]] {
        let starts = [0, data.customaryValidationStart ?? data.count, data.customaryTestStart ?? data.count, data.count]
        return data.classNames.indices.map { label in
            (0..<3).map { part in data.labels[starts[part]..<starts[part + 1]].count { Int($0) == label } }
        }
    }

    @Test(arguments: ["unknown", "_unknown_"]) func unknownIsWhatIsNoneOfTheWords(name: String) throws {
        let scratch = try words(["up", "down", "cat", "dog", "bird"])
        let data = try load(scratch, "classes=up:down:\(name)")
        #expect(data.classNames == ["down", "up", name].sorted())
        #expect(counts(data) == [[10, 2, 2], [10, 2, 2], [10, 2, 2]], "as many as a word has")
        let label = try #require(data.classNames.firstIndex(of: name))
        let chosen = data.labels.indices.filter { Int(data.labels[$0]) == label }.map { values(data, $0)[0] }
        #expect(Set(chosen.map { $0 / 100 }) == [2, 3, 4] && Set(chosen).count == 14)
        #expect(
            data.origin.notes.contains("\(name): 14 of 42 sounds of 3 other words (10 in training, 2 in validation, 2 in test)"),
            "\(data.origin.notes)")
        #expect(data.origin.options.text.hasSuffix("classes=up:down:\(name)"))
        #expect(try load(scratch, data.origin.options.text).fingerprint == data.fingerprint)
    }

    @Test func aFolderOfThatNameIsTheClass() throws {
        let scratch = try words(["up", "down", "unknown", "silence", "cat"])
        let data = try load(scratch, "classes=up:unknown:silence")
        #expect(data.classNames == ["silence", "unknown", "up"] && data.count == 42)
        #expect(!data.origin.notes.contains { $0.contains("unknown:") || $0.contains("silence:") })
        let problem = try diagnostic { try load(scratch, "classes=up:_unknown_") }
        #expect(problem.message == "'_unknown_' and 'unknown' are the same class", "\(problem)")
    }

    /// Noise of 1, 2, 3 ... tells where a clip is from.
    @Test func silenceIsCutFromNoise() throws {
        let scratch = try words(["up", "down", "cat"])
        for (index, name) in ["hum", "tap"].enumerated() {
            let noise = (0..<400).map { Int16($0 + 1000 * (index + 1)) }
            try scratch.write("set/_background_noise_/\(name).wav", WrittenSound.wav(noise))
        }
        try scratch.write("set/_background_noise_/README.md", [65])
        let data = try load(scratch, "classes=up:down:silence")
        #expect(data.classNames == ["down", "silence", "up"] && counts(data) == [[10, 2, 2], [10, 2, 2], [10, 2, 2]])
        let starts = [0, data.customaryValidationStart ?? 0, data.customaryTestStart ?? 0, data.count]
        let parts = (0..<3).map { part in
            (starts[part]..<starts[part + 1]).filter { data.labels[$0] == 1 }.map { values(data, $0) }
        }
        for clips in parts {
            for clip in clips { #expect(clip == Array(clip[0]..<clip[0] + 10), "a stretch of a file, whole") }
        }
        let used = parts.map { Set($0.joined()) }
        #expect(used[0].isDisjoint(with: used[1]) && used[0].isDisjoint(with: used[2]) && used[1].isDisjoint(with: used[2]))
        #expect(Set(used[0].map { $0 / 1000 }) == [1, 2], "of every file")
        #expect(
            data.origin.notes.contains(
                "silence: 14 clips cut from 2 files of _background_noise_/ (10 in training, 2 in validation, 2 in test)"))
        #expect(!data.origin.notes.contains { $0.contains("left out") })
        #expect(data.groups != nil)
        #expect(try load(scratch, "classes=up:down:silence").fingerprint == data.fingerprint)
    }

    /// A split that is drawn keeps stretches in one part too.
    @Test func aDrawnSplitSharesNoNoise() throws {
        let scratch = try Scratch()
        for name in ["up", "down"] {
            for index in 0..<30 { try scratch.write("set/\(name)/\(index).wav", WrittenSound.wav([Int16](repeating: 7, count: 10))) }
        }
        try scratch.write("set/_background_noise_/hum.wav", WrittenSound.wav((0..<2000).map { Int16($0) }))
        let data = try load(scratch, "classes=up:down:_silence_")
        let label = try #require(data.classNames.firstIndex(of: "_silence_"))
        let split = try DataSplit(data, seed: 4)
        let used = [split.training, split.validation, split.test.indices].map { part in
            Set(part.filter { Int(data.labels[$0]) == label }.flatMap { values(data, $0) })
        }
        #expect(used.allSatisfy { !$0.isEmpty })
        #expect(used[0].isDisjoint(with: used[1]) && used[0].isDisjoint(with: used[2]) && used[1].isDisjoint(with: used[2]))
    }

    @Test func withoutNoiseSilenceIsDigital() throws {
        let scratch = try Scratch()
        for name in ["up_a_1", "up_b_1", "down_a_1", "down_b_1", "cat_a_1", "cat_b_1"] {
            try scratch.write("set/\(name).wav", WrittenSound.wav([Int16](repeating: 3, count: 10)))
        }
        let data = try load(scratch, "classes=up:down:silence:unknown,pattern={label}_{speaker}_{index}.wav")
        #expect(data.classNames == ["down", "silence", "unknown", "up"] && data.count == 8)
        let silent = data.labels.indices.filter { data.labels[$0] == 1 }
        #expect(silent.count == 2 && silent.allSatisfy { values(data, $0) == [Int](repeating: 0, count: 10) })
        #expect(data.origin.notes.contains("silence: 2 examples of digital silence, for there is no _background_noise_/"))
        #expect(data.origin.notes.contains("unknown: 2 of 2 sounds of 1 other word"))
    }

    @Test func whatCannotBeMadeIsSaid() throws {
        let scratch = try words(["up", "down"])
        #expect(try diagnostic { try load(scratch, "classes=up:down:unknown") }.message == "has no other words for the class 'unknown'")
        #expect(try diagnostic { try load(scratch, "classes=unknown:silence") }.message.contains("names no word"))
        #expect(try diagnostic { try load(scratch, "classes=up:unknown:_unknown_") }.message.contains("are the same class"))
        #expect(try diagnostic { try load(scratch, "classes=up:dwon") }.message == "has no class 'dwon'")
        try scratch.write("set/_background_noise_/short.wav", WrittenSound.wav([1, 2, 3]))
        let problem = try diagnostic { try load(scratch, "classes=up:down:silence") }
        #expect(problem.message == "has no stretch of 1.25 ms for 'silence' in training, validation, test", "\(problem)")
        #expect(problem.file?.hasSuffix("_background_noise_") == true)
    }

    /// A network that knows other words is measured on what is there.
    @Test func aSetMayLackOtherWordsWhereANetworkIsMeasured() throws {
        let trained = try load(try words(["up", "down", "cat"]), "classes=up:down:unknown")
        let form = ExampleForm(
            kind: trained.kind, shape: trained.shape, features: trained.features, classNames: trained.classNames,
            options: trained.origin.options)
        let data = try load(try words(["up", "down"]), form.options.text, like: form)
        #expect(data.classNames == ["down", "up"] && data.origin.notes.contains("unknown: there are no other words"))
        #expect(try data.withClasses(of: trained.classNames).classNames == trained.classNames)
    }

    @Test func noiseIsNoExampleWhereClassesAreAskedFor() throws {
        let scratch = try words(["up", "down"])
        try scratch.write("set/_background_noise_/hum.wav", WrittenSound.wav((0..<100).map { Int16($0) }))
        let data = try load(scratch, "")
        let form = ExampleForm(
            kind: data.kind, shape: data.shape, features: data.features, classNames: data.classNames, options: data.origin.options)
        let read = try UnlabelledExamples.batches(at: scratch.url.path + "/set", like: form)[0].read()
        #expect(read.examples.names.count == 28 && read.problems.isEmpty)
    }

    @Test(.enabled(if: SharedData.exists("fsdd"), "needs ../shared/data/fsdd")) func spokenDigits() throws {
        let data = try Dataset.load(folder: SharedData.url("fsdd/recordings"), options: DataOptions("classes=0:1:unknown:silence"))
        #expect(data.classNames == ["0", "1", "silence", "unknown"] && data.count == 1200)
        #expect(data.origin.notes.contains("unknown: 300 of 2400 sounds of 8 other words"))
    }
}
