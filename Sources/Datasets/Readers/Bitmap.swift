/// A decoded picture: bytes of grey or of red, green and blue, channels last.
struct Bitmap: Equatable {
    let width: Int
    let height: Int
    let channels: Int
    var pixels: [UInt8]

    /// A picture that decodes to more is refused before it is.
    static let mostPixels = 64 << 20

    init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
        precondition(pixels.count == width * height * channels)
        self.width = width
        self.height = height
        self.channels = channels
        self.pixels = pixels
    }

    /// A black one.
    init(width: Int, height: Int, channels: Int) {
        self.init(width: width, height: height, channels: channels, pixels: [UInt8](repeating: 0, count: width * height * channels))
    }

    /// The picture as it is to be seen.
    func turned(_ orientation: PictureOrientation) -> Bitmap {
        guard orientation != .upright else { return self }
        let isTransposed = orientation.isTransposed
        var result = Bitmap(width: isTransposed ? height : width, height: isTransposed ? width : height, channels: channels)
        var target = 0
        for row in 0..<result.height {
            for column in 0..<result.width {
                let (sourceRow, sourceColumn) =
                    switch orientation {
                    case .upright: (row, column)
                    case .mirrored: (row, width - 1 - column)
                    case .upsideDown: (height - 1 - row, width - 1 - column)
                    case .upsideDownMirrored: (height - 1 - row, column)
                    case .transposed: (column, row)
                    case .leftSideDown: (height - 1 - column, row)
                    case .transversed: (height - 1 - column, width - 1 - row)
                    case .rightSideDown: (column, width - 1 - row)
                    }
                let source = (sourceRow * width + sourceColumn) * channels
                for channel in 0..<channels {
                    result.pixels[target] = pixels[source + channel]
                    target += 1
                }
            }
        }
        return result
    }

    /// The means of squares of `factor` pixels, of the middle where sides do not divide: a cheap first step towards a picture that is far
    /// smaller.
    func reduced(by factor: Int) -> Bitmap {
        guard factor > 1 else { return self }
        var result = Bitmap(width: width / factor, height: height / factor, channels: channels)
        let (top, left) = (height % factor / 2, width % factor / 2)
        let area = UInt32(factor * factor)
        var sums = [UInt32](repeating: 0, count: result.width * channels)
        for row in 0..<result.height {
            for index in sums.indices { sums[index] = 0 }
            for sourceRow in top + row * factor..<top + (row + 1) * factor {
                var source = (sourceRow * width + left) * channels
                for column in 0..<result.width {
                    for _ in 0..<factor {
                        for channel in 0..<channels {
                            sums[column * channels + channel] += UInt32(pixels[source])
                            source += 1
                        }
                    }
                }
            }
            let start = row * sums.count
            for index in sums.indices { result.pixels[start + index] = UInt8((sums[index] + area / 2) / area) }
        }
        return result
    }

    /// Grey in each of three channels.
    var inColour: Bitmap {
        guard channels == 1 else { return self }
        return Bitmap(width: width, height: height, channels: 3, pixels: pixels.flatMap { [$0, $0, $0] })
    }
}
