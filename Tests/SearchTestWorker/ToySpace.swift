package import NAS
internal import NetworkGraph
package import Search
package import Support

/// A space of small dense networks, made without a file: a depth and for each layer a width, of which the last two options
/// spell the same network.
package struct ToySpace: CandidateSpace {
    package let depth: Int
    package static let widths = [4, 8, 16, 32, 32]

    package init(depth: Int = 4) { self.depth = depth }

    package var count: Int { (0..<depth).reduce(1) { total, _ in total * Self.widths.count } }
    /// Networks that differ.
    package var distinctCount: Int { (0..<depth).reduce(1) { total, _ in total * (Self.widths.count - 1) } }

    package var decisions: [Decision] {
        (0..<depth).map { place in
            Decision(name: "layers[\(place)].width", options: Self.widths.indices.map { "w\($0)" })
        }
    }

    package var hasTrainingChoices: Bool { false }

    package func sample(using random: inout RandomStream) -> Architecture {
        Architecture(options: (0..<depth).map { _ in random.nextInt(below: Self.widths.count) })
    }

    package func mutate(_ architecture: Architecture, using random: inout RandomStream) -> Architecture {
        var options = architecture.options
        let place = random.nextInt(below: depth)
        options[place] = ((options[place] ?? 0) + 1 + random.nextInt(below: Self.widths.count - 1)) % Self.widths.count
        return Architecture(options: options)
    }

    package func crossover(_ first: Architecture, _ second: Architecture, using random: inout RandomStream) -> Architecture {
        Architecture(options: zip(first.options, second.options).map { random.nextInt(below: 2) == 0 ? $0 : $1 })
    }

    package func neighbours(of architecture: Architecture) -> [Architecture] {
        var found: [Architecture] = []
        for place in 0..<depth {
            for option in Self.widths.indices where architecture.options[place] != option {
                var options = architecture.options
                options[place] = option
                found.append(Architecture(options: options))
            }
        }
        return found
    }

    package func candidate(for architecture: Architecture) throws(Diagnostic) -> Candidate {
        let input = Shape(height: 1, width: 1, channels: 16)
        var builder = GraphBuilder(input: input)
        var last = 0
        do throws(ShapeError) {
            for (place, option) in architecture.options.enumerated() {
                last = try builder.append(.dense(outputs: Self.widths[option ?? 0], bias: true), [last], name: "layer\(place)")
                last = try builder.append(.activation(.relu), [last], name: "layer\(place).relu")
            }
            last = try builder.append(.dense(outputs: 10, bias: true), [last], name: "classes")
        } catch {
            throw Diagnostic(error.message)
        }
        let graph = builder.finish(output: last).canonical()
        let frontEnd = FrontEnd(input: input)
        let networkID = graph.networkID(frontEnd: frontEnd)
        let recipe = TrainingRecipe()
        var hasher = StableHasher()
        hasher.combine(networkID)
        recipe.combine(into: &hasher)
        return Candidate(
            architecture: architecture, graph: graph, recipe: recipe, frontEnd: frontEnd, networkID: networkID,
            candidateID: hasher.finalize())
    }

    package func choices(of architecture: Architecture) -> [Choice] {
        architecture.options.enumerated().map { Choice(decision: "layers[\($0)].width", option: "w\($1 ?? 0)") }
    }

    package func architecture(choices: [Choice]) throws(Diagnostic) -> Architecture {
        try architecture(shortForm: choices.map { String($0.option.dropFirst()) }.joined(separator: "-"))
    }

    package func architecture(shortForm: String) throws(Diagnostic) -> Architecture {
        let options = shortForm.split(separator: "-").map { Int($0) }
        guard options.count == depth, options.allSatisfy({ $0.map(Self.widths.indices.contains) ?? false }) else {
            throw Diagnostic("not an architecture of the toy space: \(shortForm)")
        }
        return Architecture(options: options)
    }
}
