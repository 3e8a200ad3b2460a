import CAllocationCounter
import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// Floats stay floats up to the batch.
@Suite struct FloatPreparationTests {
    static func series(_ count: Int, length: Int, channels: Int, seed: UInt64 = 1, missing: Bool = true) -> Dataset {
        var random = RandomStream(seed: seed, purpose: .test)
        let values = (0..<count * length * channels).map { index in
            missing && random.nextInt(below: 11) == 0 ? Float.nan : Float(index % channels) * 1000 + random.nextFloat() * 3 - 1
        }
        return Dataset(
            name: "noise", kind: .series, shape: Shape(height: 1, width: length, channels: channels), classNames: ["a", "b"],
            values: .floats(values), labels: (0..<count).map { UInt8($0 % 2) }, origin: Dataset.Origin(form: "test", folder: nil))
    }

    /// What a network is to see, in the plainest words.
    private func twin(
        _ data: Dataset, _ index: Int, _ normalisation: Normalisation, _ change: Augmentation = Augmentation(), cutout: Int = 0
    ) -> [Float] {
        guard case .floats(let values) = data.values else { return [] }
        let (width, channels) = (data.shape.width, data.shape.channels)
        return (0..<width).flatMap { column in
            (0..<channels).map { channel in
                let source = column + change.columnShift
                guard change.rowShift == 0, (0..<width).contains(source) else { return 0 }
                if cutout > 0, (change.cutoutRow..<change.cutoutRow + cutout).contains(0),
                    (change.cutoutColumn..<change.cutoutColumn + cutout).contains(column)
                {
                    return 0
                }
                let place = change.isFlipped ? width - 1 - source : source
                let value = values[(index * width + place) * channels + channel]
                guard !value.isNaN else { return 0 }
                return (value - Float(normalisation.mean[channel])) * Float(1 / normalisation.deviation[channel])
            }
        }
    }

    @Test(arguments: [(1, 1), (1, 7), (17, 1), (64, 3), (33, 6), (5, 300)]) func equalsItsReadableTwin(length: Int, channels: Int) throws {
        let data = Self.series(9, length: length, channels: channels)
        let normalisation = Normalisation(data, training: Array(0..<6))
        let indices = [8, 0, 3, 5, 4]
        let examples = try PreparedExamples(data, indices: indices, input: data.shape, normalisation: normalisation)
        #expect(examples.gathered([4, 0, 0, 2]) == [4, 0, 0, 2].flatMap { twin(data, indices[$0], normalisation) })
        #expect(examples.gathered(1..<4) == (1..<4).flatMap { twin(data, indices[$0], normalisation) })
        var random = RandomStream(seed: 1, purpose: .test)
        for cutout in [0, 1, 3, 2 * length] {
            let positions = (0..<40).map { _ in random.nextInt(below: indices.count) }
            let changes = positions.map { _ in
                Augmentation(
                    isFlipped: random.nextInt(below: 2) == 1, columnShift: random.nextInt(below: 2 * length + 1) - length,
                    cutoutRow: -cutout / 2, cutoutColumn: random.nextInt(below: length) - cutout / 2)
            }
            let expected = zip(positions, changes).flatMap { twin(data, indices[$0], normalisation, $1, cutout: cutout) }
            #expect(examples.gathered(positions, changes, cutout: cutout) == expected)
        }
    }

    /// Mean 0 and deviation 1 over training, whatever the units; a mean that is large beside the deviation costs nothing.
    @Test func normalisedHasMeanZeroAndDeviationOne() throws {
        for missing in [false, true] {
            let data = Self.series(400, length: 20, channels: 3, missing: missing)
            let training = Array(0..<300)
            let normalisation = Normalisation(data, training: training)
            guard case .floats(let raw) = data.values else { return }
            let values = try PreparedExamples(data, indices: training, input: data.shape, normalisation: normalisation).gathered(0..<300)
            for channel in 0..<3 {
                let own = stride(from: channel, to: values.count, by: 3).filter { !raw[$0].isNaN }.map { Double(values[$0]) }
                let mean = own.reduce(0, +) / Double(own.count)
                let variance = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(own.count)
                #expect(abs(mean) < 1e-4 && abs(variance.squareRoot() - 1) < 1e-4, "\(channel): \(mean), \(variance)")
            }
        }
    }

    @Test func aChannelOfOneValueIsOnlyMoved() {
        let data = Dataset(
            name: "x", kind: .table, shape: Shape(height: 1, width: 1, channels: 3), classNames: ["a", "b"],
            values: .floats([0.1, .nan, 5, 0.1, .nan, 7, 0.1, 3, 9]), labels: [0, 1, 0], origin: Dataset.Origin(form: "test", folder: nil))
        let normalisation = Normalisation(data, training: [0, 1])
        #expect(normalisation.deviation == [1, 1, 1] && normalisation.mean == [Double(Float(0.1)), 0, 6])
    }

    @Test func mappedIsWhatIsPreparedInMemory() throws {
        let scratch = try Scratch()
        let data = Self.series(60, length: 40, channels: 3)
        let normalisation = Normalisation(data, training: Array(0..<40))
        for length in [40, 25, 64] {
            let preparation = try ExamplePreparation(
                DatasetSource(data), indices: Array(5..<50), input: Shape(height: 1, width: length, channels: 3))
            let memory = try PreparedExamples(preparation, normalisation: normalisation, cache: nil)
            for _ in 0..<2 {
                let cache = PreparedCache(folder: scratch.url, smallestBytes: 1)
                let mapped = try PreparedExamples(preparation, normalisation: normalisation, cache: cache)
                #expect(mapped.isMapped && !memory.isMapped && mapped.labels == memory.labels)
                #expect(mapped.memoryBytes == 0 && memory.memoryBytes == 45 * length * 3 * 4)
                #expect(mapped.gathered(0..<45) == memory.gathered(0..<45))
            }
            let file = try scratch.read("\(preparation.key).prepared")
            #expect(Array(file.prefix(8)) == Array("nasprepf".utf8), "a file of floats is none of bytes")
        }
    }

    @Test func aSeriesIsResampledAlongTime() throws {
        func resampled(_ values: [Float], to length: Int, by resize: Resize = .stretch) throws -> [Float] {
            let (source, target) = (Shape(height: 1, width: values.count, channels: 1), Shape(height: 1, width: length, channels: 1))
            return try SeriesResampler(from: source, to: target, placement: ImagePlacement(from: source, to: target, by: resize))(values)
        }
        #expect(try resampled([0, 10, 20, 30], to: 4) == [0, 10, 20, 30])
        #expect(try resampled([0, 10, 20, 30], to: 8) == [0, 2.5, 7.5, 12.5, 17.5, 22.5, 27.5, 30])
        #expect(try resampled([1, 1, 1, 1, 1, 1], to: 3) == [1, 1, 1])
        #expect(
            try resampled([-1, .nan, 5, .nan, .nan, .nan, .nan, .nan], to: 8).map(\.isNaN) == [
                false, true, false, true, true, true, true, true,
            ])
        #expect(try resampled([4, .nan, 4, 4], to: 2) == [4, 4], "the others count where one is missing")
        #expect(try resampled([0, 1, 2, 3, 4, 5], to: 4, by: .crop) == [1, 2, 3, 4])
        let padded = try resampled([1, 2], to: 4, by: .pad)
        #expect(padded[0].isNaN && padded[1...2] == [1, 2] && padded[3].isNaN)
        let problem = try diagnostic {
            try SeriesResampler(
                from: Shape(height: 1, width: 4, channels: 2), to: Shape(height: 1, width: 4, channels: 3),
                placement: ImagePlacement(
                    from: Shape(height: 1, width: 4, channels: 2), to: Shape(height: 1, width: 4, channels: 3), by: .stretch))
        }
        #expect(problem.message.contains("only the length of series can change"))
    }

    @Test(.enabled(if: allocationCounterIsAvailable(), "counting allocations needs glibc, and no sanitizer"), arguments: [false, true])
    func fillingABatchAllocatesNothing(isMapped: Bool) throws {
        let scratch = try Scratch()
        let data = Self.series(64, length: 30, channels: 6)
        let preparation = try ExamplePreparation(DatasetSource(data), indices: Array(0..<64), input: data.shape)
        let cache = isMapped ? PreparedCache(folder: scratch.url, smallestBytes: 1) : nil
        let examples = try PreparedExamples(preparation, normalisation: Normalisation(data, training: Array(0..<64)), cache: cache)
        #expect(examples.isMapped == isMapped)
        let changes = (0..<64).map { Augmentation(columnShift: $0 % 3 - 1, cutoutRow: 0) }
        let order = Array(0..<64)
        var pixels = [Float](repeating: 0, count: 64 * data.shape.elements)
        var labels: [Int32] = []
        labels.reserveCapacity(64)
        var span = pixels.mutableSpan
        for round in 0..<4 {
            if round == 1 { allocationCounterStart(nil) }
            examples.gather(at: order[0..<64], into: &span, labels: &labels)
            examples.gather(0..<64, into: &span, labels: &labels)
            examples.gather(at: order[0..<64], augmentations: changes[0..<64], cutout: 3, into: &span, labels: &labels)
        }
        let allocations = allocationCounterStop()
        #expect(allocations.count == 0, "the first of \(allocations.bytes) bytes")
    }

    /// The bits of floats count, and what is no number in whatever way is one thing.
    @Test func theFingerprintIsOfTheValues() {
        func set(_ values: [Float], groups: [Int]? = nil) -> Dataset {
            Dataset(
                name: "x", kind: .table, shape: Shape(height: 1, width: 1, channels: 1), classNames: ["a", "b"], values: .floats(values),
                labels: [0, 1, 1], groups: groups, origin: Dataset.Origin(form: "test", folder: nil))
        }
        let plain = set([1, 2, .nan])
        #expect(plain.fingerprint == set([1, 2, -.signalingNaN]).fingerprint)
        #expect(plain.fingerprint != set([1, Float(2).nextUp, .nan]).fingerprint)
        #expect(set([0, 1, 2]).fingerprint == set([-0.0, 1, 2]).fingerprint)
        #expect(plain.fingerprint == set([1, 2, .nan], groups: [7, 8, 9]).fingerprint, "groups of one example each are as none")
        #expect(plain.fingerprint != set([1, 2, .nan], groups: [7, 8, 8]).fingerprint)
        #expect(set([1, 2, .nan], groups: [0, 1, 1]).fingerprint == set([1, 2, .nan], groups: [7, 8, 8]).fingerprint)
        #expect(plain.fingerprint(ofExample: 2) == set([4, 5, .nan]).fingerprint(ofExample: 2))
    }
}
