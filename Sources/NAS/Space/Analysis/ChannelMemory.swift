/// What a layer makes of the number of channels that comes in.
enum ChannelMemory: Int, Comparable {
    /// What comes out, and whether it can be built, is the same for any number, but for numbers that are too large; what it costs
    /// grows with the number.
    case forgets
    /// The same but for the cost, which is less where a shortcut needs no projection.
    case forgetsButForShortcuts
    case keeps

    static func < (left: ChannelMemory, right: ChannelMemory) -> Bool { left.rawValue < right.rawValue }
}

extension Layer {
    var channelMemory: ChannelMemory {
        switch kind {
        case .leaf(let leaf): leaf.forgetsChannels ? .forgets : .keeps
        case .sequence(let layers): layers.first?.channelMemory ?? .keeps
        case .residual(let body, .layers(let side), _, _): max(body.channelMemory, side.channelMemory)
        case .residual(let body, .automatic, _, _): max(body.channelMemory, .forgetsButForShortcuts)
        case .residual(_, .identity, _, _): .keeps
        case .branches(let layers, _, _): layers.map(\.channelMemory).max() ?? .keeps
        case .choice(_, let options): options.map(\.channelMemory).max() ?? .keeps
        case .conditional(_, let then, let otherwise): max(then.channelMemory, otherwise.channelMemory)
        case .repetition, .cell: .keeps
        }
    }
}

extension LeafPlan {
    fileprivate var forgetsChannels: Bool { definition.forgetsChannels && !values.contains(where: \.readsInputChannels) }
}

extension Value {
    fileprivate var readsInputChannels: Bool {
        switch self {
        case .inputChannels, .unknown: true
        case .constant, .classes: false
        case .decision(_, let options): options.contains(where: \.readsInputChannels)
        case .scale(let factors, let multiple, _, _): factors.contains(where: \.readsInputChannels) || multiple.readsInputChannels
        case .pair(let first, let second): first.readsInputChannels || second.readsInputChannels
        case .conditional(_, let then, let otherwise): then.readsInputChannels || otherwise.readsInputChannels
        }
    }
}
