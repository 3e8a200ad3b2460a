internal import NetworkGraph

/// `dropout`: zeros at random while training; nothing where the rate is 0.
struct DropoutLayer: LayerDefinition {
    static let keyword = "dropout"
    static let takesBareValue = true

    private let rate: LayerArgument<Double>
    private let node: String

    init(_ arguments: inout LayerArguments) {
        rate = arguments.required("rate", in: 0...0.99)
        node = arguments.node()
    }

    func emit(into emitter: inout Emitter, _ input: Int) throws(WalkError) -> Int {
        // A share does not depend on the channels.
        let rate = try emitter.read(rate, channels: 0)
        return rate == 0 ? input : try emitter.append(.dropout(rate: rate), [input], node)
    }
}
