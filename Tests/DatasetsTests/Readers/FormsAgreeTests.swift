import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// The same pictures give the same bytes, whatever form they come in.
@Suite struct FormsAgreeTests {
    @Test func fourFormsGiveTheSameExamples() throws {
        let scratch = try Scratch()
        let names = try #require(DataCatalog.entry(named: "cifar10")).classNames
        let forms = try PictureForms((training: 2, test: 1), classNames: names, to: scratch)
        let sets = try PictureForms.names.map { try Dataset.load(folder: scratch.url.appendingPathComponent($0, isDirectory: true)) }
        for (form, set) in zip(PictureForms.names, sets) {
            #expect(set.images == forms.images && set.labels == forms.labels, "\(form)")
            #expect(set.fingerprint == sets[0].fingerprint, "\(form)")
            #expect(set.fingerprint(ofExample: 7) == sets[0].fingerprint(ofExample: 7))
            #expect(set.customaryTestStart == forms.testStart)
        }
        #expect(Set((0..<forms.labels.count).map { sets[0].fingerprint(ofExample: $0) }).count == forms.labels.count)
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
