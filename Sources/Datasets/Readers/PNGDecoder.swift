internal import CPictureShims
internal import Support

/// PNG through libpng: every depth, palette and interlacing becomes bytes of grey or of red, green and blue. Of 16 bits the high byte
/// counts; transparency is dropped, so that what lies under it shows, as with Pillow's `convert("RGB")`.
enum PNGDecoder {
    static func isPNG(_ start: some Sequence<UInt8>) -> Bool { start.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) }

    /// Width, height and channels.
    static func header(_ bytes: [UInt8]) throws(PictureProblem) -> nas_picture {
        try PictureProblem.check { message in
            var picture = nas_picture()
            let status = bytes.withUnsafeBufferPointer { nas_png_header($0.baseAddress, $0.count, &picture, message) }
            return status == 0 ? picture : nil
        }
    }

    static func decode(_ bytes: [UInt8]) throws(PictureProblem) -> Bitmap {
        let header = try header(bytes)
        try PictureProblem.check(header)
        return try PictureProblem.check { message in
            let (width, height, channels) = (Int(header.width), Int(header.height), Int(header.channels))
            // Every byte is written, or none counts.
            let pixels = [UInt8](unsafeUninitializedCapacity: width * height * channels) { target, count in
                let status = bytes.withUnsafeBufferPointer { source in
                    nas_png_decode(source.baseAddress, source.count, target.baseAddress, width * height * channels, message)
                }
                count = status == 0 ? width * height * channels : 0
            }
            return pixels.isEmpty ? nil : Bitmap(width: width, height: height, channels: channels, pixels: pixels)
        }
    }
}

/// What a decoder says is wrong with a picture, in words.
struct PictureProblem: Error {
    let words: String

    /// No more is allocated than a picture may have.
    static func check(_ header: nas_picture) throws(PictureProblem) {
        let (pixels, overflow) = Int(header.width).multipliedReportingOverflow(by: Int(header.height))
        guard !overflow, pixels <= Bitmap.mostPixels else {
            throw PictureProblem(words: "it has \(header.width) x \(header.height) pixels")
        }
    }

    /// Nil from the body is a failure, whose words it wrote to the message.
    static func check<Value>(_ body: (UnsafeMutablePointer<CChar>?) -> Value?) throws(PictureProblem) -> Value {
        var message = [CChar](repeating: 0, count: Int(NAS_PICTURE_MESSAGE))
        let value = message.withUnsafeMutableBufferPointer { body($0.baseAddress) }
        if let value { return value }
        throw PictureProblem(words: String(decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
}
