internal import NetworkGraph

/// The window of a pool: its stride is the kernel unless the file says otherwise.
struct PoolArguments: Sendable {
    private let kernel: LayerArgument<Extent>
    private let stride: LayerArgument<Extent>?
    private let padding: LayerArgument<PaddingRule>

    init(_ arguments: inout LayerArguments) {
        kernel = arguments.required(.kernel)
        stride = arguments.optional(.stride)
        padding = arguments.optional(.padding, default: .valid)
    }

    var oddKernel: LayerArgument<Extent>? { padding.constant == .same ? kernel : nil }

    func read(_ emitter: inout Emitter) throws(WalkError) -> SlidingWindow {
        let kernel = try emitter.read(kernel)
        var step = kernel
        if let stride { step = try emitter.read(stride) }
        return SlidingWindow(kernel, stride: step, padding: try emitter.read(padding, kernel, Extent(square: 1)))
    }
}
