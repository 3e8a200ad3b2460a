public import NetworkGraph

/// Writes examples of floats as a network takes them: (value - mean) * scale in each channel, moved or mirrored on the way; what is no
/// number becomes 0, the mean. One pass over an example; nothing is allocated.
public struct FloatNormaliser: Sendable {
    /// The shape of one example.
    public let shape: Shape
    /// The channels' values, repeated so that the kernel's inner loop is long.
    private let means: [Float]
    private let scales: [Float]
    /// What is cut out of a written example does not depend on what it was written from.
    private let cutter: ImageNormaliser

    /// Creates a normaliser for examples of one shape.
    ///
    /// - Parameters:
    ///   - means: one a channel, which becomes 0.
    ///   - scales: one a channel.
    public init(shape: Shape, means: [Float], scales: [Float]) {
        precondition(means.count == shape.channels && scales.count == shape.channels, "a mean and a scale for each channel")
        self.shape = shape
        let repeats = max(1, 256 / shape.channels)
        self.means = (0..<repeats).flatMap { _ in means }
        self.scales = (0..<repeats).flatMap { _ in scales }
        cutter = ImageNormaliser(shape: shape, scales: scales, shifts: means)
    }

    /// Writes one example as it is.
    ///
    /// - Parameters:
    ///   - pixels: `[examples, height, width, channels]`; the example at `place` is written.
    ///   - values: examples of the same shape; the one at `index` is read.
    public func write(_ index: Int, of values: Span<Float>, to place: Int, of pixels: inout MutableSpan<Float>) {
        withPointers(index, values, place, &pixels) { y, x, means, scales in
            normaliseFloats(y, x, count: shape.elements, means: means, scales: scales, period: self.means.count)
        }
    }

    /// Writes one example moved: row `r` and column `c` show what is at `r + rowShift` and `c + columnShift` of the example, or of its
    /// mirror image; what lies outside is 0, the mean.
    public func write(
        _ index: Int, of values: Span<Float>, to place: Int, of pixels: inout MutableSpan<Float>, isMirrored: Bool, rowShift: Int,
        columnShift: Int
    ) {
        let (width, channels, rowElements) = (shape.width, shape.channels, shape.width * shape.channels)
        // Columns that show something.
        let first = min(max(-columnShift, 0), width)
        let end = max(first, min(width, width - columnShift))
        withPointers(index, values, place, &pixels) { y, x, means, scales in
            for row in 0..<shape.height {
                let target = y + row * rowElements
                guard (0..<shape.height).contains(row + rowShift), first < end else {
                    target.update(repeating: 0, count: rowElements)
                    continue
                }
                let seen = x + (row + rowShift) * rowElements
                target.update(repeating: 0, count: first * channels)
                if isMirrored {
                    for column in first..<end {
                        let source = width - 1 - (column + columnShift)
                        normaliseFloats(
                            target + column * channels, seen + source * channels, count: channels, means: means, scales: scales,
                            period: self.means.count)
                    }
                } else {
                    normaliseFloats(
                        target + first * channels, seen + (first + columnShift) * channels, count: (end - first) * channels, means: means,
                        scales: scales, period: self.means.count)
                }
                (target + end * channels).update(repeating: 0, count: (width - end) * channels)
            }
        }
    }

    /// Sets a square of `side` pixels of a written example to 0; of one that lies partly outside, the part inside.
    public func cut(row: Int, column: Int, side: Int, from place: Int, of pixels: inout MutableSpan<Float>) {
        cutter.cut(row: row, column: column, side: side, from: place, of: &pixels)
    }

    private func withPointers(
        _ index: Int, _ values: Span<Float>, _ place: Int, _ pixels: inout MutableSpan<Float>,
        _ body: (UnsafeMutablePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>, UnsafePointer<Float>) -> Void
    ) {
        check(place, pixels.count)
        check(index, values.count)
        let elements = shape.elements
        pixels.withUnsafeMutableBufferPointer { pixels in
            values.withUnsafeBufferPointer { values in
                means.withUnsafeBufferPointer { means in
                    scales.withUnsafeBufferPointer { scales in
                        body(
                            pixels.baseAddress! + place * elements, values.baseAddress! + index * elements, means.baseAddress!,
                            scales.baseAddress!)
                    }
                }
            }
        }
    }

    private func check(_ index: Int, _ count: Int) {
        precondition(index >= 0 && (index + 1) * shape.elements <= count, "an example lies outside of its buffer")
    }
}
