import Foundation
import TestSupport

/// WAV files, byte by byte.
enum WrittenSound {
    static func chunk(_ name: String, _ content: [UInt8], size: Int? = nil) -> [UInt8] {
        Array(name.utf8) + WrittenFile.little(size ?? content.count, 4) + content + [UInt8](repeating: 0, count: content.count % 2)
    }

    static func riff(_ chunks: [UInt8]...) -> [UInt8] {
        let body = Array("WAVE".utf8) + chunks.joined()
        return Array("RIFF".utf8) + WrittenFile.little(body.count, 4) + body
    }

    static func format(tag: Int = 1, channels: Int = 1, rate: Int = 8000, bits: Int = 16, block: Int? = nil) -> [UInt8] {
        let block = block ?? channels * bits / 8
        let numbers = [(tag, 2), (channels, 2), (rate, 4), (rate * block, 4), (block, 2), (bits, 2)]
        return chunk("fmt ", numbers.flatMap { WrittenFile.little($0, $1) })
    }

    /// Of 16 bits.
    static func wav(_ samples: [Int16], rate: Int = 8000, channels: Int = 1) -> [UInt8] {
        riff(
            format(channels: channels, rate: rate),
            chunk("data", samples.flatMap { WrittenFile.little(Int(UInt16(bitPattern: $0)), 2) }))
    }

    /// Of 32-bit floats.
    static func wav(floats: [Float], rate: Int = 8000) -> [UInt8] {
        riff(format(tag: 3, rate: rate, bits: 32), chunk("data", floats.flatMap { WrittenFile.little(Int($0.bitPattern), 4) }))
    }
}
