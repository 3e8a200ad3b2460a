import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// The same pictures give the same bytes, whatever form they come in.
@Suite struct FormsAgreeTests {
    @Test func fourFormsGiveTheSameExamples() throws {
        // CIFAR's size and its ten classes, class by class, as folders list them; a training and a test part.
        let (training, test) = (20, 10)
        let size = 32 * 32 * 3
        let images = noise((training + test) * size)
        let labels = (0..<training).map { UInt8($0 / 2) } + (0..<test).map { UInt8($0) }
        func image(_ index: Int) -> [UInt8] { Array(images[index * size..<(index + 1) * size]) }
        func part<Value>(_ body: (Int) -> Value) -> (training: [Value], test: [Value]) {
            ((0..<training).map(body), (training..<training + test).map(body))
        }
        let scratch = try Scratch()

        let names = try #require(DataCatalog.entry(named: "cifar10")).classNames
        for index in 0..<training + test {
            let place = "pictures/\(index < training ? "train" : "test")/\(names[Int(labels[index])])/\(100 + index).png"
            try scratch.write(place, WrittenFile.png(width: 32, height: 32, channels: 3, image(index)))
        }
        let records = part { index in
            [labels[index]] + (0..<3).flatMap { channel in stride(from: channel, to: size, by: 3).map { image(index)[$0] } }
        }
        try scratch.write("binary/data_batch_1.bin", records.training.flatMap { $0 })
        try scratch.write("binary/test_batch.bin", records.test.flatMap { $0 })
        let rows = part { index in ([labels[index]] + image(index)).map(String.init).joined(separator: ",") + "\n" }
        try scratch.write("table/train.csv", Array(rows.training.joined().utf8))
        try scratch.write("table/test.csv", Array(rows.test.joined().utf8))
        try scratch.write("table/classes.txt", Array(names.joined(separator: "\n").utf8))
        func arrays(_ name: String, _ range: Range<Int>) -> [WrittenFile.Member] {
            let pixels = Array(images[range.lowerBound * size..<range.upperBound * size])
            return [
                .init(name: "x_\(name).npy", content: WrittenFile.npy("|u1", [range.count, 32, 32, 3], pixels)),
                .init(name: "y_\(name).npy", content: WrittenFile.npy("|u1", [range.count], Array(labels[range]))),
            ]
        }
        try scratch.write("arrays/set.npz", WrittenFile.zip(arrays("train", 0..<training) + arrays("test", training..<training + test)))

        let forms = ["pictures", "binary", "table", "arrays"]
        let sets = try forms.map { try Dataset.load(folder: scratch.url.appendingPathComponent($0, isDirectory: true)) }
        for (form, set) in zip(forms, sets) {
            #expect(set.images == images && set.labels == labels, "\(form)")
            #expect(set.fingerprint == sets[0].fingerprint, "\(form)")
            #expect(set.fingerprint(ofExample: 7) == sets[0].fingerprint(ofExample: 7))
            #expect(set.customaryTestStart == training)
        }
        #expect(Set((0..<training + test).map { sets[0].fingerprint(ofExample: $0) }).count == training + test)
    }

    @Test func aValidationPartOfOnesOwnChangesTheFingerprintAndIsTheSplits() throws {
        let digits = Dataset.embeddedDigits
        func set(validation: Int?, test: Int?) -> Dataset {
            Dataset(
                name: "x", shape: digits.shape, classNames: digits.classNames, images: digits.images, labels: digits.labels,
                customaryValidationStart: validation, customaryTestStart: test, origin: digits.origin)
        }
        #expect(set(validation: nil, test: nil).fingerprint == digits.fingerprint)
        #expect(set(validation: 1400, test: 1600).fingerprint != set(validation: nil, test: 1600).fingerprint)
        #expect(set(validation: 1400, test: 1600).fingerprint != set(validation: 1401, test: 1600).fingerprint)
        let split = try DataSplit(set(validation: 1400, test: 1600), seed: 1, validationShare: 0.5)
        #expect(split.training == Array(0..<1400) && split.validation == Array(1400..<1600) && split.test.indices == Array(1600..<1797))
        // Without a test part of its own, one is drawn from the training examples alone.
        let drawn = try DataSplit(set(validation: 1400, test: nil), seed: 1)
        #expect(drawn.validation == Array(1400..<1797))
        #expect((drawn.training + drawn.test.indices).sorted() == Array(0..<1400))
        #expect(abs(drawn.test.count - 280) <= 5)
    }
}
