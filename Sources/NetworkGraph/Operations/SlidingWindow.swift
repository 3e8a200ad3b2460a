/// How a kernel moves over an activation: convolutions and pooling. Sizes are in positions.
public struct SlidingWindow: Sendable, Hashable {
    /// Rows and columns of the kernel.
    public var kernel: Extent
    /// The distance between neighbouring places of the kernel.
    public var stride: Extent
    /// Rows and columns added around the activation.
    public var padding: Padding
    /// The distance between neighbouring taps of the kernel.
    public var dilation: Extent

    /// Creates a window; unless given otherwise it moves by one position, without padding and dilation.
    public init(
        _ kernel: Extent, stride: Extent = Extent(square: 1), padding: Padding = .none, dilation: Extent = Extent(square: 1)
    ) {
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
    }

    /// A square kernel with the same stride, padding and dilation on every side.
    public init(square kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1) {
        self.init(
            Extent(square: kernel), stride: Extent(square: stride), padding: Padding(square: padding), dilation: Extent(square: dilation))
    }

    /// Returns the rows and columns of the result, rounded down as PyTorch does.
    ///
    /// - Throws: a `ShapeError` where a size makes no sense or the kernel does not fit.
    public func places(over input: Shape) throws(ShapeError) -> (height: Int, width: Int) {
        try SizeCheck.size(kernel.height, "rows of a kernel")
        try SizeCheck.size(kernel.width, "columns of a kernel")
        for (extent, name) in [(stride, "stride"), (dilation, "dilation")] {
            try SizeCheck.size(extent.height, name)
            try SizeCheck.size(extent.width, name)
        }
        for side in [padding.top, padding.left, padding.bottom, padding.right] where side < 0 || side > Shape.limit {
            throw ShapeError("padding must be from 0 to \(Shape.limit), got \(side)")
        }
        let rows = input.height + padding.top + padding.bottom - (dilation.height * (kernel.height - 1) + 1)
        let columns = input.width + padding.left + padding.right - (dilation.width * (kernel.width - 1) + 1)
        guard rows >= 0, columns >= 0 else {
            let spread = dilation == Extent(square: 1) ? "" : " with dilation \(dilation)"
            throw ShapeError(
                "a \(kernel.height)x\(kernel.width) kernel\(spread) does not fit an input of \(input.height)x\(input.width) with padding "
                    + "\(padding)",
                hint: input.height == 1 && kernel.height > 1 && columns >= 0
                    ? "the input has one row: a kernel over a series is [1, \(kernel.width)]" : nil)
        }
        return (rows / stride.height + 1, columns / stride.width + 1)
    }
}

extension SlidingWindow {
    /// The window's numbers in a line of a plan.
    func planNumbers(hasDilation: Bool) -> [Int] {
        [kernel.height, kernel.width, stride.height, stride.width] + (hasDilation ? [dilation.height, dilation.width] : [])
            + [padding.top, padding.left, padding.bottom, padding.right]
    }
}

/// Refuses numbers of an operation that make no sense.
enum SizeCheck {
    static func size(_ value: Int, _ name: String) throws(ShapeError) {
        guard value >= 1, value <= Shape.limit else { throw ShapeError("\(name) must be from 1 to \(Shape.limit), got \(value)") }
    }

    static func groups(_ groups: Int, divide channels: Int, _ name: String) throws(ShapeError) {
        guard groups >= 1 else { throw ShapeError("groups must be at least 1, got \(groups)") }
        guard channels % groups == 0 else { throw ShapeError("\(groups) groups do not divide \(channels) \(name)") }
    }
}
