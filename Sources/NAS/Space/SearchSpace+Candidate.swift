public import NetworkGraph
public import Support

extension SearchSpace {
    /// Returns the task as far as the file says it (`input: {shape: ..., classes: ...}`), completed by `fallback`.
    public func assumedTask(_ fallback: TaskShape) -> TaskShape {
        TaskShape(input: plan.shape ?? fallback.input, classes: plan.classes ?? fallback.classes)
    }

    /// Returns the network of an architecture as the file spells it, with operations whose result is unused.
    ///
    /// - Throws: a diagnostic where the architecture is not of this space, or the task does not fit.
    public func graphAsWritten(for architecture: Architecture, task: TaskShape) throws(Diagnostic) -> InferredGraph {
        try build(architecture, task).graph
    }

    /// Returns an architecture with all that follows from it for a task.
    ///
    /// - Throws: a diagnostic where the architecture is not of this space, or the task does not fit.
    public func candidate(for architecture: Architecture, task: TaskShape) throws(Diagnostic) -> Candidate {
        var (written, reader) = try build(architecture, task)
        let (recipe, resize) = try diagnosing { () throws(WalkError) in
            (
                try plan.recipe.recipe { (value) throws(WalkError) in try reader.constant(value) },
                try plan.resize.map { (value) throws(WalkError) in try reader.constant(value) }
            )
        }
        let graph = written.canonical()
        let frontEnd = frontEnd(graph.input, resize, examples: task.input)
        let networkID = graph.networkID(frontEnd: frontEnd)
        var hasher = StableHasher()
        hasher.combine(networkID)
        recipe.combine(into: &hasher)
        written = graph
        return Candidate(
            architecture: architecture, graph: written, recipe: recipe, frontEnd: frontEnd, networkID: networkID,
            candidateID: hasher.finalize())
    }

    /// Whether the file leaves something of the training open, so that candidates may share a network.
    public var hasTrainingChoices: Bool {
        plan.recipe.fields.contains { field in
            if case .constant = field.value { false } else { true }
        }
    }

    private func build(_ architecture: Architecture, _ task: TaskShape) throws(Diagnostic) -> (graph: InferredGraph, DecisionReader) {
        try checkOptions(of: architecture)
        try check(task)
        let reader = reader(wanting: architecture, fallback: .fail)
        let classes = plan.classes ?? task.classes
        let built = try diagnosing { () throws(WalkError) in
            let input = try Self.inputShape(plan, task, reader)
            var emitter = Emitter(input: input.shape, classes: classes, reader: input.reader, network: plan.network)
            let output = try emitter.emit(plan.network, 0)
            return (emitter.builder.finish(output: output), emitter.reader)
        }
        try checkResult(built.0.outputShape, task: task)
        return built
    }

    /// Whether every option is one of its decision's.
    func checkOptions(of architecture: Architecture) throws(Diagnostic) {
        guard architecture.options.count == optionCounts.count else {
            throw Diagnostic(
                "the architecture has \(Plural.count(architecture.options.count, "decision")), the space \(optionCounts.count)",
                file: fileName)
        }
        for (decision, option) in architecture.options.enumerated() {
            guard let option, !(0..<Int(optionCounts[decision])).contains(option) else { continue }
            throw Diagnostic("\(decisions[decision].name) has no option \(option)", file: fileName)
        }
    }

    /// Whether a network's result tells classes apart.
    func checkResult(_ shape: Shape, task: TaskShape) throws(Diagnostic) {
        let classes = plan.classes ?? task.classes
        guard shape == Shape(height: 1, width: 1, channels: classes) else {
            throw Diagnostic("the architecture ends in \(shape), not in a vector of \(classes) classes", file: fileName)
        }
    }

    /// Whether the data can be what the file asks for.
    func check(_ task: TaskShape) throws(Diagnostic) {
        do throws(ShapeError) { try task.input.validate() } catch { throw Diagnostic(error.message, file: fileName, hint: error.hint) }
        guard task.classes >= 1 else { throw Diagnostic("a task needs classes, got \(task.classes)", file: fileName) }
        if let shape = plan.shape, shape.channels != task.input.channels {
            throw source.diagnostic(
                "the space takes \(shape) examples, the data has \(task.input)", at: plan.inputLocation, path: "input.shape",
                hint: "height and width are resized, channels are not")
        }
        if let classes = plan.classes, classes != task.classes {
            throw source.diagnostic(
                "the space has \(classes) classes, the data \(task.classes)", at: plan.inputLocation, path: "input.classes",
                hint: "leave 'classes' out to take them from the data")
        }
    }

    /// The shape that examples are brought to before the first operation.
    static func inputShape(_ plan: SpacePlan, _ task: TaskShape, _ reader: DecisionReader) throws(WalkError) -> (
        shape: Shape, reader: DecisionReader
    ) {
        var reader = reader
        let size = plan.shape ?? task.input
        guard let resolution = plan.resolution else { return (size, reader) }
        guard case .pair(let height, let width) = try reader.constant(resolution) else { preconditionFailure("resolutions are pairs") }
        let shape = Shape(height: height, width: width, channels: size.channels)
        do throws(ShapeError) { try shape.validate() } catch { throw .invalid(error, path: "input.resolution", plan.sizeLocation) }
        return (shape, reader)
    }

    /// Runs a walk, and says what stopped it.
    func diagnosing<Result>(_ walk: () throws(WalkError) -> Result) throws(Diagnostic) -> Result {
        do throws(WalkError) { return try walk() } catch { throw diagnostic(of: error) }
    }

    func diagnostic(of error: WalkError) -> Diagnostic {
        switch error {
        case .undecided(let decision): Diagnostic("the architecture leaves \(decisions[decision].name) open", file: fileName)
        case .invalid(let problem, let path, let location):
            source.diagnostic(problem.message, at: location, path: path, hint: problem.hint)
        }
    }

    func reader(wanting architecture: Architecture?, fallback: DecisionReader.Fallback) -> DecisionReader {
        let wanted = architecture?.options.map { Int32($0 ?? -1) } ?? [Int32](repeating: -1, count: optionCounts.count)
        return DecisionReader(wanted: wanted, optionCounts: optionCounts, fallback: fallback)
    }
}
