/// A channel of an operand that a channel of a result is made of.
public struct ChannelOrigin: Sendable, Hashable {
    public let operand: Int
    public let channel: Int

    public init(operand: Int, channel: Int) {
        self.operand = operand
        self.channel = channel
    }
}

extension ChannelOrigin {
    /// Each channel of the result is made of the first operand's channel of the same number.
    static func same(_ inputs: [Shape]) -> [[ChannelOrigin]] {
        (0..<(inputs.first?.channels ?? 0)).map { [ChannelOrigin(operand: 0, channel: $0)] }
    }
}
