/// One layer with its buffers fixed: what a network executes, forwards in order and backwards in reverse.
protocol PlannedOperation {
    /// Computes the output from the inputs.
    func forward(_ run: Run)
    /// Computes gradients of inputs and parameters from the output's. Called after a forward pass in training only.
    func backward(_ run: Run)
}

/// What is the same for all layers in one pass.
struct Run {
    /// Examples in this pass, at most the network's batch.
    let count: Int
    /// Whether batch norm uses the batch's statistics and dropout drops.
    let isTraining: Bool
    /// Scratch memory, the largest that any layer asked for.
    let workspace: UnsafeMutablePointer<Float>
    /// Names the random numbers of this step.
    let seed: UInt64
    let trial: UInt64
    let step: Int
}

/// A value's buffers, both `[batch, height, width, channels]`.
struct Slot {
    let data: UnsafeMutablePointer<Float>
    /// Nil where nothing needs it: inference, and values that no parameter has touched.
    let gradient: UnsafeMutablePointer<Float>?
    let shape: TensorShape
}

/// An operand: its buffers and how its gradient is to be stored.
struct Operand {
    let slot: Slot
    /// Whether the gradient is added to what a later layer has left there; else it is overwritten.
    let accumulates: Bool

    var data: UnsafeMutablePointer<Float> { slot.data }
    var gradient: UnsafeMutablePointer<Float>? { slot.gradient }
    var shape: TensorShape { slot.shape }
}

/// A parameter with its gradient; the latter nil in inference.
struct Parameter {
    let data: UnsafeMutablePointer<Float>
    let gradient: UnsafeMutablePointer<Float>?
    let count: Int
}
