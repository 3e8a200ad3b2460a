import NetworkGraph
import Support
import Testing

@Suite struct GraphCanonicalTests {
    private static let shape = Shape(height: 8, width: 8, channels: 4)
    private static let conv = GraphSamples.convolution(4, 3)

    private static func graph(_ build: (inout GraphBuilder) throws -> Int) throws -> InferredGraph {
        var builder = GraphBuilder(input: shape)
        let output = try build(&builder)
        return builder.finish(output: output)
    }

    @Test func identitiesAreGone() throws {
        let graph = try Self.graph { builder in
            var last = try builder.append(.dropout(rate: 0), [0], name: "a")
            last = try builder.append(.channelShuffle(groups: 1), [last], name: "b")
            last = try builder.append(GraphSamples.averagePool(1, stride: 1), [last], name: "c")
            last = try builder.append(.concatenate, [last], name: "d")
            last = try builder.append(.add, [last], name: "e")
            last = try builder.append(.globalPool(.average), [last], name: "pool")
            last = try builder.append(.flatten, [last], name: "f")
            return try builder.append(.globalPool(.max), [last], name: "g")
        }
        #expect(graph.canonical().nodes.map(\.name) == ["input", "pool"])
    }

    @Test func unusedResultsAreGoneAndTheInputStays() throws {
        let graph = try Self.graph { builder in
            let unused = try builder.append(Self.conv, [0], name: "unused")
            _ = try builder.append(.batchNorm, [unused], name: "unused too")
            let zero = try builder.append(.zero, [unused], name: "zero")
            return try builder.append(Self.conv, [zero], name: "of zeros")
        }
        let canonical = graph.canonical()
        #expect(canonical.nodes.map(\.name) == ["input", "zero", "of zeros"])
        #expect(canonical.nodes[1].inputs == [])
        #expect(canonical.nodes[1].shape == Self.shape)
    }

    @Test func sumsAreFlattenedWithoutZeros() throws {
        let graph = try Self.graph { builder in
            let first = try builder.append(Self.conv, [0], name: "first")
            let second = try builder.append(.batchNorm, [0], name: "second")
            let zero = try builder.append(.zero, [first], name: "zero")
            let inner = try builder.append(.add, [first, zero, second], name: "inner")
            let nothing = try builder.append(.add, [zero, zero], name: "nothing")
            let middle = try builder.append(.add, [inner, nothing], name: "middle")
            return try builder.append(.add, [0, middle, 0], name: "outer")
        }
        let canonical = graph.canonical()
        #expect(Set(canonical.nodes.map(\.name)) == ["input", "first", "second", "outer"])
        #expect(canonical.nodes[3].inputs == [0, 0, 1, 2])
    }

    @Test func aSumThatIsReadTwiceStays() throws {
        let graph = try Self.graph { builder in
            let first = try builder.append(Self.conv, [0], name: "first")
            let inner = try builder.append(.add, [0, first], name: "inner")
            let second = try builder.append(Self.conv, [inner], name: "second")
            return try builder.append(.add, [inner, second], name: "outer")
        }
        #expect(graph.canonical().nodes.map(\.name) == ["input", "first", "inner", "second", "outer"])
        let doubled = try Self.graph { builder in
            let first = try builder.append(Self.conv, [0], name: "first")
            let inner = try builder.append(.add, [0, first], name: "inner")
            return try builder.append(.add, [inner, inner], name: "outer")
        }
        #expect(doubled.canonical().nodes.count == 4)
    }

    @Test func nothingButZerosIsAZero() throws {
        let graph = try Self.graph { builder in
            let first = try builder.append(.zero, [0], name: "first")
            let second = try builder.append(.zero, [first], name: "second")
            return try builder.append(.add, [first, second], name: "sum")
        }
        let canonical = graph.canonical()
        #expect(canonical.nodes.map(\.operation) == [.input, .zero])
        #expect(canonical.output == 1)
        #expect(canonical.peakActivationBytes() == 4 * 256)
    }

    @Test func anIdentityNetworkIsItsInput() throws {
        let canonical = try Self.graph { try $0.append(.dropout(rate: 0), [0], name: "a") }.canonical()
        #expect(canonical.nodes.count == 1 && canonical.output == 0)
        #expect(canonical.peakActivationBytes() == 4 * 256)
    }

    @Test func sharingMatters() throws {
        let shared = try Self.graph { builder in
            let first = try builder.append(Self.conv, [0], name: "")
            return try builder.append(.add, [first, first], name: "")
        }
        let separate = try Self.graph { builder in
            let first = try builder.append(Self.conv, [0], name: "")
            let second = try builder.append(Self.conv, [0], name: "")
            return try builder.append(.add, [first, second], name: "")
        }
        #expect(GraphSamples.id(shared) != GraphSamples.id(separate))
    }

    @Test func operandsOfProductsAndConcatenationsHavePlaces() throws {
        for operation in [Operation.multiply, .concatenate] {
            let ids = try [[0, 1], [1, 0]].map { operands in
                try GraphSamples.id(
                    Self.graph { builder in
                        _ = try builder.append(Self.conv, [0], name: "")
                        return try builder.append(operation, operands, name: "")
                    })
            }
            #expect(ids[0] != ids[1])
        }
    }

    /// Every number of an operation, the input and the front end count.
    @Test func idsTellOperationsApart() throws {
        let none = Padding.none
        func conv(
            _ outputs: Int = 4, _ kernel: Extent = Extent(1, 3), _ stride: Extent = Extent(1, 2), _ dilation: Extent = Extent(square: 1),
            _ padding: Padding = none, _ groups: Int = 1, _ bias: Bool = false
        ) -> Operation {
            .convolution(
                Operation.Convolution(
                    outputs: outputs, kernel: kernel, stride: stride, dilation: dilation, padding: padding, groups: groups, bias: bias))
        }
        var operations = [
            conv(), conv(8), conv(4, Extent(3, 1)), conv(4, Extent(1, 3), Extent(2, 1)), conv(4, Extent(1, 3), Extent(1, 2), Extent(2, 1)),
            conv(4, Extent(1, 3), Extent(1, 2), Extent(1, 2)),
            conv(4, Extent(1, 3), Extent(1, 2), Extent(square: 1), Padding(top: 1, left: 0, bottom: 0, right: 0)),
            conv(4, Extent(1, 3), Extent(1, 2), Extent(square: 1), Padding(top: 0, left: 1, bottom: 0, right: 0)),
            conv(4, Extent(1, 3), Extent(1, 2), Extent(square: 1), Padding(top: 0, left: 0, bottom: 1, right: 0)),
            conv(4, Extent(1, 3), Extent(1, 2), Extent(square: 1), Padding(top: 0, left: 0, bottom: 0, right: 1)),
            conv(4, Extent(1, 3), Extent(1, 2), Extent(square: 1), none, 2),
            conv(4, Extent(1, 3), Extent(1, 2), Extent(square: 1), none, 1, true),
            .batchNorm, .globalPool(.average), .globalPool(.max), .channelShuffle(groups: 2), .dropout(rate: 0.1), .dropout(rate: 0.2),
            .flatten, .zero, .softmax, GraphSamples.averagePool(2, stride: 1), GraphSamples.averagePool(2, stride: 2),
            .maxPool(Operation.Pooling(kernel: Extent(square: 2), stride: Extent(square: 2))),
        ]
        operations += Activation.allCases.map { .activation($0) }
        let one = Padding(top: 1, left: 1, bottom: 1, right: 1)
        for counts in [false, true] {
            let pooling = Operation.Pooling(kernel: Extent(square: 3), stride: Extent(square: 1), padding: one, countsPadding: counts)
            operations.append(.averagePool(pooling))
        }
        let graphs = try operations.map { operation in try Self.graph { try $0.append(operation, [0], name: "") } }
        #expect(Set(graphs.map(GraphSamples.id)).count == operations.count)

        let other = FrontEnd(input: Shape(height: 8, width: 4, channels: 8))
        #expect(graphs[0].networkID(frontEnd: other) != graphs[0].networkID(frontEnd: FrontEnd(input: Self.shape)))
        // Counted padding of a maximum, or where there is none, is no difference.
        let plain = Operation.Pooling(kernel: Extent(square: 2), stride: Extent(square: 2))
        let counted = Operation.Pooling(kernel: Extent(square: 2), stride: Extent(square: 2), countsPadding: true)
        for (left, right) in [(Operation.maxPool(plain), Operation.maxPool(counted)), (.averagePool(plain), .averagePool(counted))] {
            let pair = try [left, right].map { operation in try Self.graph { try $0.append(operation, [0], name: "") }.canonical() }
            #expect(pair[0] == pair[1])
        }
    }

    /// Ids are stored in databases: a change of this one needs a note in CHANGELOG.md and a new version word in the hash.
    @Test func idsArePinned() throws {
        #expect(GraphSamples.id(try GraphSamples.macro("01201201")).description == "74f6f942617caf44024bd54def1d1dce")
        #expect(GraphSamples.id(try GraphSamples.cellNetwork([3, 3, 4, 1, 2, 2])).description == "397d312d4a5becb56e7f9c9d09b677e4")
    }

    /// What decides is structure alone: shuffled spellings of networks give equal arrays.
    @Test func spellingDoesNotCount() throws {
        var random = RandomStream(seed: 1, purpose: .test)
        var graphs = try ["01201201", "22222222"].map(GraphSamples.macro)
        graphs.append(try GraphSamples.mobile(depth: 3))
        for digits in [[3, 3, 4, 1, 2, 2], [3, 3, 0, 0, 1, 1], [4, 4, 3, 3, 2, 2], [0, 3, 3, 3, 3, 3]] {
            graphs.append(try GraphSamples.cellNetwork(digits))
        }
        for graph in graphs {
            let canonical = graph.canonical()
            #expect(canonical.canonical() == canonical)
            for _ in 0..<5 {
                let other = try GraphSamples.respelled(graph, using: &random).canonical()
                #expect(Self.withoutNames(other) == Self.withoutNames(canonical))
            }
        }
    }

    static func withoutNames(_ graph: InferredGraph) -> InferredGraph {
        InferredGraph(
            nodes: graph.nodes.map { InferredGraph.Node(operation: $0.operation, inputs: $0.inputs, shape: $0.shape, name: "") },
            output: graph.output)
    }
}
