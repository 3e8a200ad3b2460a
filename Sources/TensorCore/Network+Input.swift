internal import NetworkGraph

extension Network {
    /// Lets a caller write images straight into the buffer that the first layer reads, without a copy on the way.
    ///
    /// What it holds counts for the one pass that follows, `trainStep(labels:learningRate:)` or `evaluate(labels:)`: a layer may
    /// work in place. It starts with what earlier passes have left.
    ///
    /// - Parameters:
    ///   - count: how many images, 1 to `batch`.
    ///   - body: fills `[count, height, width, channels]`.
    public func withInput(count: Int, _ body: (inout MutableSpan<Float>) -> Void) {
        check(count: count)
        var pixels = UnsafeMutableBufferPointer(start: plan.input.data, count: count * graph.input.elements).mutableSpan
        body(&pixels)
    }

    func check(count: Int) {
        precondition(count > 0 && count <= batch, "a pass takes 1 to \(batch) images, got \(count)")
    }
}
