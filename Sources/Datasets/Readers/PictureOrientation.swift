/// How a camera was held: what has to be done to a stored picture so that it is upright. Raw values are those of EXIF.
///
/// Source: CIPA DC-008, "Exchangeable image file format for digital still cameras: Exif", version 2.32, tag 0x0112.
enum PictureOrientation: Int {
    case upright = 1
    case mirrored = 2
    case upsideDown = 3
    case upsideDownMirrored = 4
    case transposed = 5
    /// To be turned to the right.
    case leftSideDown = 6
    case transversed = 7
    /// To be turned to the left.
    case rightSideDown = 8

    /// Whether rows become columns.
    var isTransposed: Bool { rawValue >= 5 }

    /// The orientation that a JPEG's EXIF segment says; upright where it says none.
    init(jpeg bytes: [UInt8]) {
        self = Self.exif(in: bytes).flatMap { Self(tiff: bytes[$0]) } ?? .upright
    }

    /// Where the EXIF data are, behind their six bytes of name.
    private static func exif(in bytes: [UInt8]) -> Range<Int>? {
        var position = 2
        while position + 4 <= bytes.count, bytes[position] == 0xFF {
            let marker = bytes[position + 1]
            // Filling; marks without content; the start of the pixels.
            if marker == 0xFF {
                position += 1
                continue
            }
            if marker == 1 || (0xD0...0xD8).contains(marker) {
                position += 2
                continue
            }
            if marker == 0xDA || marker == 0xD9 { return nil }
            let end = position + 2 + Int(bytes[position + 2]) << 8 + Int(bytes[position + 3])
            guard end >= position + 4, end <= bytes.count else { return nil }
            if marker == 0xE1, bytes[(position + 4)..<end].starts(with: [0x45, 0x78, 0x69, 0x66, 0, 0]) { return position + 10..<end }
            position = end
        }
        return nil
    }

    private init?(tiff: ArraySlice<UInt8>) {
        let isBigEndian = tiff.starts(with: [0x4D, 0x4D])
        guard isBigEndian || tiff.starts(with: [0x49, 0x49]) else { return nil }
        func number(_ offset: Int, _ count: Int) -> Int? {
            guard offset >= 0, offset <= tiff.count - count else { return nil }
            let bytes = tiff[(tiff.startIndex + offset)..<(tiff.startIndex + offset + count)]
            return isBigEndian ? bytes.reduce(0) { $0 << 8 | Int($1) } : bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        guard number(2, 2) == 42, let directory = number(4, 4), let count = number(directory, 2) else { return nil }
        for entry in 0..<count {
            let place = directory + 2 + 12 * entry
            guard let tag = number(place, 2) else { return nil }
            if tag == 0x0112 {
                guard number(place + 2, 2) == 3, let value = number(place + 8, 2) else { return nil }
                self.init(rawValue: value)
                return
            }
        }
        return nil
    }
}
