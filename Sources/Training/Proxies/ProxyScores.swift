/// What is known of a network's quality without training it. Higher is expected to be better; only the order of networks of one space
/// means anything.
public struct ProxyScores: Sendable, Hashable {
    /// The sum over weight tensors of their gradients' norms, for one batch (Abdelfattah et al., "Zero-cost proxies for lightweight
    /// NAS", ICLR 2021).
    public let gradientNorm: Double
    /// The sum of |weight x gradient| (Lee, Ajanthan and Torr, "SNIP: single-shot network pruning based on connection sensitivity",
    /// ICLR 2019).
    public let snip: Double
    /// The logarithm, to base 10, of the synaptic flow: the sum of |weight x gradient| of the sum of all outputs, with positive weights
    /// and an input of ones (Tanaka et al., "Pruning neural networks without any data by iteratively conserving synaptic flow", NeurIPS
    /// 2020).
    public let logSynflow: Double
    /// How well a batch's images are told apart by which units are active: the logarithm of the determinant of the kernel of agreeing
    /// units (Mellor et al., "Neural architecture search without training", ICML 2021). Nil for a network without activations.
    public let naswot: Double?
}
