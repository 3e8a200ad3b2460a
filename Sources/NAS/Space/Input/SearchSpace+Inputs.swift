public import NetworkGraph
public import Support

extension SearchSpace {
    /// Returns what networks of the space see of a task's examples: every size, and the way to it, that may be chosen.
    ///
    /// - Throws: a diagnostic where there are too many to be told.
    public func frontEnds(for task: TaskShape) throws(Diagnostic) -> [FrontEnd] {
        var found: [FrontEnd] = []
        var known: Set<FrontEnd> = []
        for outcome in try inputOutcomes() {
            let frontEnd = frontEnd(of: outcome, task)
            if known.insert(frontEnd).inserted { found.append(frontEnd) }
        }
        return found
    }

    /// Whether every network of the space, as it may be trained, can make something of the task's examples: no aspect is changed
    /// that the file does not ask to change, and no augmentation leaves nothing of an image.
    ///
    /// For runs that begin. A recorded one goes on as it was.
    ///
    /// - Parameter kind: what the examples are; series and rows of tables are not mirrored.
    /// - Throws: a diagnostic with the place, and an architecture in which it is so.
    public func checkExamples(of task: TaskShape, kind: ExampleKind = .pictures) throws(Diagnostic) {
        let mistakes = Mistakes()
        try checkExamples(of: task, kind: kind, reportingTo: mistakes)
        try mistakes.check()
    }

    /// - Throws: a diagnostic where nothing more can be said of the task.
    func checkExamples(of task: TaskShape, kind: ExampleKind, reportingTo mistakes: Mistakes) throws(Diagnostic) {
        guard kind != .text else {
            throw source.diagnostic(
                "the data set holds texts, and no space takes texts yet", at: plan.sizeLocation, path: "input",
                hint: "this space takes pictures, series, sounds or tables, by its layers; 'data show' shows what is read of texts")
        }
        try check(task)
        mistakes.attempt { () throws(Diagnostic) in try checkAspects(task) }
        for field in plan.recipe.fields { mistakes.attempt { () throws(Diagnostic) in try checkAugmentation(field, task) } }
        guard kind != .pictures else { return }
        mistakes.attempt { () throws(Diagnostic) in try checkSizes(task, kind) }
        checkChangesOfPictures(kind, reportingTo: mistakes)
    }

    /// Of what is no picture only the length of a series can change.
    private func checkSizes(_ task: TaskShape, _ kind: ExampleKind) throws(Diagnostic) {
        for outcome in try inputOutcomes() {
            let input = frontEnd(of: outcome, task).input
            guard input.height != task.input.height || (kind == .table && input.width != task.input.width) else { continue }
            throw refusal(
                "examples are \(kind.examples) of \(task.input), the network would see \(input)", outcome,
                at: plan.sizeLocation, path: plan.shape == nil ? "input.resolution" : "input.shape",
                hint: "a space for \(kind == .series ? "series" : "tables") is \(kind == .series ? "series" : "tabular")")
        }
    }

    private func checkAspects(_ task: TaskShape) throws(Diagnostic) {
        for outcome in try inputOutcomes() {
            let frontEnd = frontEnd(of: outcome, task)
            guard plan.resize == nil, !task.input.keepsAspect(scaledTo: frontEnd.input) else { continue }
            let fitting = ImagePlacement(from: task.input, to: frontEnd.input, by: .pad)
            throw refusal(
                "examples are \(task.input), the network would see \(frontEnd.input): another aspect", outcome, at: plan.sizeLocation,
                path: plan.shape == nil ? "input.resolution" : "input.shape",
                hint: "resize: pad, crop or stretch under input says how that is done; "
                    + "\(fitting.targetRows.count)x\(fitting.targetColumns.count) would keep the aspect")
        }
    }

    /// The front end of a network whose input has a shape.
    ///
    /// - Parameter resize: as chosen; nil where the file does not say.
    func frontEnd(_ input: Shape, _ resize: Constant?, examples: Shape) -> FrontEnd {
        guard case .integer(let index)? = resize else { return FrontEnd(input: input) }
        let resize = Resize.allCases[index]
        // Where it makes no difference there is one network, not several.
        let isWhole = ImagePlacement(from: examples, to: input, by: resize).isWhole(from: examples, to: input)
        return FrontEnd(input: input, resize: isWhole ? .stretch : resize)
    }

    private var inputValues: [Value] { [plan.resolution, plan.resize].compactMap { $0 } }

    private func inputOutcomes(with more: [Value] = []) throws(Diagnostic) -> [Outcomes.Outcome] {
        guard let outcomes = Outcomes(of: inputValues + more, optionCounts: optionCounts) else {
            throw source.diagnostic(
                "too many combinations of options decide what the network sees", at: plan.sizeLocation, path: "input",
                hint: "fewer options for the resolution, or for what it depends on")
        }
        return outcomes.all
    }

    /// What the network sees together with a value of the recipe: one by one where no decision is behind both.
    func forEachInput(
        with value: Value, _ body: (_ input: Shape, _ constant: Constant, () -> Outcomes.Outcome) throws(Diagnostic) -> Void,
        _ task: TaskShape
    ) throws(Diagnostic) {
        var behindInput: Set<Int> = []
        for part in inputValues { part.forEachDecision { behindInput.insert($0) } }
        var isShared = false
        value.forEachDecision { if behindInput.contains($0) { isShared = true } }
        guard !isShared, let values = Outcomes(of: [value], optionCounts: optionCounts) else {
            for outcome in try inputOutcomes(with: [value]) {
                try body(frontEnd(of: outcome, task).input, outcome.constants[outcome.constants.count - 1], { outcome })
            }
            return
        }
        for input in try inputOutcomes() {
            let shape = frontEnd(of: input, task).input
            for outcome in values.all { try body(shape, outcome.constants[0], { input.joined(with: outcome) }) }
        }
    }

    private func frontEnd(of outcome: Outcomes.Outcome, _ task: TaskShape) -> FrontEnd {
        var constants = outcome.constants[...]
        var shape = plan.shape ?? task.input
        if plan.resolution != nil, case .pair(let height, let width)? = constants.popFirst() {
            shape = Shape(height: height, width: width, channels: shape.channels)
        }
        return frontEnd(shape, plan.resize == nil ? nil : constants.popFirst(), examples: task.input)
    }

    /// With an architecture in which it is so, where there are others.
    func refusal(
        _ message: String, _ outcome: Outcomes.Outcome, at location: SourceLocation, path: String, hint: String
    ) -> Diagnostic {
        var hint = hint
        if outcome.options.contains(where: { $0 >= 0 }) {
            let architecture = completed(Architecture(options: outcome.options.map { $0 < 0 ? nil : Int($0) }))
            hint += "; for example in the architecture \(architecture)"
        }
        return source.diagnostic(message, at: location, path: path, hint: hint)
    }
}
