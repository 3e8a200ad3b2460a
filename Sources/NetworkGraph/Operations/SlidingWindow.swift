/// A kernel that slides over an activation.
struct SlidingWindow {
    let kernel: Extent
    let stride: Extent
    let dilation: Extent
    let padding: Padding

    init(_ kernel: Extent, stride: Extent, dilation: Extent, padding: Padding) {
        (self.kernel, self.stride, self.dilation, self.padding) = (kernel, stride, dilation, padding)
    }

    /// How many places it takes, rows and columns; division rounds down, as in PyTorch.
    func places(over input: Shape) throws(ShapeError) -> (height: Int, width: Int) {
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
