internal import Foundation

/// Brings sound to another rate by a polyphase low-pass filter: a sinc of 32 zero crossings on each side under a Kaiser window. What is
/// above half the lower rate is damped by over 80 dB, what is below 0.84 of it passes within 0.01 dB.
///
/// Source: J. O. Smith, Digital Audio Resampling (CCRMA, 2002); A. V. Oppenheim, R. W. Schafer, Discrete-Time Signal Processing, 7.5.3
/// (Kaiser's window).
struct SoundResampler: Sendable {
    /// The ratio of the rates, shortened.
    private let up: Int
    private let down: Int
    /// How far the filter reaches on each side, in samples of the source.
    private let reach: Double
    /// The filter's highest frequency, as a share of half the source's rate.
    private let cutoff: Double
    /// The weights for each phase, one after the other; empty where there are too many phases.
    private var weights: [Double] = []
    /// Without those, the weights at distances from 0 to the reach, between which the line is taken: J. O. Smith's way. What that adds
    /// lies below the damping, by the curvature of the filter.
    private var curve: [Double] = []
    private var taps: Int { 2 * Int(reach.rounded(.up)) }

    private static let crossings = 32.0
    /// For 85 dB: 0.1102 (A - 8.7).
    private static let beta = 8.4
    /// Where the filter's slope has its middle: its width is (85 - 8) / (2.285 * 64 * pi), 0.168 of half the lower rate.
    private static let middle = 0.916
    private static let mostWeights = 1 << 19
    private static let curvePoints = 1 << 16

    /// - Parameters:
    ///   - source: samples per second, as `target` is.
    init(from source: Int, to target: Int) {
        var (divisor, rest) = (source, target)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        (up, down) = (target / divisor, source / divisor)
        cutoff = Self.middle * min(1, Double(target) / Double(source))
        reach = Self.reach(from: source, to: target)
        guard up != down else { return }
        guard up * taps <= Self.mostWeights else {
            curve = (0...Self.curvePoints).map { weight(Double($0) * reach / Double(Self.curvePoints)) } + [0]
            return
        }
        weights.reserveCapacity(up * taps)
        for phase in 0..<up {
            for tap in 0..<taps { weights.append(weight(Double(phase) / Double(up) - Double(tap + 1 - taps / 2))) }
        }
    }

    /// How many samples of the source, on each side of a moment, what it becomes depends on.
    static func reach(from source: Int, to target: Int) -> Double {
        source == target ? 0 : crossings / min(1, Double(target) / Double(source))
    }

    /// How many samples come of so many.
    func count(of samples: Int) -> Int { (samples * up + down - 1) / down }

    /// Sample `k` is the sound at the time `k / target`. Before the beginning and behind the end there is silence.
    func callAsFunction(_ samples: [Float]) -> [Float] {
        guard up != down else { return samples }
        var result: [Float] = []
        let total = count(of: samples.count)
        result.reserveCapacity(total)
        for index in 0..<total {
            let (place, phase) = (index * down).quotientAndRemainder(dividingBy: up)
            let first = place + 1 - taps / 2
            var sum = 0.0
            for position in max(0, first)..<max(0, min(samples.count, first + taps)) {
                let weight =
                    weights.isEmpty
                    ? onCurve(Double(phase) / Double(up) - Double(position - place)) : weights[phase * taps + position - first]
                sum += weight * Double(samples[position])
            }
            result.append(Float(sum))
        }
        return result
    }

    /// The filter at a distance in samples of the source, by the line between two points of its curve.
    private func onCurve(_ distance: Double) -> Double {
        let place = min(abs(distance) / reach, 1) * Double(Self.curvePoints)
        let point = Int(place)
        return curve[point] + (place - Double(point)) * (curve[point + 1] - curve[point])
    }

    /// The filter at a distance in samples of the source.
    private func weight(_ distance: Double) -> Double {
        let share = distance / reach
        guard abs(share) < 1 else { return 0 }
        let angle = Double.pi * cutoff * distance
        let sinc = angle == 0 ? 1 : sin(angle) / angle
        return cutoff * sinc * Self.bessel(Self.beta * (1 - share * share).squareRoot()) / Self.bessel(Self.beta)
    }

    /// The modified Bessel function of the first kind, order 0, by its power series.
    private static func bessel(_ x: Double) -> Double {
        var (sum, term, index) = (1.0, 1.0, 1.0)
        while term > sum * 1e-17 {
            term *= (x / (2 * index)) * (x / (2 * index))
            sum += term
            index += 1
        }
        return sum
    }
}
