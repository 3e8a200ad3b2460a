internal import Support

/// Brings sounds to one rate and one length.
struct SoundPreparation: Sendable {
    /// Samples per second.
    let rate: Int
    /// Samples.
    let length: Int
    private let resamplers: [Int: SoundResampler]

    /// - Parameters:
    ///   - length: in samples of the rate.
    ///   - resamplers: by the rates of their sources, those that are known to come.
    init(rate: Int, length: Int, resamplers: [Int: SoundResampler] = [:]) {
        self.rate = rate
        self.length = length
        self.resamplers = resamplers
    }

    /// The samples of a file, or of a stretch of it: where it is shorter, in the middle of silence; where it is longer, its middle.
    func callAsFunction(_ file: WAVFile, _ stretch: Range<Int>? = nil) throws(Diagnostic) -> [Float] {
        let samples = try file.samples(stretch)
        return fitted((resamplers[file.format.rate] ?? SoundResampler(from: file.format.rate, to: rate))(samples))
    }

    /// How many samples of a longer sound at another rate have what an example needs, with what lies on both sides of it.
    func stretch(at source: Int) -> Int {
        let own = (length * source + rate - 1) / rate
        return source == rate ? own : own + 1 + 2 * Int(SoundResampler.reach(from: source, to: rate).rounded(.up))
    }

    private func fitted(_ samples: [Float]) -> [Float] {
        guard samples.count != length else { return samples }
        if samples.count > length {
            let start = (samples.count - length) / 2
            return Array(samples[start..<start + length])
        }
        let before = (length - samples.count) / 2
        return [Float](repeating: 0, count: before) + samples + [Float](repeating: 0, count: length - samples.count - before)
    }

    /// The rate that most files have; of equals the higher.
    static func commonest(_ rates: [Int]) -> Int {
        Dictionary(rates.map { ($0, 1) }, uniquingKeysWith: +).max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 16_000
    }

    /// The length that 95 % do not exceed, rounded up to hundredths of a second unless all have it or it is below a tenth.
    static func usual(_ lengths: [Int], rate: Int) -> Int {
        let sorted = lengths.sorted()
        guard let shortest = sorted.first else { return 1 }
        let usual = sorted[(sorted.count * 95 + 99) / 100 - 1]
        let step = rate / 100
        guard usual >= 10 * step, shortest < usual || usual < sorted[sorted.count - 1] else { return usual }
        return (usual + step - 1) / step * step
    }
}
