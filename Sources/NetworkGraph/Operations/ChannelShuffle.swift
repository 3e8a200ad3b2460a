extension Operation {
    /// Channels dealt out to groups in turn (Zhang et al., ShuffleNet, 2018).
    struct ChannelShuffle: OperationDefinition {
        let groups: Int

        var title: String { "channel shuffle" }
        static let traits: OperationTraits = []

        func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
            try SizeCheck.groups(groups, divide: inputs[0].channels, "channels")
            return inputs[0]
        }

        func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts {
            OperationCounts(inputElements: inputElements, outputElements: output.elements)
        }

        func channelOrigins(of inputs: [Shape]) -> [[ChannelOrigin]] {
            let perGroup = inputs[0].channels / groups
            return (0..<inputs[0].channels).map { [ChannelOrigin(operand: 0, channel: $0 % groups * perGroup + $0 / groups)] }
        }

        func isIdentity(on input: Shape) -> Bool { groups == 1 || groups == input.channels }

        func kind(on input: Shape) -> Operation.Kind? { .channelShuffle }

        func planLine(_ step: PlanStep) -> PlanLine? { PlanLine("shuffle", step.tensors + [groups]) }

        func evaluate(_ operands: OperandValues) -> [Double] {
            let size = operands.shape.channels / groups
            return operands.eachPosition { row in
                (0..<row.count).map { row[row.startIndex + $0 % groups * size + $0 / groups] }
            }
        }

        func serialise<Sink: WordSink>(into sink: inout Sink) {
            sink.take(15)
            sink.take(groups)
        }
    }
}
