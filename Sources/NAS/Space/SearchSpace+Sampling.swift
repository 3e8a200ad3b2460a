public import Support

extension SearchSpace {
    /// An architecture drawn at random: every option of a decision that is read is equally likely.
    public func sample(using random: inout RandomStream) -> Architecture {
        var chooser = chooser(wanting: nil, fallback: .draw(random))
        return finish(&chooser, &random)
    }

    /// A neighbour drawn at random: one active decision takes another option, decisions that this makes active are drawn.
    /// The architecture itself where nothing can be changed.
    public func mutate(_ architecture: Architecture, using random: inout RandomStream) -> Architecture {
        let open = architecture.options.indices.filter { architecture.options[$0] != nil && optionCounts[$0] > 1 }
        guard !open.isEmpty else { return architecture }
        let decision = open[random.nextInt(below: open.count)]
        let drawn = random.nextInt(below: Int(optionCounts[decision]) - 1)
        var options = architecture.options
        let current = options[decision] ?? 0
        options[decision] = drawn < current ? drawn : drawn + 1
        var chooser = chooser(wanting: Architecture(options: options), fallback: .draw(random))
        return finish(&chooser, &random)
    }

    /// Every decision from one of two parents, each as likely where both have it; what neither has is drawn.
    public func crossover(_ first: Architecture, _ second: Architecture, using random: inout RandomStream) -> Architecture {
        var options = first.options
        for (index, other) in second.options.enumerated() {
            guard let other else { continue }
            if options[index] == nil || random.nextInt(below: 2) == 1 { options[index] = other }
        }
        var chooser = chooser(wanting: Architecture(options: options), fallback: .draw(random))
        return finish(&chooser, &random)
    }

    /// Every architecture that differs in one decision, in the order of decisions and options; decisions that the change
    /// makes active take their first option.
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
        var chooser = chooser(wanting: architecture, fallback: .first)
        return walk(&chooser)
    }

    private func finish(_ chooser: inout Chooser, _ random: inout RandomStream) -> Architecture {
        let architecture = walk(&chooser)
        if case .draw(let stream) = chooser.fallback { random = stream }
        return architecture
    }

    private func walk(_ chooser: inout Chooser) -> Architecture {
        do throws(Halt) { try decisionOrder.read(&chooser) } catch { preconditionFailure("a chooser with a fallback does not halt") }
        return Architecture(options: chooser.taken.map { $0 < 0 ? nil : Int($0) })
    }
}
