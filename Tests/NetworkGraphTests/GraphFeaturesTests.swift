import NetworkGraph
import Support
import Testing

/// What models of accuracies read of a graph.
@Suite struct GraphFeaturesTests {
    private static func graph(_ body: (inout GraphBuilder) throws -> Int) throws -> InferredGraph {
        var builder = GraphBuilder(input: Shape(height: 8, width: 8, channels: 4))
        let output = try body(&builder)
        return builder.finish(output: output).canonical()
    }

    /// Two ways: 3x3 and 1x1 behind one another, and a pooling beside them.
    private static func twoWays(width: Int = 4, order: Bool = true) throws -> InferredGraph {
        try graph { builder in
            let first = try builder.append(GraphSamples.convolution(width, 3), [0], name: "a")
            let second = try builder.append(GraphSamples.convolution(4, 1), [first], name: "b")
            let pooled = try builder.append(GraphSamples.averagePool(3, stride: 1, padding: 1), [0], name: "c")
            return try builder.append(.add, order ? [second, pooled] : [pooled, second], name: "d")
        }
    }

    @Test func waysAreCounted() throws {
        let paths = PathStatistics(try Self.twoWays())
        func number(_ values: [Float], _ work: PathStatistics.Work) -> Float { values[work.rawValue] }
        #expect(number(paths.longest, .products) == 2 && number(paths.shortest, .products) == 0 && number(paths.mean, .products) == 1)
        #expect(number(paths.longest, .spatialProducts) == 1 && number(paths.mean, .spatialProducts) == 0.5)
        #expect(number(paths.longest, .pools) == 1 && number(paths.mean, .pools) == 0.5)
        #expect(number(paths.longest, .productsAndPools) == 2 && number(paths.shortest, .productsAndPools) == 1)
        #expect(abs(paths.logPaths - 0.6931472) < 1e-6)
    }

    @Test func manyWaysDoNotOverflow() throws {
        let graph = try Self.graph { builder in
            var last = 0
            for step in 0..<2000 {
                let side = try builder.append(GraphSamples.convolution(4, 3), [last], name: "conv\(step)")
                last = try builder.append(.add, [last, side], name: "sum\(step)")
            }
            return last
        }
        let paths = PathStatistics(graph)
        #expect(abs(paths.logPaths - 2000 * 0.6931472) < 0.1)
        #expect(paths.longest[0] == 2000 && paths.shortest[0] == 0 && abs(paths.mean[0] - 1000) < 0.1)
    }

    @Test func zerosEndAWay() throws {
        let graph = try Self.graph { builder in
            let zero = try builder.append(.zero, [0], name: "zero")
            let dead = try builder.append(GraphSamples.convolution(4, 3), [zero], name: "dead")
            let live = try builder.append(GraphSamples.convolution(4, 1), [0], name: "live")
            return try builder.append(.add, [dead, live], name: "sum")
        }
        let paths = PathStatistics(graph)
        #expect(paths.logPaths == 0 && paths.longest[0] == 1 && paths.shortest[0] == 1)
        let none = try Self.graph { builder in
            let zero = try builder.append(.zero, [0], name: "zero")
            return try builder.append(GraphSamples.convolution(4, 3), [zero], name: "dead")
        }
        #expect(PathStatistics(none).logPaths == -1)
    }

    @Test func patternsAreThoseOfTheGraphAndNotOfItsSpelling() throws {
        func levels(_ graph: InferredGraph) -> [[UInt64]] { GraphFeatures(graph).levels.map { Array($0.colours) } }
        let plain = try levels(Self.twoWays())
        let turned = try levels(Self.twoWays(order: false))
        #expect(turned == plain)
        // Widths are not seen, kernels are.
        let wide = try levels(Self.twoWays(width: 16))
        #expect(wide == plain)
        let other = try Self.graph { builder in
            let first = try builder.append(GraphSamples.convolution(4, 1), [0], name: "a")
            let second = try builder.append(GraphSamples.convolution(4, 3), [first], name: "b")
            let pooled = try builder.append(GraphSamples.averagePool(3, stride: 1, padding: 1), [0], name: "c")
            return try builder.append(.add, [second, pooled], name: "d")
        }
        // The same operations in another order: told apart as soon as what they read is looked at.
        #expect(levels(other)[0] == plain[0])
        #expect(levels(other)[1] != plain[1])
    }

    @Test func weightsAreRootsOfCounts() throws {
        let graph = try Self.graph { builder in
            var last = 0
            for step in 0..<9 { last = try builder.append(GraphSamples.convolution(4, 3), [last], name: "conv\(step)") }
            return last
        }
        let level = GraphFeatures(graph).levels[0]
        #expect(level.weights == [3] && level.norm == 9)
    }
}
