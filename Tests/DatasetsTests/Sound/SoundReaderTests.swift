import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

@Suite struct SoundReaderTests {
    private func load(_ scratch: Scratch, _ options: String = "", _ place: String = "") throws -> Dataset {
        try Dataset.load(folder: scratch.url.appendingPathComponent(place, isDirectory: true), options: DataOptions(options))
    }

    /// A step that tells sounds apart, of 1/128.
    private func wav(_ value: Int16, _ count: Int = 4, rate: Int = 8000) -> [UInt8] {
        WrittenSound.wav([Int16](repeating: value * 256, count: count), rate: rate)
    }

    private func values(_ data: Dataset) -> [Float] { if case .floats(let values) = data.values { values } else { [] } }

    @Test func aFolderIsAClass() throws {
        let scratch = try Scratch()
        try scratch.write("yes/b.wav", wav(4))
        try scratch.write("yes/a.WAV", wav(3))
        try scratch.write("no/deep/1.wav", wav(1))
        try scratch.write("no/2.wav", wav(2))
        try scratch.write("no/notes.txt", [65])
        try scratch.write("README.md", [65])
        try scratch.write("_background_noise_/hum.wav", wav(9, 100))
        let data = try load(scratch)
        #expect(data.kind == .series && data.shape == Shape(height: 1, width: 4, channels: 1))
        #expect(data.classNames == ["no", "yes"] && data.labels == [0, 0, 1, 1])
        #expect((0..<4).map { values(data)[$0 * 4] * 128 } == [2, 1, 3, 4], "in the order of their paths")
        #expect(data.features?.columns.map(\.name) == ["sound"] && data.origin.form == "sound" && data.groups == nil)
        #expect(
            data.origin.notes == [
                "_background_noise_/ is no class and is left out", "1 file that is no sound left out (notes.txt)",
            ])
        #expect(data.origin.options.text == "rate=8000,length=4")
        #expect(try load(scratch, data.origin.options.text).fingerprint == data.fingerprint)
        let chosen = try load(scratch, "classes=yes:no,length=1ms")
        #expect(chosen.shape.width == 8 && chosen.origin.options.text == "rate=8000,length=8,classes=yes:no")
    }

    @Test func speechCommandsListsAndSpeakersCount() throws {
        let scratch = try Scratch()
        for (label, value) in [("up", 1), ("down", 11)] {
            for (index, speaker) in ["aa", "aa", "bb", "cc", "dd", "ee"].enumerated() {
                try scratch.write("\(label)/\(speaker)_nohash_\(index).wav", wav(Int16(value + index)))
            }
        }
        try scratch.write("validation_list.txt", Array("up/cc_nohash_3.wav\ndown/cc_nohash_3.wav\n".utf8))
        try scratch.write("testing_list.txt", Array("down/dd_nohash_4.wav\nup/dd_nohash_4.wav\nup/gone.wav\n".utf8))
        let data = try load(scratch)
        #expect(data.count == 12 && data.customaryValidationStart == 8 && data.customaryTestStart == 10)
        #expect((8..<12).map { values(data)[$0 * 4] * 128 } == [14, 4, 15, 5])
        #expect(data.groups == [0, 0, 1, 2, 0, 0, 1, 2, 3, 3, 4, 4])
        #expect(data.origin.notes.contains("testing_list.txt names 1 file that is not there (up/gone.wav)"))
        try scratch.write("testing_list.txt", Array("down/dd_nohash_4.wav\nup/cc_nohash_3.wav\n".utf8))
        let both = try load(scratch)
        #expect(both.customaryValidationStart == 9 && both.customaryTestStart == 10)
        #expect(
            both.origin.notes.contains(
                "1 file of validation_list.txt is in testing_list.txt too, and is for the test (up/cc_nohash_3.wav)"))
    }

    @Test func partsAreRespectedAndTheirClassesChecked() throws {
        let scratch = try Scratch()
        for name in ["train/a/1", "train/b/1", "val/a/1", "test/b/1"] { try scratch.write("set/\(name).wav", wav(1)) }
        let data = try load(scratch)
        #expect(data.customaryValidationStart == 2 && data.customaryTestStart == 3)
        try scratch.write("set/test/c/1.wav", wav(1))
        #expect(try diagnostic { try load(scratch) }.message == "is a class that training lacks")
    }

    @Test func namesSayTheLabelAndTheSpeaker() throws {
        let scratch = try Scratch()
        for label in ["0", "1", "10"] {
            for speaker in ["jo", "al"] { for index in 0..<2 { try scratch.write("set/\(label)_\(speaker)_\(index).wav", wav(1)) } }
        }
        let data = try load(scratch)
        #expect(data.classNames == ["0", "1", "10"], "numbers in their order")
        #expect(data.groups == [0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1])
        #expect(data.origin.notes == ["names are read as {label}_{speaker}_{index}"])
        // A part of a name that is a part of the set, and another order.
        let named = try load(scratch, "pattern={any}_{label}_{index}.wav", "set")
        #expect(named.classNames == ["al", "jo"] && named.groups == nil)
        try scratch.write("set/x.wav", wav(1))
        #expect(try diagnostic { try load(scratch) }.hint?.contains("pattern={label}_{speaker}_{index}.wav") == true)
        let problem = try diagnostic { try load(scratch, "pattern={label}_{speaker}_{index}") }
        #expect(problem.message.hasPrefix("does not match") && problem.file?.hasSuffix("set/x.wav") == true)
    }

    @Test func namesMaySayThePart() throws {
        let scratch = try Scratch()
        for name in ["train-a-1", "train-b-1", "test-a-1", "test-b-2"] { try scratch.write("\(name).wav", wav(1)) }
        let data = try load(scratch, "pattern={split}-{label}-{index}")
        #expect(data.classNames == ["a", "b"] && data.customaryTestStart == 2)
        try scratch.write("x-a-1.wav", wav(1))
        #expect(try diagnostic { try load(scratch, "pattern={split}-{label}-{index}") }.message == "its part is called 'x'")
    }

    @Test(arguments: [
        ("{label", "a { without }"), ("{lable}_1", "'lable' is none of its parts"), ("{label}{index}", "nothing stands between"),
        ("{label}_{label}", "stands there twice"), ("yes.wav", "no part in braces"),
    ])
    func wrongPatternsAreSaid(pattern: String, message: String) throws {
        #expect(try diagnostic { try DataOptions("pattern=\(pattern)") }.message.contains(message))
    }

    @Test func lengthsAreBroughtToTheUsualOne() throws {
        let scratch = try Scratch()
        for index in 0..<19 { try scratch.write("a/\(index).wav", wav(1, 4)) }
        try scratch.write("a/long.wav", WrittenSound.wav((0..<9).map { $0 * 256 }))
        try scratch.write("b/short.wav", wav(3, 1))
        let data = try load(scratch)
        #expect(data.shape.width == 4)
        #expect(values(data)[76..<84].map { $0 * 128 } == [2, 3, 4, 5, 0, 3, 0, 0], "its middle; and in the middle of silence")
        #expect(
            data.origin.notes == [
                "sounds of 125 µs to 1.12 ms are brought to 4 samples, 500 µs at 8000 Hz, which 95 % of training do not exceed: "
                    + "1 filled up with silence on both sides, 1 cut to their middle"
            ])
    }

    @Test func ratesAreBroughtToTheCommonest() throws {
        let scratch = try Scratch()
        for name in ["a/1", "a/2", "b/1"] { try scratch.write("\(name).wav", wav(1, 80)) }
        try scratch.write("b/2.wav", wav(1, 160, rate: 16_000))
        let data = try load(scratch)
        #expect(data.shape.width == 80)
        #expect(data.origin.notes == ["1 sound of 16000 Hz resampled to 8000 Hz"])
        let file = try #require(try WAVFile(scratch.url.appendingPathComponent("b/2.wav").path))
        #expect(Array(values(data)[240...]) == SoundResampler(from: 16_000, to: 8000)(try file.samples()))
        #expect(try load(scratch, "rate=16000Hz,length=0.01s").shape.width == 160)
        for rate in ["0.5", "99", "1000001"] {
            let problem = try diagnostic { try load(scratch, "rate=\(rate)") }
            #expect(problem.message == "the rate of sound is a whole number of hertz from 100 to 1000000, got \(rate)")
        }
        #expect(try diagnostic { try load(scratch, "window=1s") }.message.contains("'window' says nothing"))
        #expect(try diagnostic { try load(scratch, "length=1h") }.message.hasPrefix("length is a whole number of moments"))
        #expect(try diagnostic { try load(scratch, "classes=a:c") }.message == "has no class 'c'")
    }

    /// Sounds whose class is asked for are prepared as those of training.
    @Test func unlabelledSounds() throws {
        let scratch = try Scratch()
        for name in ["a/1", "b/1"] { try scratch.write("set/\(name).wav", wav(1, 80)) }
        let data = try load(scratch, "", "set")
        try scratch.write("new/x.wav", wav(5, 200, rate: 16_000))
        try scratch.write("new/sub/y.wav", wav(6, 10))
        try scratch.write("new/broken.wav", Array("RIFF".utf8))
        let form = ExampleForm(
            kind: data.kind, shape: data.shape, features: data.features, classNames: data.classNames, options: data.origin.options)
        let batches = try UnlabelledExamples.batches(at: scratch.url.path + "/new", like: form)
        #expect(batches.count == 1)
        let (examples, problems) = try batches[0].read()
        #expect(examples.names.map { $0.split(separator: "/").last } == ["y.wav", "x.wav"])
        #expect(problems.count == 1 && problems[0].file?.hasSuffix("broken.wav") == true)
        #expect(examples.dataset.shape == data.shape && examples.dataset.kind == .series && examples.dataset.count == 2)
        #expect(values(examples.dataset)[35..<45].allSatisfy { $0 == 6 / 128 } && values(examples.dataset)[34] == 0)
        #expect(examples.notes.isEmpty)
        try scratch.write("new/cut.wav", Array(wav(5, 80).dropLast(20)))
        let cut = try UnlabelledExamples.batches(at: scratch.url.path + "/new/cut.wav", like: form)[0].read().examples
        #expect(cut.notes == ["1 sound cut off before the end that the header promises (cut.wav): what is there is taken"])
        try scratch.write("new/readme.txt", Array("hello".utf8))
        let stray = try UnlabelledExamples.batches(at: scratch.url.path + "/new/readme.txt", like: form)[0].read().problems
        #expect(stray.map(\.message) == ["is no sound, and the model takes sounds"] && stray[0].hint == "WAV files are read")
        let single = try UnlabelledExamples.batches(at: scratch.url.path + "/set/a/1.wav", like: form)[0].read()
        #expect(values(single.examples.dataset) == Array(values(data)[..<80]))
    }

    @Test(.enabled(if: SharedData.exists("fsdd"), "needs ../shared/data/fsdd")) func spokenDigits() throws {
        let data = try Dataset.load(folder: SharedData.url("fsdd/recordings"))
        #expect(data.count == 3000 && data.classNames == (0..<10).map(String.init))
        #expect(data.origin.options.text.hasPrefix("rate=8000,length="))
        let groups = try #require(data.groups)
        #expect(Set(groups).count == 6)
        let split = try DataSplit(data, seed: 3)
        let parts = [split.training, split.validation, split.test.indices].map { Set($0.map { groups[$0] }) }
        #expect(parts.allSatisfy { !$0.isEmpty } && parts.reduce(0) { $0 + $1.count } == 6, "no speaker is in two parts")
    }

    /// As with pictures, a class is called by its folder, also where that looks like a number.
    @Test func foldersAreNamesAndNoNumbers() throws {
        let scratch = try Scratch()
        for name in ["01", "1", "10", "2"] {
            for index in 1...3 { try scratch.write("set/\(name)/\(index).wav", wav(Int16(index), 20)) }
        }
        #expect(try load(scratch, "", "set").classNames == ["01", "1", "10", "2"])
    }

    /// New sounds are brought to the rate and the length that the network knows, whatever is said of them.
    @Test func anotherRateOrLengthIsRefused() throws {
        let scratch = try Scratch()
        for name in ["a", "b"] { for index in 1...3 { try scratch.write("set/\(name)/\(index).wav", wav(Int16(index), 20)) } }
        let data = try load(scratch, "", "set")
        let form = ExampleForm(
            kind: data.kind, shape: data.shape, features: data.features, classNames: data.classNames, options: data.origin.options)
        for text in ["rate=4000", "length=10"] {
            let error = #expect(throws: Diagnostic.self) { try form.reading(DataOptions(text)) }
            #expect(error?.message.contains("20 samples at 8000 per second") == true, "\(error?.message ?? "")")
        }
        #expect(try form.reading(DataOptions("pattern={speaker}_{index}")).options.rate == 8000)
        #expect(try form.reading(DataOptions("length=20,rate=8000")) == form)
    }
}
