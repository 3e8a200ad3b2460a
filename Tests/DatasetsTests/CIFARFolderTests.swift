import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

@Suite struct CIFARFolderTests {
    private func records(_ labels: [UInt8], labelBytes: Int = 1, seed: UInt64 = 1) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, label) in labels.enumerated() {
            bytes += [UInt8](repeating: 9, count: labelBytes - 1) + [label] + noise(3072, seed: seed + UInt64(index))
        }
        return bytes
    }

    @Test func planesBecomeChannelsLast() throws {
        let scratch = try Scratch()
        try scratch.write("data_batch_1.bin", records([3, 1]))
        try scratch.write("data_batch_2.bin", records([9], seed: 5))
        try scratch.write("test_batch.bin", records([0], seed: 9))
        let data = try Dataset.load(folder: scratch.url)
        #expect(data.labels == [3, 1, 9, 0])
        #expect(data.customaryTestStart == 3)
        #expect(data.classNames[3] == "cat")
        #expect(data.shape.description == "32x32x3")
        let planes = noise(3072, seed: 2)  // the second record
        for (row, column, channel) in [(0, 0, 0), (0, 1, 0), (31, 31, 2), (7, 12, 1)] {
            #expect(data.images[3072 + (row * 32 + column) * 3 + channel] == planes[channel * 1024 + row * 32 + column])
        }
    }

    @Test func hundredHasTheFineLabel() throws {
        let scratch = try Scratch()
        try scratch.write("train.bin", records([99, 4], labelBytes: 2))
        try scratch.write("fine_label_names.txt", Array((0..<100).map { "class\($0)" }.joined(separator: "\n").utf8))
        let data = try Dataset.load(folder: scratch.url)
        #expect(data.labels == [99, 4])
        #expect(data.classNames[99] == "class99")
        #expect(data.customaryTestStart == nil)
    }

    @Test func damageIsADiagnosticThatNamesTheFile() throws {
        let scratch = try Scratch()
        let cases: [(bytes: [UInt8], words: String)] = [
            (Array(records([1, 2]).dropLast()), "has 6145 bytes, which is not a whole number"),
            (records([1, 10]), "label 10 of image 1 is out of range"),
            ([], "is empty"),
        ]
        for (bytes, words) in cases {
            try scratch.write("data_batch_1.bin", bytes)
            let problem = try diagnostic { try Dataset.load(folder: scratch.url) }
            #expect(problem.message.contains(words), "\(problem)")
            #expect(problem.file?.hasSuffix("data_batch_1.bin") == true)
        }
    }

    @Test func aTestBatchAloneIsNotEnough() throws {
        let scratch = try Scratch()
        try scratch.write("test_batch.bin", records([1]))
        #expect(try diagnostic { try Dataset.load(folder: scratch.url) }.message == "data_batch_1.bin is missing")
    }

    @Test(.enabled(if: SharedData.exists("cifar10-sample"), "needs ../shared/data/cifar10-sample"))
    func readsTheSample() throws {
        let data = try Dataset.load(folder: SharedData.url("cifar10-sample"))
        #expect(data.count == 6000)
        #expect(data.customaryTestStart == 5000)
        #expect(data.classes == 10)
        // Stored runs name their data by it.
        #expect(data.fingerprint.description == "516d93bf47335bbc6861fa0f61fdb21e")
    }
}
