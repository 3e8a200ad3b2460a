public import NetworkGraph

/// Writes images of bytes as the floats that a network takes: byte * scale + shift in each channel, moved or mirrored on the
/// way. One pass over an image, row by row; nothing is allocated.
public struct ImageNormaliser: Sendable {
    /// The shape of one image.
    public let shape: Shape
    /// The channels' values, repeated so that the kernel's inner loop is long.
    let scales: [Float]
    let shifts: [Float]

    /// Creates a normaliser for images of one shape.
    ///
    /// - Parameters:
    ///   - scales: one a channel.
    ///   - shifts: one a channel: what the byte 0 becomes.
    public init(shape: Shape, scales: [Float], shifts: [Float]) {
        precondition(scales.count == shape.channels && shifts.count == shape.channels, "a scale and a shift for each channel")
        self.shape = shape
        let repeats = shape.channels == 1 ? 1 : max(64, 256 / shape.channels)
        self.scales = (0..<repeats).flatMap { _ in scales }
        self.shifts = (0..<repeats).flatMap { _ in shifts }
    }

    /// Writes one image as it is.
    ///
    /// - Parameters:
    ///   - pixels: `[images, height, width, channels]`; the image at `place` is written.
    ///   - bytes: images of the same shape; the one at `index` is read.
    public func write(_ index: Int, of bytes: Span<UInt8>, to place: Int, of pixels: inout MutableSpan<Float>) {
        withPointers(index, bytes, place, &pixels) { y, x, scales, shifts in
            scaleBytes(y, x, count: shape.elements, scales: scales, shifts: shifts, period: self.scales.count)
        }
    }

    /// Writes one image moved: row `r` and column `c` show what is at `r + rowShift` and `c + columnShift` of the image, or of
    /// its mirror image; what lies outside is black.
    public func write(
        _ index: Int, of bytes: Span<UInt8>, to place: Int, of pixels: inout MutableSpan<Float>, isMirrored: Bool, rowShift: Int,
        columnShift: Int
    ) {
        let (width, channels, rowElements) = (shape.width, shape.channels, shape.width * shape.channels)
        // Columns that show something.
        let first = min(max(-columnShift, 0), width)
        let end = max(first, min(width, width - columnShift))
        // Mirrored, the column `end - 1` shows the leftmost of the pixels that are seen.
        let source = isMirrored ? width - (end + columnShift) : first + columnShift
        withPointers(index, bytes, place, &pixels) { y, x, scales, shifts in
            for row in 0..<shape.height {
                let target = y + row * rowElements
                guard (0..<shape.height).contains(row + rowShift), first < end else {
                    fillBlack(target, pixels: width, channels: channels, shifts: shifts)
                    continue
                }
                let (seen, pixels) = (x + (row + rowShift) * rowElements + source * channels, end - first)
                fillBlack(target, pixels: first, channels: channels, shifts: shifts)
                if isMirrored {
                    scaleBytesReversed(
                        target + first * channels, seen, pixels: pixels, channels: channels, scales: scales, shifts: shifts)
                } else {
                    scaleBytes(
                        target + first * channels, seen, count: pixels * channels, scales: scales, shifts: shifts,
                        period: self.scales.count)
                }
                fillBlack(target + end * channels, pixels: width - end, channels: channels, shifts: shifts)
            }
        }
    }

    /// Sets a square of `side` pixels of a written image to 0; of one that lies partly outside, the part inside.
    public func cut(row: Int, column: Int, side: Int, from place: Int, of pixels: inout MutableSpan<Float>) {
        let (first, end) = (min(max(column, 0), shape.width), min(max(column + side, 0), shape.width))
        guard first < end else { return }
        check(place, pixels.count)
        pixels.withUnsafeMutableBufferPointer { pixels in
            for row in max(row, 0)..<max(0, row, min(row + side, shape.height)) {
                let start = place * shape.elements + (row * shape.width + first) * shape.channels
                (pixels.baseAddress! + start).update(repeating: 0, count: (end - first) * shape.channels)
            }
        }
    }

    func withPointers(
        _ index: Int, _ bytes: Span<UInt8>, _ place: Int, _ pixels: inout MutableSpan<Float>,
        _ body: (UnsafeMutablePointer<Float>, UnsafePointer<UInt8>, UnsafePointer<Float>, UnsafePointer<Float>) -> Void
    ) {
        check(place, pixels.count)
        check(index, bytes.count)
        let elements = shape.elements
        pixels.withUnsafeMutableBufferPointer { pixels in
            bytes.withUnsafeBufferPointer { bytes in
                scales.withUnsafeBufferPointer { scales in
                    shifts.withUnsafeBufferPointer { shifts in
                        body(
                            pixels.baseAddress! + place * elements, bytes.baseAddress! + index * elements, scales.baseAddress!,
                            shifts.baseAddress!)
                    }
                }
            }
        }
    }

    private func check(_ index: Int, _ count: Int) {
        precondition(index >= 0 && (index + 1) * shape.elements <= count, "an image lies outside of its buffer")
    }
}
