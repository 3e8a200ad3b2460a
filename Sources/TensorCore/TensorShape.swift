/// The shape of one example's activation, channels last and without the batch. A vector is 1 x 1 x channels.
public struct TensorShape: Sendable, Hashable, CustomStringConvertible {
    public let height: Int
    public let width: Int
    public let channels: Int

    public init(height: Int, width: Int, channels: Int) {
        self.height = height
        self.width = width
        self.channels = channels
    }

    public var positions: Int { height * width }
    public var elements: Int { height * width * channels }
    public var isVector: Bool { height == 1 && width == 1 }
    public var description: String { "\(height)x\(width)x\(channels)" }
}

/// How a convolution or pooling kernel moves over an activation. Sizes are in positions.
public struct Window: Sendable, Hashable {
    public var kernelHeight: Int
    public var kernelWidth: Int
    public var strideHeight: Int
    public var strideWidth: Int
    public var paddingTop: Int
    public var paddingLeft: Int
    public var paddingBottom: Int
    public var paddingRight: Int
    public var dilationHeight: Int
    public var dilationWidth: Int

    public init(
        kernelHeight: Int, kernelWidth: Int, strideHeight: Int = 1, strideWidth: Int = 1, paddingTop: Int = 0, paddingLeft: Int = 0,
        paddingBottom: Int = 0, paddingRight: Int = 0, dilationHeight: Int = 1, dilationWidth: Int = 1
    ) {
        self.kernelHeight = kernelHeight
        self.kernelWidth = kernelWidth
        self.strideHeight = strideHeight
        self.strideWidth = strideWidth
        self.paddingTop = paddingTop
        self.paddingLeft = paddingLeft
        self.paddingBottom = paddingBottom
        self.paddingRight = paddingRight
        self.dilationHeight = dilationHeight
        self.dilationWidth = dilationWidth
    }

    /// A square kernel with the same stride, padding and dilation on every side.
    public init(square kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1) {
        self.init(
            kernelHeight: kernel, kernelWidth: kernel, strideHeight: stride, strideWidth: stride, paddingTop: padding,
            paddingLeft: padding, paddingBottom: padding, paddingRight: padding, dilationHeight: dilation, dilationWidth: dilation)
    }

    var taps: Int { kernelHeight * kernelWidth }

    /// One kernel position, stride 1, nothing added: the convolution is a matrix product over the activation as it lies.
    var isPointwise: Bool {
        taps == 1 && strideHeight == 1 && strideWidth == 1 && paddingTop + paddingLeft + paddingBottom + paddingRight == 0
    }

    /// Height and width of the result, rounded down as PyTorch does; nil where the kernel does not fit.
    func outputSize(height: Int, width: Int) -> (height: Int, width: Int)? {
        func size(_ input: Int, _ before: Int, _ after: Int, _ kernel: Int, _ dilation: Int, _ stride: Int) -> Int? {
            let room = input + before + after - dilation * (kernel - 1) - 1
            return room >= 0 ? room / stride + 1 : nil
        }
        guard let rows = size(height, paddingTop, paddingBottom, kernelHeight, dilationHeight, strideHeight),
            let columns = size(width, paddingLeft, paddingRight, kernelWidth, dilationWidth, strideWidth)
        else { return nil }
        return (rows, columns)
    }

    var isSane: Bool {
        let positive = [kernelHeight, kernelWidth, strideHeight, strideWidth, dilationHeight, dilationWidth]
        let natural = [paddingTop, paddingLeft, paddingBottom, paddingRight]
        return positive.allSatisfy { (1...1 << 20).contains($0) } && natural.allSatisfy { (0...1 << 20).contains($0) }
    }
}
