internal import NetworkGraph

extension SlidingWindow {
    /// The numbers of a line of a plan, as far as they are the window's.
    init(planNumbers numbers: ArraySlice<Int>, hasDilation: Bool) {
        let first = numbers.startIndex
        let edges = Array(numbers[(first + (hasDilation ? 6 : 4))...].prefix(4))
        self.init(
            Extent(numbers[first], numbers[first + 1]), stride: Extent(numbers[first + 2], numbers[first + 3]),
            padding: Padding(top: edges[0], left: edges[1], bottom: edges[2], right: edges[3]),
            dilation: hasDilation ? Extent(numbers[first + 4], numbers[first + 5]) : Extent(square: 1))
    }

    /// The shape of the result over an image that it fits.
    func result(over input: Shape, channels: Int) -> Shape {
        guard let (height, width) = try? places(over: input) else { preconditionFailure("a graph has valid windows") }
        return Shape(height: height, width: width, channels: channels)
    }

    /// The taps of one position that lie within the image, and where.
    func taps(_ y: Int, _ x: Int, within input: Shape) -> [(tap: Int, row: Int, column: Int)] {
        var taps: [(tap: Int, row: Int, column: Int)] = []
        for tap in 0..<kernel.height * kernel.width {
            let row = y * stride.height - padding.top + tap / kernel.width * dilation.height
            let column = x * stride.width - padding.left + tap % kernel.width * dilation.width
            if (0..<input.height).contains(row), (0..<input.width).contains(column) { taps.append((tap, row, column)) }
        }
        return taps
    }

    /// Positions of a window within the padded image.
    func paddedCount(_ y: Int, _ x: Int, within input: Shape) -> Int {
        let (top, left) = (y * stride.height - padding.top, x * stride.width - padding.left)
        let bottom = min(top + kernel.height, input.height + padding.bottom)
        let right = min(left + kernel.width, input.width + padding.right)
        return (bottom - top) * (right - left)
    }
}
