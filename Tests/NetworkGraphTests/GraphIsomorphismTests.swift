import NetworkGraph
import Support
import TestSupport
import Testing

/// Ids against isomorphism tests that know nothing of colours: the smallest serialisation over all permutations.
@Suite struct GraphIsomorphismTests {
    // MARK: NAS-Bench-201

    /// With a node in the place of every skip, the names in the canonical graph are the edges whose result is used.
    @Test func unusedOperationsOfNASBench201() throws {
        var cells: Set<String> = []
        for number in 0..<15_625 {
            let digits = GraphSamples.cellDigits(number)
            let names = Set(try GraphSamples.cell(digits, skip: .dropout(rate: 0.5)).canonical().nodes.map(\.name))
            cells.insert((0..<6).map { names.contains("edge\($0)") ? String(digits[$0]) : "0" }.joined())
        }
        #expect(cells.count == 12_205)
    }

    @Test func cellsOfNASBench201() throws {
        var formOfID: [StableHash: [Int]] = [:]
        var idOfForm: [[Int]: StableHash] = [:]
        for number in 0..<15_625 {
            let digits = GraphSamples.cellDigits(number)
            let form = Self.smallestForm(ofCell: digits)
            let id = GraphSamples.id(try GraphSamples.cell(digits))
            #expect(formOfID[id] == nil || formOfID[id] == form, "merged: \(digits)")
            #expect(idOfForm[form] == nil || idOfForm[form] == id, "separated: \(digits)")
            formOfID[id] = form
            idOfForm[form] = id
        }
        #expect(formOfID.count == 6_595)
        #expect(idOfForm.count == 6_595)
    }

    /// Fifteen copies of a cell in a network are as different as the cells.
    @Test func networksOfNASBench201() throws {
        var formOfID: [StableHash: [Int]] = [:]
        for number in 0..<15_625 {
            let digits = GraphSamples.cellDigits(number)
            let id = GraphSamples.id(try GraphSamples.cellNetwork(digits))
            let form = Self.smallestForm(ofCell: digits)
            #expect(formOfID[id] == nil || formOfID[id] == form, "merged: \(digits)")
            formOfID[id] = form
        }
        #expect(formOfID.count == 6_595)
    }

    /// A cell as its operations, each on a multiset of earlier operations (-1 is the cell's input), and the multiset of the
    /// result: the smallest over all ways to number operations of one kind.
    static func smallestForm(ofCell digits: [Int]) -> [Int] {
        let edges = GraphSamples.cellEdges
        var isNeeded = [false, false, false, true]
        var isUsed = [Bool](repeating: false, count: 6)
        for node in [3, 2, 1] where isNeeded[node] {
            for edge in 0..<6 where edges[edge].1 == node && digits[edge] != 0 {
                isUsed[edge] = true
                isNeeded[edges[edge].0] = true
            }
        }
        var values: [[Int]] = [[-1], [], [], []]
        var operands = [[Int]](repeating: [], count: 6)
        for node in 1...3 {
            for edge in 0..<6 where edges[edge].1 == node && isUsed[edge] {
                if digits[edge] == 1 {
                    values[node] += values[edges[edge].0]
                } else {
                    operands[edge] = values[edges[edge].0]
                    values[node].append(edge)
                }
            }
        }
        let operations = (0..<6).filter { isUsed[$0] && digits[$0] != 1 }.sorted { (digits[$0], $0) < (digits[$1], $1) }
        var best: [Int]?
        permute(operations, keeping: { digits[$0] }) { order in
            var number = [Int](repeating: -1, count: 6)
            for (place, edge) in order.enumerated() { number[edge] = place }
            func numbers(_ terms: [Int]) -> [Int] { terms.map { $0 < 0 ? -1 : number[$0] }.sorted() }
            var form: [Int] = []
            for edge in order { form += [-2, digits[edge]] + numbers(operands[edge]) }
            form += [-3] + numbers(values[3])
            if best.map({ form.lexicographicallyPrecedes($0) }) ?? true { best = form }
        }
        return best ?? []
    }

    /// All orders of elements, sorted by kind, that stay sorted by kind.
    static func permute(_ elements: [Int], keeping kind: (Int) -> Int, _ body: ([Int]) -> Void) {
        func extend(_ prefix: [Int], _ rest: [Int]) {
            guard let first = rest.first else { return body(prefix) }
            for (place, element) in rest.enumerated() where kind(element) == kind(first) {
                var others = rest
                others.remove(at: place)
                extend(prefix + [element], others)
            }
        }
        extend([], elements)
    }

    // MARK: Small graphs

    /// Graphs of few kinds of operations, so that most have symmetries.
    @Test func smallGraphs() throws {
        var formOfID: [StableHash: [Int]] = [:]
        var idOfForm: [[Int]: StableHash] = [:]
        var graphs = 0
        for trial in 0..<4_000 {
            var random = RandomStream(seed: 2, trial: UInt64(trial), purpose: .test)
            let canonical = try Self.randomGraph(2 + random.nextInt(below: 7), kinds: 3, using: &random).canonical()
            guard canonical.nodes.count <= 8 else { continue }
            graphs += 1
            let id = canonical.networkID(frontEnd: FrontEnd(input: canonical.input))
            let form = Self.smallestForm(of: canonical)
            #expect(formOfID[id] == nil || formOfID[id] == form, "merged: \(canonical)")
            #expect(idOfForm[form] == nil || idOfForm[form] == id, "separated: \(canonical)")
            formOfID[id] = form
            idOfForm[form] = id
        }
        #expect(graphs > 3_000)
        #expect(idOfForm.count > 300 && idOfForm.count < graphs * 9 / 10, "\(idOfForm.count) of \(graphs): too few or too many distinct")
    }

    private static func smallestForm(of graph: InferredGraph) -> [Int] {
        let kinds = ["input", "add", "multiply", "activation", "convolution"]
        func kind(_ node: Int) -> Int { kinds.firstIndex(of: graph.nodes[node].operation.name) ?? kinds.count }
        var best: [Int]?
        permute(graph.nodes.indices.sorted { (kind($0), $0) < (kind($1), $1) }, keeping: kind) { order in
            var number = [Int](repeating: 0, count: order.count)
            for (place, node) in order.enumerated() { number[node] = place }
            var form = [number[graph.output]]
            for node in order {
                let inputs = graph.nodes[node].inputs.map { number[$0] }
                form += [-2, kind(node)] + (kind(node) == 1 ? inputs.sorted() : inputs)
            }
            if best.map({ form.lexicographicallyPrecedes($0) }) ?? true { best = form }
        }
        return best ?? []
    }

    /// Operations on random earlier nodes; what is left over at the end is added up.
    static func randomGraph(_ count: Int, kinds: Int, using random: inout RandomStream) throws -> InferredGraph {
        var builder = GraphBuilder(input: Shape(height: 4, width: 4, channels: 2))
        var unused: Set<Int> = [0]
        for _ in 0..<count {
            func operand() -> Int { random.nextInt(below: builder.count) }
            let (operation, inputs): (Operation, [Int]) =
                switch random.nextInt(below: kinds + 2) {
                case 0: (.activation(.relu), [operand()])
                case 1: (.add, [operand(), operand()])
                case 2: (GraphSamples.convolution(2, 1), [operand()])
                case 3: (.add, [operand(), operand(), operand()])
                case 4: (.multiply, [operand(), operand()])
                case 5: (.zero, [operand()])
                case 6: (.batchNorm, [operand()])
                default: (.dropout(rate: random.nextInt(below: 2) == 0 ? 0 : 0.5), [operand()])
                }
            unused.subtract(inputs)
            unused.insert(try builder.append(operation, inputs, name: ""))
        }
        let output = try builder.append(.add, unused.sorted(), name: "")
        return builder.finish(output: output)
    }

    // MARK: Larger graphs, respelled

    @Test func respelledGraphs() throws {
        for trial in 0..<600 {
            var random = RandomStream(seed: 3, trial: UInt64(trial), purpose: .test)
            let graph = try Self.randomGraph(5 + random.nextInt(below: 60), kinds: 1 + trial % 6, using: &random)
            let canonical = graph.canonical()
            #expect(canonical.canonical() == canonical)
            #expect(canonical.nodes[0].operation == .input)
            for (index, node) in canonical.nodes.enumerated() { #expect(node.inputs.allSatisfy { $0 < index }) }
            for _ in 0..<3 {
                let other = try GraphSamples.respelled(graph, using: &random).canonical()
                #expect(GraphCanonicalTests.withoutNames(other) == GraphCanonicalTests.withoutNames(canonical), "trial \(trial)")
            }
        }
    }

    /// Graphs that refinement alone cannot settle, and that would take for ever without care.
    @Test func symmetricGraphs() throws {
        var random = RandomStream(seed: 4, purpose: .test)
        let branches = try Self.build { builder in
            let ends = try (0..<32).map { _ in
                let first = try builder.append(GraphSamples.convolution(2, 1), [0], name: "")
                return try builder.append(.activation(.relu), [first], name: "")
            }
            return try builder.append(.add, ends, name: "")
        }
        let meshed = try Self.build { try Self.layers(of: 6, joining: Array(0..<6), to: &$0, input: 0) }
        let rings = try [[6], [3, 3], [4, 2]].map { sizes in
            try Self.build { builder in
                try builder.append(.add, sizes.map { try Self.layers(of: $0, joining: [0, 1], to: &builder, input: 0) }, name: "")
            }
        }
        let chain = try Self.build { builder in
            var last = 0
            for _ in 0..<15 { last = try Self.layers(of: 4, joining: [0, 1], to: &builder, input: last) }
            return last
        }
        let graphs = [branches, meshed, chain] + rings
        let ids = graphs.map(GraphSamples.id)
        #expect(Set(ids).count == graphs.count)
        for (graph, id) in zip(graphs, ids) {
            for _ in 0..<3 { #expect(GraphSamples.id(try GraphSamples.respelled(graph, using: &random)) == id) }
        }
    }

    private static func build(_ body: (inout GraphBuilder) throws -> Int) throws -> InferredGraph {
        var builder = GraphBuilder(input: Shape(height: 4, width: 4, channels: 2))
        let output = try body(&builder)
        return builder.finish(output: output)
    }

    /// Equal convolutions in a ring, and as many sums, each over the convolutions at some offsets; an activation on each sum.
    private static func layers(of count: Int, joining offsets: [Int], to builder: inout GraphBuilder, input: Int) throws -> Int {
        let first = try (0..<count).map { _ in try builder.append(GraphSamples.convolution(2, 1), [input], name: "") }
        let second = try (0..<count).map { place in
            let sum = try builder.append(.add, offsets.map { first[(place + $0) % count] }, name: "")
            return try builder.append(.activation(.relu), [sum], name: "")
        }
        return try builder.append(.add, second, name: "")
    }
}
