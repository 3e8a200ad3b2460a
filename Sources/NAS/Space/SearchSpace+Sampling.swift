public import Support

extension SearchSpace {
    /// Draws an architecture at random: every option of a decision that is read is equally likely.
    public func sample(using random: inout RandomStream) -> Architecture {
        var reader = reader(wanting: nil, fallback: .draw(random))
        return finish(&reader, &random)
    }

    /// Draws a neighbour at random: one active decision takes another option, decisions that this makes active are drawn. Returns the
    /// architecture itself where nothing can be changed.
    public func mutate(_ architecture: Architecture, using random: inout RandomStream) -> Architecture {
        let open = architecture.options.indices.filter { architecture.options[$0] != nil && optionCounts[$0] > 1 }
        guard !open.isEmpty else { return architecture }
        let decision = open[random.nextInt(below: open.count)]
        let drawn = random.nextInt(below: Int(optionCounts[decision]) - 1)
        var options = architecture.options
        let current = options[decision] ?? 0
        options[decision] = drawn < current ? drawn : drawn + 1
        var reader = reader(wanting: Architecture(options: options), fallback: .draw(random))
        return finish(&reader, &random)
    }

    /// Takes every decision from one of two parents, each as likely where both have it; what neither has is drawn.
    public func crossover(_ first: Architecture, _ second: Architecture, using random: inout RandomStream) -> Architecture {
        var options = first.options
        for (index, other) in second.options.enumerated() {
            guard let other else { continue }
            if options[index] == nil || random.nextInt(below: 2) == 1 { options[index] = other }
        }
        var reader = reader(wanting: Architecture(options: options), fallback: .draw(random))
        return finish(&reader, &random)
    }

    /// Returns every architecture that differs in one decision, in the order of decisions and options; decisions that the change makes
    /// active take their first option.
    public func neighbours(of architecture: Architecture) -> [Architecture] {
        var result: [Architecture] = []
        for (decision, current) in architecture.options.enumerated() {
            guard let current else { continue }
            for option in decisions[decision].options.indices where option != current {
                var options = architecture.options
                options[decision] = option
                result.append(completed(Architecture(options: options)))
            }
        }
        return result
    }

    /// The architecture with decisions that are not active taken out, and the first option where one is missing.
    func completed(_ architecture: Architecture) -> Architecture {
        var reader = reader(wanting: architecture, fallback: .first)
        return walk(&reader)
    }

    private func finish(_ reader: inout DecisionReader, _ random: inout RandomStream) -> Architecture {
        let architecture = walk(&reader)
        if case .draw(let stream) = reader.fallback { random = stream }
        return architecture
    }

    private func walk(_ reader: inout DecisionReader) -> Architecture {
        do throws(WalkError) { try decisionOrder.read(&reader) } catch {
            preconditionFailure("a reader with a fallback decides everything")
        }
        return Architecture(options: reader.taken.map { $0 < 0 ? nil : Int($0) })
    }
}
