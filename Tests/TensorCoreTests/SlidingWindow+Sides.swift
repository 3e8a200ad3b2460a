import NetworkGraph

extension SlidingWindow {
    init(
        kernelHeight: Int, kernelWidth: Int, strideHeight: Int = 1, strideWidth: Int = 1, paddingTop: Int = 0, paddingLeft: Int = 0,
        paddingBottom: Int = 0, paddingRight: Int = 0, dilationHeight: Int = 1, dilationWidth: Int = 1
    ) {
        self.init(
            Extent(kernelHeight, kernelWidth), stride: Extent(strideHeight, strideWidth),
            padding: Padding(top: paddingTop, left: paddingLeft, bottom: paddingBottom, right: paddingRight),
            dilation: Extent(dilationHeight, dilationWidth))
    }

    /// Rows and columns of the result; nil where the kernel does not fit.
    func outputSize(height: Int, width: Int) -> (height: Int, width: Int)? {
        try? places(over: Shape(height: height, width: width, channels: 1))
    }
}
