import NetworkGraph
import Support
import Testing

@testable import Datasets

@Suite struct DigitsTests {
    @Test func theEmbeddedSetIsTheOneOfScikitLearn() {
        let digits = Dataset.embeddedDigits
        #expect(digits.count == 1797)
        #expect(digits.shape.description == "8x8x1")
        #expect(digits.classes == 10)
        #expect(digits.customaryTestStart == nil)
        // load_digits(): the first image is a zero, with these rows; 0 ... 16 brought to 0 ... 255.
        let firstRows: [UInt8] = [0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0]
        #expect(Array(digits.images[..<16]) == firstRows.map { UInt8((Int($0) * 255 + 8) / 16) })
        #expect(Array(digits.labels[..<12]) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
        // load_digits().target's counts.
        #expect((0..<10).map { label in digits.labels.count { Int($0) == label } } == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
        #expect(digits.images.max() == 255)
    }

    @Test func theFingerprintIsPinned() {
        // Stored runs name their data by it: a change voids them all.
        #expect(Dataset.embeddedDigits.fingerprint.description == "4f21d461b6677db8e6321f254635056f")
    }

    @Test func theFingerprintSeesEveryByte() {
        let digits = Dataset.embeddedDigits
        func changed(_ body: (inout [UInt8], inout [UInt8], inout Int?) -> Void) -> StableHash {
            var (images, labels, start) = (digits.images, digits.labels, digits.customaryTestStart)
            body(&images, &labels, &start)
            return Dataset(
                name: "other", shape: digits.shape, classNames: digits.classNames, images: images, labels: labels,
                customaryTestStart: start, origin: digits.origin
            ).fingerprint
        }
        #expect(changed { _, _, _ in } == digits.fingerprint, "a name is not content")
        #expect(changed { images, _, _ in images[100_000] ^= 1 } != digits.fingerprint)
        #expect(changed { _, labels, _ in labels[0] = 1 } != digits.fingerprint)
        #expect(changed { _, _, start in start = 1000 } != digits.fingerprint)
    }
}
