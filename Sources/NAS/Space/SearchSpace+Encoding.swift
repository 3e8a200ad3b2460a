public import Support

extension SearchSpace {
    /// Returns the active choices by name, in the order of the file: what a database keeps.
    public func choices(of architecture: Architecture) -> [(decision: String, option: String)] {
        var result: [(decision: String, option: String)] = []
        for (decision, option) in zip(decisions, architecture.options) {
            if let option { result.append((decision.name, decision.options[option])) }
        }
        return result
    }

    /// Reads `0-2-.-1`.
    ///
    /// - Throws: a diagnostic where the length, an option, or what is active does not fit the space.
    public func architecture(shortForm: String) throws(Diagnostic) -> Architecture {
        let parts = shortForm.isEmpty ? [] : shortForm.split(separator: "-", omittingEmptySubsequences: false)
        let shown = shortForm.count > 60 ? "\(shortForm.prefix(60))..." : shortForm
        guard parts.count == decisions.count else {
            throw Diagnostic(
                "the architecture '\(shown)' has \(Plural.count(parts.count, "number")), "
                    + "the space '\(name)' \(Plural.count(decisions.count, "decision"))",
                hint: "one option's index a decision, joined by -, and . where the decision is not active")
        }
        var options: [Int?] = []
        for (part, decision) in zip(parts, decisions) {
            if part == "." {
                options.append(nil)
                continue
            }
            guard part.utf8.allSatisfy({ (48...57).contains($0) }), let option = Int(part), decision.options.indices.contains(option) else {
                throw Diagnostic(
                    "'\(part.prefix(20))' is not an option of \(decision.name) in the architecture '\(shown)'",
                    hint: "0 to \(decision.options.count - 1): " + decision.options.prefix(16).joined(separator: ", "))
            }
            options.append(option)
        }
        return try checkActivity(Architecture(options: options))
    }

    /// Returns the architecture with these choices, in any order.
    ///
    /// - Throws: a diagnostic for an unknown name, a decision given twice or missing, or one that is not active.
    public func architecture(choices: [(decision: String, option: String)]) throws(Diagnostic) -> Architecture {
        var options = [Int?](repeating: nil, count: decisions.count)
        var indices: [String: Int] = [:]
        for (index, decision) in decisions.enumerated() { indices[decision.name] = index }
        for (name, option) in choices {
            guard let index = indices[name] else {
                throw Diagnostic(
                    "the space '\(self.name)' has no decision '\(name)'", hint: Spelling.hint(for: name, among: decisions.map(\.name)))
            }
            guard options[index] == nil else { throw Diagnostic("the decision '\(name)' is given twice") }
            guard let number = decisions[index].options.firstIndex(of: option) else {
                throw Diagnostic("\(name) has no option '\(option)'", hint: Spelling.hint(for: option, among: decisions[index].options))
            }
            options[index] = number
        }
        return try checkActivity(Architecture(options: options))
    }

    private func checkActivity(_ architecture: Architecture) throws(Diagnostic) -> Architecture {
        var reader = reader(wanting: architecture, fallback: .fail)
        do throws(WalkError) { try decisionOrder.read(&reader) } catch {
            guard case .undecided(let decision) = error else { preconditionFailure("activity does not depend on shapes") }
            throw Diagnostic(
                "the architecture leaves \(decisions[decision].name) open",
                hint: "its options: " + decisions[decision].options.prefix(16).joined(separator: ", "))
        }
        for (index, option) in architecture.options.enumerated() where option != nil && reader.taken[index] < 0 {
            throw Diagnostic("\(decisions[index].name) is not active in this architecture", hint: "write . for it, or leave it out")
        }
        return architecture
    }
}
