/// How many columns of a terminal a text takes. Most characters take one, those of East Asian scripts and emoji two, combining marks none
/// (Unicode Standard Annex 11; the C library's `wcwidth`).
enum DisplayWidth {
    static func of(_ text: some StringProtocol) -> Int {
        // Nearly every text is of printable ASCII.
        var count = 0
        for byte in text.utf8 {
            guard (0x20..<0x7f).contains(byte) else { return text.reduce(0) { $0 + of($1) } }
            count += 1
        }
        return count
    }

    static func of(_ character: Character) -> Int {
        var width = 0
        var isEmoji = false
        for scalar in character.unicodeScalars {
            if scalar == "\u{fe0f}" { isEmoji = true }
            width += of(scalar)
        }
        // The variation selector asks for an emoji, where one exists: a heart.
        return isEmoji ? max(width, 2) : width
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x20..<0x7f: return 1
        // The second and third part of a Korean syllable.
        case 0x1160...0x11ff: return 0
        // Regional indicators: a flag is two of them.
        case 0x1f1e6...0x1f1ff: return 1
        case 0xad: return 1
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: return isWide(scalar) ? 2 : 1
        }
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x1100 else { return false }
        return wide.contains { $0.contains(scalar.value) } || scalar.properties.isEmojiPresentation
    }

    /// Ranges of wide and full-width characters in EastAsianWidth.txt that are no emoji.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115f, 0x2329...0x232a, 0x2e80...0x303e, 0x3041...0x4dbf, 0x4e00...0xa4cf, 0xa960...0xa97c, 0xac00...0xd7a3,
        0xf900...0xfaff, 0xfe10...0xfe19, 0xfe30...0xfe6f, 0xff01...0xff60, 0xffe0...0xffe6, 0x16fe0...0x18d08, 0x1aff0...0x1b2fb,
        0x1f200...0x1f265, 0x20000...0x3fffd,
    ]
}
