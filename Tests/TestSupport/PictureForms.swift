/// The same pictures in every form that pictures come in: colours, 32 pixels wide and high, with a training and a test part.
public struct PictureForms {
    /// Folders of each form below the one they were written to.
    public static let names = ["pictures", "binary", "table", "arrays"]

    public let images: [UInt8]
    public let labels: [UInt8]
    /// The number of the first picture for the test.
    public let testStart: Int

    private static let bytes = 32 * 32 * 3

    /// Writes them class by class, as folders list them.
    ///
    /// - Parameters:
    ///   - perClass: how many there are of each class.
    ///   - classNames: as folders are called.
    public init(_ perClass: (training: Int, test: Int), classNames: [String], to scratch: Scratch) throws {
        let count = classNames.count * (perClass.training + perClass.test)
        testStart = classNames.count * perClass.training
        labels =
            (0..<testStart).map { [perClass] in UInt8($0 / perClass.training) }
            + (testStart..<count).map { [perClass, testStart] in UInt8(($0 - testStart) / perClass.test) }
        images = noise(count * Self.bytes)
        try writePictures(classNames, scratch)
        try writeBinary(scratch)
        try writeTable(classNames, scratch)
        try writeArrays(scratch)
    }

    private func image(_ index: Int) -> [UInt8] { Array(images[index * Self.bytes..<(index + 1) * Self.bytes]) }

    private func part<Value>(_ body: (Int) -> Value) -> (training: [Value], test: [Value]) {
        ((0..<testStart).map(body), (testStart..<labels.count).map(body))
    }

    private func writePictures(_ classNames: [String], _ scratch: Scratch) throws {
        for (index, label) in labels.enumerated() {
            let place = "pictures/\(index < testStart ? "train" : "test")/\(classNames[Int(label)])/\(10_000 + index).png"
            try scratch.write(place, WrittenFile.png(width: 32, height: 32, channels: 3, image(index)))
        }
    }

    private func writeBinary(_ scratch: Scratch) throws {
        let records = part { index in
            let pixels = image(index)
            return [labels[index]] + (0..<3).flatMap { channel in stride(from: channel, to: Self.bytes, by: 3).map { pixels[$0] } }
        }
        try scratch.write("binary/data_batch_1.bin", records.training.flatMap { $0 })
        try scratch.write("binary/test_batch.bin", records.test.flatMap { $0 })
    }

    private func writeTable(_ classNames: [String], _ scratch: Scratch) throws {
        let rows = part { index in ([labels[index]] + image(index)).map(String.init).joined(separator: ",") + "\n" }
        try scratch.write("table/train.csv", Array(rows.training.joined().utf8))
        try scratch.write("table/test.csv", Array(rows.test.joined().utf8))
        try scratch.write("table/classes.txt", Array(classNames.joined(separator: "\n").utf8))
    }

    private func writeArrays(_ scratch: Scratch) throws {
        func members(_ name: String, _ range: Range<Int>) -> [WrittenFile.Member] {
            let pixels = Array(images[range.lowerBound * Self.bytes..<range.upperBound * Self.bytes])
            return [
                .init(name: "x_\(name).npy", content: WrittenFile.npy("|u1", [range.count, 32, 32, 3], pixels)),
                .init(name: "y_\(name).npy", content: WrittenFile.npy("|u1", [range.count], Array(labels[range]))),
            ]
        }
        try scratch.write(
            "arrays/set.npz", WrittenFile.zip(members("train", 0..<testStart) + members("test", testStart..<labels.count)))
    }
}
