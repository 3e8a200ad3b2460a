internal import NetworkGraph

extension SlidingWindow {
    var kernelHeight: Int { kernel.height }
    var kernelWidth: Int { kernel.width }
    var strideHeight: Int { stride.height }
    var strideWidth: Int { stride.width }
    var paddingTop: Int { padding.top }
    var paddingLeft: Int { padding.left }
    var paddingBottom: Int { padding.bottom }
    var paddingRight: Int { padding.right }
    var dilationHeight: Int { dilation.height }
    var dilationWidth: Int { dilation.width }

    var taps: Int { kernelHeight * kernelWidth }

    /// One kernel position, stride 1, nothing added: the convolution is a matrix product over the activation as it lies.
    var isPointwise: Bool {
        taps == 1 && strideHeight == 1 && strideWidth == 1 && paddingTop + paddingLeft + paddingBottom + paddingRight == 0
    }
}
