internal import Foundation
internal import NetworkGraph

/// What becomes of an image's colours: factors, 1 for as they are. Brightness multiplies every pixel, contrast the distance to the mean
/// grey of the image, saturation that to the grey of the pixel, in this order, each brought back into the bytes' range; as torchvision's
/// `adjust_brightness`, `adjust_contrast` and `adjust_saturation`.
public struct ColourChange: Sendable, Hashable {
    /// 0 is black.
    public var brightness: Float = 1
    /// 0 is all of one grey.
    public var contrast: Float = 1
    /// 0 is without colour; for images of three channels, red, green and blue, alone.
    public var saturation: Float = 1

    /// Creates a change that leaves colours as they are.
    public init() {}
}

extension ImageNormaliser {
    /// Writes one image turned around its middle, moved, mirrored and recoloured, in this order; what lies outside is black.
    ///
    /// - Parameters:
    ///   - degrees: anticlockwise; values between pixels are interpolated bilinearly, with black around the image, as torchvision's
    ///     `rotate` does.
    ///   - isMirrored, rowShift, columnShift: as in the `write` without the other changes.
    public func write(
        _ index: Int, of bytes: Span<UInt8>, to place: Int, of pixels: inout MutableSpan<Float>, isMirrored: Bool, rowShift: Int,
        columnShift: Int, degrees: Float, colour: ColourChange
    ) {
        let turn = Turn(degrees: degrees, shape: shape)
        let (width, channels) = (shape.width, shape.channels)
        withPointers(index, bytes, place, &pixels) { y, x, scales, shifts in
            for row in 0..<shape.height {
                for column in 0..<width {
                    let target = y + (row * width + column) * channels
                    let moved = column + columnShift
                    let (sourceRow, sourceColumn) = (row + rowShift, isMirrored ? width - 1 - moved : moved)
                    if (0..<shape.height).contains(sourceRow), (0..<width).contains(sourceColumn) {
                        sampleBilinear(target, x, shape, turn.origin(row: sourceRow, column: sourceColumn))
                    } else {
                        target.update(repeating: 0, count: channels)
                    }
                }
            }
            recolour(y, pixels: shape.height * width, channels: channels, colour)
            scaleInPlace(y, count: shape.elements, scales: scales, shifts: shifts, period: self.scales.count)
        }
    }

    /// Where pixels of a turned image come from.
    private struct Turn {
        private let sine: Float
        private let cosine: Float
        private let middle: (row: Float, column: Float)

        init(degrees: Float, shape: Shape) {
            let angle = Double(degrees) * Double.pi / 180
            (sine, cosine) = (Float(sin(angle)), Float(cos(angle)))
            middle = (Float(shape.height - 1) / 2, Float(shape.width - 1) / 2)
        }

        func origin(row: Int, column: Int) -> (row: Float, column: Float) {
            let (down, right) = (Float(row) - middle.row, Float(column) - middle.column)
            return (middle.row + (sine * right + cosine * down), middle.column + (cosine * right - sine * down))
        }
    }
}
