internal import NetworkGraph

/// A window of a plan that moves over an image: convolution and pooling.
struct Window {
    let kernel: Extent
    let stride: Extent
    let dilation: Extent
    let padding: Padding
    let groups: Int
    let output: Shape

    /// The numbers of a line `conv`.
    init(_ input: Shape, _ numbers: [Int]) {
        self.init(
            input, channels: numbers[1], Extent(numbers[2], numbers[3]), Extent(numbers[4], numbers[5]),
            dilation: Extent(numbers[6], numbers[7]), Array(numbers[8...11]), groups: numbers[12])
    }

    /// The numbers of a line of pooling.
    init(pooling input: Shape, _ numbers: [Int]) {
        self.init(
            input, channels: input.channels, Extent(numbers[1], numbers[2]), Extent(numbers[3], numbers[4]), Array(numbers[5...8]))
    }

    /// A dense layer.
    init(_ input: Shape, outputs: Int) { self.init(input, channels: outputs, Extent(square: 1), Extent(square: 1), [0, 0, 0, 0]) }

    init(eachChannelOf input: Shape) {
        self.init(input, channels: input.channels, Extent(square: 1), Extent(square: 1), [0, 0, 0, 0], groups: input.channels)
    }

    private init(
        _ input: Shape, channels: Int, _ kernel: Extent, _ stride: Extent, dilation: Extent = Extent(square: 1), _ edges: [Int],
        groups: Int = 1
    ) {
        (self.kernel, self.stride, self.dilation, self.groups) = (kernel, stride, dilation, groups)
        padding = Padding(top: edges[0], left: edges[1], bottom: edges[2], right: edges[3])
        let height = input.height + padding.top + padding.bottom - dilation.height * (kernel.height - 1) - 1
        let width = input.width + padding.left + padding.right - dilation.width * (kernel.width - 1) - 1
        output = Shape(height: height / stride.height + 1, width: width / stride.width + 1, channels: channels)
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
