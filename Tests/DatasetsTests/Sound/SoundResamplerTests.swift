import Foundation
import Testing

@testable import Datasets

@Suite struct SoundResamplerTests {
    /// SciPy computes the whole filter at the higher rate; it also has the window's last tap, of 2e-5.
    @Test(arguments: GoldenSounds.all.resampled) func resamplesAsSciPy(golden: GoldenSounds.Resampled) {
        let expected = GoldenSounds.floats(golden.resampled)
        let result = SoundResampler(from: golden.source, to: golden.target)(GoldenSounds.floats(golden.samples))
        #expect(result.count == expected.count)
        let largest = zip(result, expected).map { abs($0 - $1) }.max() ?? 1
        #expect(largest < 1e-4, "\(largest)")
    }

    private func sine(_ frequency: Double, rate: Int, count: Int) -> [Float] {
        (0..<count).map { Float(sin(2 * .pi * frequency * Double($0) / Double(rate))) }
    }

    @Test(arguments: [(44_100, 16_000), (8000, 16_000), (16_000, 8000), (48_000, 44_100), (44_101, 8000), (65_344, 11_025)])
    func aSineStaysWhatItIs(source: Int, target: Int) {
        let frequency = 0.4 * Double(min(source, target))
        let result = SoundResampler(from: source, to: target)(sine(frequency, rate: source, count: source / 5))
        let expected = sine(frequency, rate: target, count: result.count)
        // Away from the ends, where silence begins.
        let margin = 100
        let worst = (margin..<result.count - margin).map { abs(result[$0] - expected[$0]) }.max() ?? 1
        #expect(worst < 1e-3, "\(worst)")
    }

    /// What the lower rate cannot hold must not come back as another tone.
    @Test(arguments: [(44_100, 16_000), (16_000, 8000), (48_000, 44_100), (65_344, 11_025)]) func nothingFoldsBack(source: Int, target: Int)
    {
        for share in [1.0, 1.05, 1.2, 1.5, 1.9] where share * Double(target) < Double(source) {
            let result = SoundResampler(from: source, to: target)(sine(share * Double(target) / 2, rate: source, count: source / 5))
            let inner = result[200..<result.count - 200]
            let level = (inner.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(inner.count) * 2).squareRoot()
            #expect(20 * log10(level + 1e-12) < -60, "\(share): \(20 * log10(level + 1e-12)) dB")
        }
    }

    @Test func theSameRateChangesNothing() {
        let samples = sine(440, rate: 8000, count: 50)
        #expect(SoundResampler(from: 8000, to: 8000)(samples) == samples)
        #expect(SoundResampler(from: 3, to: 2)([]).isEmpty)
    }

    /// Of ratios with many phases the line between points of one curve is taken.
    @Test func weightsAreTheSameWithoutATable() {
        let samples = sine(1000, rate: 99_991, count: 400)
        let result = SoundResampler(from: 99_991, to: 99_989)(samples)
        let expected = sine(1000, rate: 99_989, count: 400)
        #expect(result.count == 400)
        for index in 100..<300 { #expect(abs(result[index] - expected[index]) < 1e-3) }
    }
}
