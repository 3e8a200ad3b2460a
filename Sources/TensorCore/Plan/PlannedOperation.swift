internal import NetworkGraph

/// One layer with its buffers fixed: what a network executes, forwards in order and backwards in reverse.
protocol PlannedOperation {
    /// Floats of shared scratch memory that it needs.
    var workspaceCount: Int { get }
    /// Whether it reads whole values; not where its readers do its work.
    var passesOverMemory: Bool { get }
    /// Parameters whose gradients are whole after a backward pass; not those that the operation updates by itself.
    var parameters: [Parameter] { get }
    /// Computes the output from the inputs.
    func forward(_ run: Run)
    /// Computes gradients of inputs and parameters from the output's. Called after a forward pass in training only.
    func backward(_ run: Run)
}

extension PlannedOperation {
    var workspaceCount: Int { 0 }
    var passesOverMemory: Bool { true }
    var parameters: [Parameter] { [] }
}

/// What is the same for all layers in one pass.
struct Run {
    /// Examples in this pass, at most the network's batch.
    let count: Int
    /// Whether batch norm uses the batch's statistics and dropout drops.
    let isTraining: Bool
    /// Scratch memory, the largest that any layer asked for.
    let workspace: UnsafeMutablePointer<Float>
    /// Raised whenever parameters may have changed: what was made from them is made again.
    let parametersVersion: Int
    /// Names the random numbers of this step.
    let seed: UInt64
    let trial: UInt64
    let step: Int

    /// What becomes of each gradient right after it is known, while it is in the cache. Nil where all gradients are needed before
    /// the first update.
    var update: ParameterUpdate?
    /// Whether images are visited from the last to the first.
    var isReversed = false

    /// The images in parts that stay in the cache while an operation works on them.
    func forEachChunk(of images: Int, _ body: (_ chunk: Chunk) -> Void) {
        let chunks = (count + images - 1) / images
        for index in 0..<chunks {
            let first = (isReversed ? chunks - 1 - index : index) * images
            body(Chunk(first: first, count: min(images, count - first), isFirst: index == 0))
        }
    }
}

/// Some neighbouring images of a batch.
struct Chunk {
    let first: Int
    let count: Int
    /// Whether it is the first that is visited.
    let isFirst: Bool

    /// Images of `elements` floats that fill about 128 KiB: a part of the second-level cache that leaves room for the weights.
    static func images(of elements: Int) -> Int { max(32_768 / max(elements, 1), 1) }
}

/// A value's buffers, both `[batch, height, width, channels]`.
struct Slot {
    /// What is stored: for a deferred value that which its function is still to be applied to.
    let data: UnsafeMutablePointer<Float>
    /// Nil where nothing needs it: inference, and values that no parameter has touched.
    let gradient: UnsafeMutablePointer<Float>?
    let shape: Shape
    /// What readers apply to the data.
    var pending: Pending?

    /// The chunk's values with what is pending applied; in `scratch` unless they are there already.
    func values(_ chunk: Chunk, scratch: UnsafeMutablePointer<Float>) -> UnsafePointer<Float> {
        let offset = chunk.first * shape.elements
        guard let pending else { return UnsafePointer(data + offset) }
        pending.apply(to: scratch, data + offset, count: chunk.count * shape.elements)
        return UnsafePointer(scratch)
    }
}

/// An operand: its buffers and how its gradient is to be stored.
struct Operand {
    let slot: Slot
    /// Whether the gradient is added to what a later layer has left there; else it is overwritten.
    let accumulates: Bool
    /// The activation that the gradient goes through on its way: `gradient` is then that of the activation's operand.
    let passes: Pending?
    /// Told of each chunk of the gradient as it becomes complete.
    let completes: [BatchNormOperation]

    var data: UnsafeMutablePointer<Float> { slot.data }
    var gradient: UnsafeMutablePointer<Float>? { slot.gradient }
    var shape: Shape { slot.shape }

    /// The chunk's values with what is pending applied; in `scratch` unless they are there already.
    func values(_ chunk: Chunk, scratch: UnsafeMutablePointer<Float>) -> UnsafePointer<Float> {
        slot.values(chunk, scratch: scratch)
    }

    /// Scratch floats that `values` needs for a chunk of so many images.
    func scratchCount(images: Int) -> Int { slot.pending == nil ? 0 : saturatingProduct(images, shape.elements) }

    func gradientIsComplete(_ chunk: Chunk) {
        for norm in completes { norm.gatherOutputGradients(chunk) }
    }
}

/// A parameter with its gradient; the latter nil in inference.
struct Parameter {
    let data: UnsafeMutablePointer<Float>
    /// Written in a backward pass. Where gradients are not kept, the next layer's take its place.
    let gradient: UnsafeMutablePointer<Float>?
    let count: Int
    /// Whether weight decay acts on it.
    let decays: Bool
}
