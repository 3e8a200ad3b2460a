import Foundation
import Support
import TestSupport
import Testing

@testable import Datasets

/// WAV files of every kind, with the samples that NumPy computes from their bytes, and SciPy's resampling (Goldens/make_sounds.py).
struct GoldenSounds: Decodable {
    struct File: Decodable, CustomTestStringConvertible {
        let name: String
        let file: Data
        let rate: Int
        let samples: Data

        var testDescription: String { name }
    }

    struct Resampled: Decodable, CustomTestStringConvertible {
        let source: Int
        let target: Int
        let samples: Data
        let resampled: Data

        var testDescription: String { "\(source) to \(target)" }
    }

    let files: [File]
    let resampled: [Resampled]

    static let all: GoldenSounds = {
        guard let url = Bundle.module.resourceURL?.appendingPathComponent("Goldens/sounds.json"), let data = try? Data(contentsOf: url),
            let read = try? JSONDecoder().decode(GoldenSounds.self, from: data)
        else { return GoldenSounds(files: [], resampled: []) }
        return read
    }()

    static func floats(_ data: Data) -> [Float] {
        let bytes = [UInt8](data)
        return stride(from: 0, to: bytes.count, by: 4).map { start in
            Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) })
        }
    }
}

@Suite struct WAVFileTests {
    @Test func thereAreGoldens() { #expect(GoldenSounds.all.files.count == 23 && GoldenSounds.all.resampled.count == 6) }

    @Test(arguments: GoldenSounds.all.files) func everyKindIsReadAsNumPyReadsIt(golden: GoldenSounds.File) throws {
        let scratch = try Scratch()
        // Told by content: the name says nothing.
        try scratch.write("sound", [UInt8](golden.file))
        let file = try #require(try WAVFile(scratch.url.appendingPathComponent("sound").path))
        #expect(file.format.rate == golden.rate)
        #expect(file.isCutOff == (golden.name == "cut off"))
        #expect(try file.samples() == GoldenSounds.floats(golden.samples))
    }

    /// Each is one error that names the file.
    @Test(arguments: Self.broken) func whatCannotBeReadIsSaid(_ broken: Broken) throws {
        let scratch = try Scratch()
        for name in ["a/1.wav", "b/1.wav"] { try scratch.write(name, WrittenSound.wav([1, 2, 3])) }
        try scratch.write("b/\(broken.name)", broken.bytes)
        let problem = try diagnostic { try Dataset.load(folder: scratch.url) }
        #expect(problem.file == scratch.url.appendingPathComponent("b/\(broken.name)").path, "\(problem)")
        #expect(problem.message.contains(broken.message), "\(problem)")
        #expect(broken.hint.isEmpty || problem.hint?.contains(broken.hint) == true, "\(problem)")
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let name: String
        let bytes: [UInt8]
        let message: String
        let hint: String

        init(_ what: String, _ bytes: [UInt8], _ message: String, hint: String = "", name: String = "2.wav") {
            (testDescription, self.bytes, self.message, self.hint, self.name) = (what, bytes, message, hint, name)
        }
    }

    private static let samples = WrittenSound.chunk("data", [1, 2, 3, 4, 5, 6, 7, 8])

    private static func codec(_ tag: Int, bits: Int = 4) -> [UInt8] {
        WrittenSound.riff(WrittenSound.format(tag: tag, bits: bits, block: 1), samples)
    }

    static let broken = [
        Broken("empty", [], "it is empty"),
        Broken("a text", Array("hello, this is no sound".utf8), "its content is another"),
        Broken("a header alone", WrittenSound.riff(), "it has no format"),
        Broken("no samples", WrittenSound.riff(WrittenSound.format()), "it has no samples"),
        Broken("no sample", WrittenSound.riff(WrittenSound.format(), WrittenSound.chunk("data", [])), "it has no samples"),
        Broken("half a sample", WrittenSound.riff(WrittenSound.format(), WrittenSound.chunk("data", [7])), "it has no samples"),
        Broken("no format", WrittenSound.riff(samples), "it has no format"),
        Broken("a short format", WrittenSound.riff(WrittenSound.chunk("fmt ", [1, 0, 1, 0]), samples), "its format has 4 bytes"),
        Broken("ends in its format", Array(WrittenSound.wav([1]).prefix(30)), "it ends within its format"),
        Broken("no channels", WrittenSound.riff(WrittenSound.format(channels: 0), samples), "it has 0 channels"),
        Broken(
            "no rate", WrittenSound.riff(WrittenSound.format(rate: 0), samples), "it has 0 samples per second, 100 to 1000000 are possible"),
        Broken("a rate of gigahertz", WrittenSound.riff(WrittenSound.format(rate: 4_000_000_000), samples), "samples per second"),
        Broken("another block", WrittenSound.riff(WrittenSound.format(block: 3), samples), "it says 3"),
        Broken(
            "12 bits", WrittenSound.riff(WrittenSound.format(bits: 12, block: 2), samples), "PCM of 12 bits",
            hint: "; do ffmpeg -nostdin -i \"$f\""),
        Broken(
            "MP3 in WAV", codec(0x55), "a WAV file of MP3",
            hint: "/b'/*.wav; do ffmpeg -nostdin -i \"$f\" -ac 1 -ar 16000 -c:a pcm_s16le \"${f%.*}-pcm.wav\" && rm \"$f\"; done"),
        Broken("ADPCM", codec(2), "Microsoft ADPCM", hint: "ffmpeg"), Broken("IMA", codec(17), "IMA ADPCM", hint: "ffmpeg"),
        Broken("A-law", codec(6, bits: 8), "A-law", hint: "ffmpeg"), Broken("mu-law", codec(7, bits: 8), "mu-law", hint: "ffmpeg"),
        Broken("GSM", codec(49), "GSM", hint: "ffmpeg"), Broken("unknown", codec(0x1234), "codec 4660", hint: "ffmpeg"),
        Broken("MP3", [0xFF, 0xFB, 0x90, 0x64, 0, 0], "is MP3", hint: "/*.mp3; do", name: "2.mp3"),
        Broken("MP3 called WAV", Array("ID3\u{3}".utf8) + [0, 0, 0], "is MP3", hint: "ffmpeg"),
        Broken("FLAC", Array("fLaC\0\0".utf8), "is FLAC", hint: "/*.flac; do", name: "2.flac"),
        Broken("Ogg", Array("OggS\0\u{2}".utf8), "is Ogg", hint: "ffmpeg", name: "2.ogg"),
        Broken("M4A", Array("\0\0\0 ftypM4A ".utf8), "M4A", hint: "ffmpeg", name: "2.m4a"),
        Broken("AIFF", Array("FORM\0\0\0\u{10}AIFF".utf8), "is AIFF", hint: "ffmpeg", name: "2.aiff"),
        Broken("RF64", Array("RF64".utf8) + [255, 255, 255, 255] + Array("WAVEds64".utf8), "is RF64", hint: "ffmpeg"),
        Broken("NaN", WrittenSound.wav(floats: [0, .nan, 1]), "sample 1 is NaN"),
        Broken("infinity", WrittenSound.wav(floats: [0, 1, -.infinity]), "sample 2 is infinite"),
        Broken("far too large", WrittenSound.wav(floats: [1e30]), "far beyond -1 to 1"),
        Broken(
            "whole numbers as floats", WrittenSound.wav(floats: [0, -32_768, 3]), "floats of up to 32768.0",
            hint: "-af volume=1/32768 -c:a pcm_s16le"),
        Broken("24 bits as floats", WrittenSound.wav(floats: [5e6]), "up to 8388608", hint: "volume=1/8388608"),
        Broken(
            "61 seconds",
            WrittenSound.riff(WrittenSound.format(rate: 100, bits: 8), WrittenSound.chunk("data", [UInt8](repeating: 128, count: 6100))),
            "lasts 61 s", hint: "segment"),
        Broken(
            "many chunks", WrittenSound.riff([UInt8](WrittenSound.chunk("JUNK", []).cycled(5000)), WrittenSound.format(), samples),
            "over 4096 chunks"),
    ]

    /// What other programs clip is sound.
    @Test func floatsSomewhatBeyondOneAreTaken() throws {
        let scratch = try Scratch()
        try scratch.write("x.wav", WrittenSound.wav(floats: [0.5, -3, 16]))
        #expect(try WAVFile(scratch.url.appendingPathComponent("x.wav").path)?.samples() == [0.5, -3, 16])
    }

    @Test func aStretchIsReadAlone() throws {
        let scratch = try Scratch()
        try scratch.write("x.wav", WrittenSound.wav((0..<20).map { Int16($0 * 1024) }, channels: 2))
        let file = try #require(try WAVFile(scratch.url.appendingPathComponent("x.wav").path))
        #expect(try file.samples(3..<6) == Array(try file.samples()[3..<6]))
    }

    /// The command that an error names is run, where there is the program, in a folder whose name has a space and a quote.
    @Test func theLineForTheShellIsOne() throws {
        let scratch = try Scratch()
        let folder = scratch.url.appendingPathComponent("it's mine", isDirectory: true)
        for name in ["a b.mp3", "c.mp3"] { try scratch.write("it's mine/\(name)", [0xFF, 0xFB, 0x90, 0x64, 0, 0]) }
        let problem = try diagnostic { try WAVFile(folder.appendingPathComponent("c.mp3").path) }
        let line = try #require(problem.hint).dropFirst("convert all of them: ".count)
        // A stand-in that copies its input to its last argument.
        try scratch.write("bin/ffmpeg", Array("#!/bin/sh\nfor last; do :; done\ncp \"$3\" \"$last\"\n".utf8))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: scratch.url.appendingPathComponent("bin/ffmpeg").path)
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", String(line)]
        shell.environment = ["PATH": scratch.url.path + "/bin:/usr/bin:/bin"]
        try shell.run()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a b-pcm.wav", "c-pcm.wav"])
    }

    /// Three hours that only the header and the file system know of.
    @Test func threeHoursAreNoExample() throws {
        let scratch = try Scratch()
        for name in ["a/1.wav", "b/1.wav"] { try scratch.write(name, WrittenSound.wav([1, 2, 3])) }
        let size = 3 * 3600 * 16_000 * 2
        try scratch.write(
            "b/long.wav", WrittenSound.riff(WrittenSound.format(rate: 16_000), WrittenSound.chunk("data", [], size: size)))
        let handle = try FileHandle(forWritingTo: scratch.url.appendingPathComponent("b/long.wav"))
        try handle.truncate(atOffset: UInt64(size + 44))
        try handle.close()
        let problem = try diagnostic { try Dataset.load(folder: scratch.url) }
        #expect(problem.message == "lasts 3 h 0 min, and an example at most 60 s", "\(problem)")
        #expect(problem.file?.hasSuffix("b/long.wav") == true)
    }
}

extension [UInt8] {
    fileprivate func cycled(_ count: Int) -> [UInt8] { (0..<count).flatMap { _ in self } }
}
