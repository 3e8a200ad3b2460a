internal import CPictureShims
internal import Support

/// JPEG through libjpeg-turbo: grey, YCbCr and RGB, and the inks of CMYK and YCCK as Adobe's programs write them.
enum JPEGDecoder {
    static func isJPEG(_ start: some Sequence<UInt8>) -> Bool { start.starts(with: [0xFF, 0xD8, 0xFF]) }

    /// Width, height and channels, as they are stored.
    static func header(_ bytes: [UInt8], scale: Int = 1) throws(PictureProblem) -> nas_picture {
        try PictureProblem.check { message in
            var picture = nas_picture()
            let status = bytes.withUnsafeBufferPointer { nas_jpeg_header($0.baseAddress, $0.count, Int32(scale), &picture, message) }
            return status == 0 ? picture : nil
        }
    }

    /// - Parameter scale: 1, or 2, 4 or 8 for a picture of a half, a quarter or an eighth of the size, which costs less.
    static func decode(_ bytes: [UInt8], scale: Int = 1) throws(PictureProblem) -> Bitmap {
        let header = try header(bytes, scale: scale)
        try PictureProblem.check(header)
        return try PictureProblem.check { message in
            let (width, height, channels) = (Int(header.width), Int(header.height), Int(header.channels))
            // Every byte is written, or none counts.
            let pixels = [UInt8](unsafeUninitializedCapacity: width * height * channels) { target, count in
                let status = bytes.withUnsafeBufferPointer { source in
                    nas_jpeg_decode(source.baseAddress, source.count, Int32(scale), target.baseAddress, width * height * channels, message)
                }
                count = status == 0 ? width * height * channels : 0
            }
            return pixels.isEmpty ? nil : Bitmap(width: width, height: height, channels: channels, pixels: pixels)
        }
    }
}
