internal import NetworkGraph

/// The name of a parameter whose arguments are read as a `Content`.
struct LayerParameter<Content>: Sendable, ExpressibleByStringLiteral {
    let name: String

    init(stringLiteral name: String) { self.name = name }
}

// Those that several layers have.

extension LayerParameter<Int> {
    /// Output channels.
    static var out: Self { "out" }
    static var groups: Self { "groups" }
}

extension LayerParameter<Extent> {
    static var kernel: Self { "kernel" }
    static var stride: Self { "stride" }
    static var dilation: Self { "dilation" }
}

extension LayerParameter<PaddingRule> {
    static var padding: Self { "padding" }
}

extension LayerParameter<Norm?> {
    static var norm: Self { "norm" }
}

extension LayerParameter<Activation?> {
    static var activation: Self { "activation" }
}

extension LayerParameter<Bool> {
    static var bias: Self { "bias" }
}
