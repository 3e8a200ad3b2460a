/// A channel of an operand that a channel of a result is made of.
public struct ChannelOrigin: Sendable, Hashable {
    /// The place of the operand among the operands of the operation, from 0.
    public let operand: Int
    /// The number of the channel in that operand, from 0.
    public let channel: Int

    /// Creates an origin from an operand and one of its channels.
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
