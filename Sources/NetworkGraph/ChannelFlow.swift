/// How the channels of a result come from those of its operands: all that a measure needs that follows channels through a network.
public enum ChannelFlow: Sendable, Hashable {
    /// The network's input.
    case input
    /// Nothing comes through.
    case nothing
    /// Each from all of its group, by weights.
    case product(groups: Int)
    /// The sum of the operands' channels.
    case sum
    /// The operands' channels, one operand behind another.
    case joined
    /// The operand's, dealt out to groups in turn.
    case shuffled(groups: Int)
    /// Each position of a channel becomes a channel.
    case spread
    /// Those of the first operand, each for itself.
    case kept
}
