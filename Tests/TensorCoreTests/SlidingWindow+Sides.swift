import NetworkGraph

extension SlidingWindow {
    /// Rows and columns of the result; nil where the kernel does not fit.
    func outputSize(height: Int, width: Int) -> (height: Int, width: Int)? {
        try? places(over: Shape(height: height, width: width, channels: 1))
    }
}
