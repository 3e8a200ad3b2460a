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

    /// The means of squares of `factor` pixels, of what is left of them at the right and lower edge too: a cheap first step towards a
    /// picture that is far smaller.
    func reduced(by factor: Int) -> Bitmap {
        guard factor > 1 else { return self }
        var result = Bitmap(width: (width + factor - 1) / factor, height: (height + factor - 1) / factor, channels: channels)
        var sums = [UInt32](repeating: 0, count: result.width * channels)
        for row in 0..<result.height {
            let rows = row * factor..<min(height, (row + 1) * factor)
            for index in sums.indices { sums[index] = 0 }
            for sourceRow in rows {
                var source = sourceRow * width * channels
                for column in 0..<width {
                    let target = column / factor * channels
                    for channel in 0..<channels {
                        sums[target + channel] += UInt32(pixels[source])
                        source += 1
                    }
                }
            }
            for column in 0..<result.width {
                let area = UInt32(rows.count * (min(width, (column + 1) * factor) - column * factor))
                for channel in 0..<channels {
                    let index = column * channels + channel
                    result.pixels[row * result.width * channels + index] = UInt8((sums[index] + area / 2) / area)
                }
            }
        }
        return result
    }

    /// Grey in each of three channels.
    var inColour: Bitmap {
        guard channels == 1 else { return self }
        return Bitmap(width: width, height: height, channels: 3, pixels: pixels.flatMap { [$0, $0, $0] })
    }
}
