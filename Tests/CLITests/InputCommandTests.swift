import Foundation
import TestSupport
import Testing

/// `nas space`, `nas cost`, `nas rank` and `nas search` see the same examples and refuse the same.
@Suite struct InputCommandTests {
    private static let network = """
        network:
          - conv: {out: {choice: [2, 3]}, kernel: 3, activation: relu}
          - global_pool
          - dense: {out: classes}

        """

    /// A data set of noise in two classes, in IDX, in the folder `images`.
    private func writeImages(_ height: Int, _ width: Int, _ folder: URL, count: Int = 60) throws {
        func idx(_ dimensions: [Int], _ elements: [UInt8]) -> Data {
            var bytes: [UInt8] = [0, 0, 8, UInt8(dimensions.count)]
            for dimension in dimensions {
                for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: dimension >> shift)) }
            }
            return Data(bytes + elements)
        }
        let images = folder.appendingPathComponent("images")
        try FileManager.default.createDirectory(at: images, withIntermediateDirectories: true)
        var state: UInt32 = 1
        let pixels = (0..<count * height * width).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(truncatingIfNeeded: state >> 24)
        }
        try idx([count, height, width], pixels).write(to: images.appendingPathComponent("train-images-idx3-ubyte"))
        try idx([count], (0..<count).map { UInt8($0 % 2) }).write(to: images.appendingPathComponent("train-labels-idx1-ubyte"))
    }

    private func write(_ input: String, _ train: String, _ folder: URL) throws {
        let text = "space: s\nlanguage: 1\ninput: \(input)\n\(Self.network)train: {\(train)}\ndefaults: {data: ./images, trials: 2}\n"
        try Data(text.utf8).write(to: folder.appendingPathComponent("s.yaml"))
    }

    private static let commands = [
        ["space", "s.yaml"], ["cost", "s.yaml", "--arch", "0"], ["cost", "s.yaml", "--sample", "2", "--format", "csv"],
        ["rank", "s.yaml", "--sample", "2"], ["search", "s.yaml", "--db", "x.db"],
    ]

    @Test(arguments: [
        (
            "{from: data, resolution: 24}", "epochs: 1",
            "s.yaml:3:33: error: examples are 1x100x1, the network would see 24x24x1: another aspect"
        ),
        ("{shape: [24, 24, 1]}", "epochs: 1", "s.yaml:3:16: error: examples are 1x100x1, the network would see 24x24x1: another aspect"),
        ("{from: data}", "crop: 100", "crop moves images by up to 100 pixels, the network sees 1x100x1: nothing would be left of some"),
        ("{from: data, classes: 3}", "epochs: 1", "the space has 3 classes, the data 2"),
        ("{shape: [1, 100, 3]}", "epochs: 1", "the space takes 1x100x3 examples, the data has 1x100x1"),
    ])
    func whatOneRefusesAllRefuse(input: String, train: String, message: String) throws {
        try NASProgram.inTemporaryFolder { folder in
            try writeImages(1, 100, folder)
            try write(input, train, folder)
            for command in Self.commands {
                let result = try NASProgram.run(command, in: folder)
                #expect(result.status == 65 && result.errors.contains(message), "\(command): \(result.errors)")
            }
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("x.db").path))
        }
    }

    @Test func allSayTheTrueInput() throws {
        try NASProgram.inTemporaryFolder { folder in
            try writeImages(1, 100, folder)
            try write("{from: data, resolution: {choice: [24, [1, 50]]}, resize: pad}", "epochs: 1, batch: 16", folder)
            let seen = "input 1x100x1, 2 classes (data set ./images); networks see 24x24x1 (scaled to 1x24, padded) or 1x50x1 (scaled)"
            for command in [["space", "s.yaml"], ["cost", "s.yaml", "--sample", "2"], ["search", "s.yaml", "--db", "x.db"]] {
                let result = try NASProgram.run(command, in: folder)
                #expect(
                    result.status == 0 && (result.output + result.errors).contains(seen), "\(command): \(result.output)\(result.errors)")
            }
            let one = try NASProgram.run(["cost", "s.yaml", "--arch", "0-1"], in: folder)
            #expect(one.errors.contains("networks see 24x24x1 (scaled to 1x24, padded)\n"), "\(one.errors)")
            let json = try NASProgram.run(["space", "s.yaml", "--format", "json"], in: folder)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
            #expect(object["input"] as? String == "1x100x1")
            #expect(object["network_inputs"] as? [String] == ["24x24x1", "1x50x1"] && object["resize"] as? [String] == ["pad", "stretch"])
        }
    }

    @Test func whatASearchTakesWithoutDataIsSaid() throws {
        try NASProgram.inTemporaryFolder { folder in
            let text = "space: s\nlanguage: 1\ninput: {shape: [8, 16, 1], classes: 10}\n\(Self.network)"
            try Data(text.utf8).write(to: folder.appendingPathComponent("s.yaml"))
            let space = try NASProgram.run(["space", "s.yaml"], in: folder)
            #expect(
                space.output.contains("nas search without --data takes digits, 8x8x1, and refuses: examples are 8x8x1"), "\(space.output)")
            #expect(try NASProgram.run(["search", "s.yaml"], in: folder).status == 65)
        }
    }
}
