/// How the samples of a WAV file are coded: what its `fmt ` chunk says (Microsoft and IBM, Multimedia Programming Interface and Data
/// Specifications 1.0, 1991; WAVE_FORMAT_EXTENSIBLE of 2001).
struct WAVFormat: Sendable, Hashable {
    /// The coding of one sample; all little-endian.
    enum Sample: Sendable, Hashable {
        /// PCM of so many bytes: one is unsigned, the others are signed.
        case integer(bytes: Int)
        /// IEEE floats of so many bytes, 4 or 8.
        case float(bytes: Int)

        var bytes: Int {
            switch self {
            case .integer(let bytes), .float(let bytes): bytes
            }
        }
    }

    let sample: Sample
    let channels: Int
    /// Samples of one channel per second.
    let rate: Int

    /// Bytes of one moment, of all channels.
    var frameBytes: Int { sample.bytes * channels }

    /// Rates in hertz outside of these are of no recording.
    static let rates = 100...1_000_000
    static let mostChannels = 64

    /// Why a format is not read.
    enum Problem: Error {
        /// What is wrong with the header.
        case damaged(String)
        /// Another codec, by its name.
        case codec(String)
    }

    /// Reads the content of the chunk.
    init(_ chunk: [UInt8]) throws(Problem) {
        guard chunk.count >= 16 else { throw .damaged("its format has \(chunk.count) bytes, expected at least 16") }
        func number(_ offset: Int, _ count: Int) -> Int { (0..<count).reduce(0) { $0 | Int(chunk[offset + $1]) << (8 * $1) } }
        var tag = number(0, 2)
        if tag == 0xFFFE {
            // The tag proper is in the first bytes of a GUID whose others are always the same.
            guard chunk.count >= 40 else { throw .damaged("its extended format has \(chunk.count) bytes, expected 40") }
            guard Array(chunk[26..<40]) == Self.guidEnd else { throw .codec("a codec of a maker's own") }
            tag = number(24, 2)
        }
        let (channels, rate, block, bits) = (number(2, 2), number(4, 4), number(12, 2), number(14, 2))
        guard tag == 1 || tag == 3 else { throw .codec(Self.codecs[tag] ?? "codec \(tag)") }
        guard (1...Self.mostChannels).contains(channels) else {
            throw .damaged("it has \(channels) channels, 1 to \(Self.mostChannels) are possible")
        }
        guard Self.rates.contains(rate) else {
            throw .damaged("it has \(rate) samples per second, \(Self.rates.lowerBound) to \(Self.rates.upperBound) are possible")
        }
        switch (tag, bits) {
        case (1, 8), (1, 16), (1, 24), (1, 32): sample = .integer(bytes: bits / 8)
        case (3, 32), (3, 64): sample = .float(bytes: bits / 8)
        default: throw .codec("\(tag == 1 ? "PCM" : "floats") of \(bits) bits")
        }
        guard block == channels * bits / 8 else {
            throw .damaged("\(channels) x \(bits) bits are \(channels * bits / 8) bytes a moment, it says \(block)")
        }
        self.channels = channels
        self.rate = rate
    }

    private static let guidEnd: [UInt8] = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]

    private static let codecs = [
        2: "Microsoft ADPCM", 6: "A-law", 7: "mu-law", 17: "IMA ADPCM", 20: "G.723", 34: "TrueSpeech", 49: "GSM 6.10", 64: "G.721",
        80: "MPEG", 85: "MP3", 255: "AAC", 352: "Windows Media", 353: "Windows Media", 0xF1AC: "FLAC",
    ]
}
