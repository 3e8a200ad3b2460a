internal import NetworkGraph

/// `channel_shuffle`: interleaves the channels of groups.
struct ChannelShuffleLayer: LayerDefinition {
    static let keyword = "channel_shuffle"
    static let takesBareValue = true

    private let groups: LayerArgument<Int>
    private let node: String

    init(_ arguments: inout LayerArguments) {
        groups = arguments.required(.groups)
        node = arguments.node()
    }

    func emit(into emitter: inout Emitter, _ input: Int) throws(WalkError) -> Int {
        let groups = try emitter.read(groups, at: input)
        return try emitter.append(.channelShuffle(groups: groups), [input], node)
    }
}
