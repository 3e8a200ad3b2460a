import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// The same series give the same examples, whatever form they come in: as `.ts`, as a long table, as NumPy arrays.
@Suite struct FloatFormsAgreeTests {
    private struct Series {
        /// Channel by channel, as texts: what each form holds.
        let channels: [[String]]
        let label: String
    }

    /// Reads a `.ts` file by the simplest means.
    private static func series(_ text: String) -> [Series] {
        text.split(separator: "\n").filter { !$0.hasPrefix("@") && !$0.hasPrefix("#") && $0.contains(":") }.map { line in
            let parts = line.split(separator: ":")
            return Series(
                channels: parts.dropLast().map { $0.split(separator: ",").map(String.init) },
                label: String(parts[parts.count - 1]).trimmingCharacters(in: .whitespaces))
        }
    }

    /// As `to_csv.py` beside the archive's files writes it.
    private static func longTable(_ series: [Series]) -> String {
        var lines = ["recording,step," + series[0].channels.indices.map { "c\($0 + 1)" }.joined(separator: ",") + ",label"]
        for (number, one) in series.enumerated() {
            for step in one.channels[0].indices {
                lines.append("\(number),\(step)," + one.channels.map { $0[step] }.joined(separator: ",") + ",\(one.label)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func arrays(_ series: [Series], length: Int, part: String) -> [WrittenFile.Member] {
        let names = Array(Set(series.map(\.label))).sorted()
        let channels = series[0].channels.count
        var values: [Float] = []
        for one in series {
            for step in 0..<length {
                for channel in 0..<channels {
                    let own = one.channels[channel]
                    values.append(step < own.count ? Float(Double(own[step]) ?? 0) : .nan)
                }
            }
        }
        return [
            .init(name: "x_\(part).npy", content: WrittenFile.npy("<f4", [series.count, length, channels], WrittenFile.floats(values))),
            .init(
                name: "y_\(part).npy",
                content: WrittenFile.npy(
                    "<i8", [series.count], series.flatMap { WrittenFile.little(names.firstIndex(of: $0.label) ?? 0, 8) })),
        ]
    }

    private static let folder = SharedData.url("ucr")

    @Test(
        .enabled(if: SharedData.exists("ucr"), "needs ../shared/data/ucr"), arguments: ["BasicMotions", "GunPoint", "JapaneseVowels"])
    func threeFormsGiveTheSameExamples(name: String) throws {
        let files = ["TRAIN", "TEST"].map { Self.folder.appendingPathComponent("\(name)_\($0).ts") }
        let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
        let parts = texts.map(Self.series)
        let scratch = try Scratch()
        for (part, text) in zip(["TRAIN", "TEST"], texts) {
            try scratch.write("ts/\(name)_\(part).ts", Array(text.utf8))
        }
        for (part, series) in zip(["TRAIN", "TEST"], parts) {
            try scratch.write("csv/\(name)_\(part).csv", Array(Self.longTable(series).utf8))
        }
        let length = parts[0].map { $0.channels[0].count }.max() ?? 0
        let whole = zip(["train", "test"], parts).flatMap { Self.arrays($1, length: length, part: $0) }
        try scratch.write("npz/\(name).npz", WrittenFile.zip(whole))

        let sets = try ["ts", "csv", "npz"].map { try Dataset.load(folder: scratch.url.appendingPathComponent($0), name: name) }
        #expect(sets[0].count == parts[0].count + parts[1].count && sets[0].customaryTestStart == parts[0].count)
        #expect(sets[0].shape == Shape(height: 1, width: length, channels: parts[0][0].channels.count))
        for set in sets {
            #expect(set.fingerprint == sets[0].fingerprint, "\(set.origin.form)")
            #expect(set.kind == .series)
            for index in stride(from: 0, to: set.count, by: 7) {
                #expect(set.fingerprint(ofExample: index) == sets[0].fingerprint(ofExample: index))
            }
            let split = try DataSplit(set, seed: 5)
            #expect(split.validation == (try DataSplit(sets[0], seed: 5)).validation, "\(set.origin.form)")
            #expect(Normalisation(set, training: split.training) == Normalisation(sets[0], training: split.training))
        }
        #expect(Set((0..<sets[0].count).map { sets[0].fingerprint(ofExample: $0) }).count == sets[0].count)
    }

    /// Per channel over BasicMotions's training part. Source: NumPy 2.4.6, `x.mean(axis=(0, 1))` and `x.std(axis=(0, 1))` in float64 of the
    /// file's values.
    @Test(.enabled(if: SharedData.exists("ucr"), "needs ../shared/data/ucr")) func normalisationIsNumPys() throws {
        let data = try Dataset.load(folder: Self.folder.appendingPathComponent("BasicMotions_TRAIN.ts"))
        let normalisation = Normalisation(data, training: Array(0..<data.count))
        let mean = [2.552759629, -1.30393676675, -1.02658049575, 0.019051104, -0.0239576965, -0.05578966375]
        let deviation = [
            7.0723056515526945, 6.79408755945826, 3.5463734763579375, 2.111920179892119, 1.8207506409016112, 3.516585934128164,
        ]
        for channel in 0..<6 {
            #expect(abs(normalisation.mean[channel] - mean[channel]) < 1e-6)
            #expect(abs(normalisation.deviation[channel] - deviation[channel]) < 1e-6 * deviation[channel])
        }
    }
}
