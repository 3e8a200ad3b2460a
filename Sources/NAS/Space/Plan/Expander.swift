internal import NetworkGraph
import Support

/// Writes a decoded file out: names looked up, blocks put where they are used, repetitions made, decisions numbered.
struct Expander {
    /// Where expansion stands. The names of decisions follow the path, but those of a shared block start at the block.
    struct Place {
        var path: String
        var decisions: String

        func inner(_ part: String) -> Place { Place(path: path + part, decisions: decisions + part) }
    }

    /// Names that `$name` can mean, with their values.
    typealias Scope = [String: Value]

    static let decisionLimit = 4096
    static let layerLimit = 20_000
    /// Layers inside layers, through blocks too; values inside values, through names too. What is walked by recursion
    /// must not exhaust a thread's stack.
    static let depthLimit = 64
    /// Values with every name written out: names that stand for names twice over grow without bounds.
    static let valueLimit = 500_000

    let space: SpaceSyntax
    let source: SourceText
    let mistakes: Mistakes
    let blocks: [String: BlockSyntax]
    var decisions: [Decision] = []
    /// The part of the file that each decision belongs to, as its place in `space.sections`.
    var ranks: [Int] = []
    var indexOfDecision: [String: Int] = [:]
    var globals: Scope = [:]
    var currentRank = 0
    /// Layers that were begun, for the limit, and those made, which numbers them.
    var layerCount = 0
    var madeLayers = 0
    var layerDepth = 0
    var valueCount = 0
    /// Blocks being expanded, for finding one that uses itself.
    var openBlocks: [String] = []
    /// How many of those have arguments of which nothing is known.
    var openScopes = 0
    var openChoices: [String] = []
    var usedBlocks: Set<String> = []

    /// - Parameter mistakes: those of the file so far.
    /// - Throws: a diagnostic with all mistakes, if there are any.
    static func expand(_ space: SpaceSyntax, source: SourceText, mistakes: Mistakes) throws(Diagnostic) -> SpacePlan {
        var first = Expander(space, source, mistakes)
        // Reported is what leaves the rest to be looked at; thrown, what does not.
        let expanded = mistakes.attempt { () throws(Diagnostic) in
            let plan = try first.run()
            try first.checkUnusedBlocks()
            return plan
        }
        try mistakes.check()
        guard let plan = expanded else { preconditionFailure("what was thrown is among the mistakes") }
        // Named choices may stand behind what uses them; decisions are numbered in the order of the file's parts.
        let order = first.orderInFile()
        guard order != Array(first.decisions.indices) else { return plan }
        var second = Expander(space, source, mistakes)
        for index in order {
            second.indexOfDecision[first.decisions[index].name] = second.decisions.count
            second.decisions.append(first.decisions[index])
            second.ranks.append(first.ranks[index])
        }
        return try second.run()
    }

    private init(_ space: SpaceSyntax, _ source: SourceText, _ mistakes: Mistakes) {
        self.space = space
        self.source = source
        self.mistakes = mistakes
        blocks = Dictionary(uniqueKeysWithValues: space.blocks.map { ($0.name, $0) })
    }

    func report(_ message: String, at location: SourceLocation, path: String, hint: String? = nil) {
        mistakes.report(source.diagnostic(message, at: location, path: path, hint: hint))
    }

    /// The order of the decisions by parts of the file; inside `choices:` by place, elsewhere as they were reached.
    private func orderInFile() -> [Int] {
        let choices = space.sections.firstIndex(of: .choices)
        let start = SourceLocation(line: 1, column: 1)
        return decisions.indices.sorted { left, right in
            if ranks[left] != ranks[right] { return ranks[left] < ranks[right] }
            let places = ranks[left] == choices ? (decisions[left].location ?? start, decisions[right].location ?? start) : (start, start)
            return places.0 == places.1 ? left < right : places.0 < places.1
        }
    }

    private mutating func run() throws(Diagnostic) -> SpacePlan {
        var resolution: Value?
        var resize: Value?
        var network: Layer?
        var recipe = RecipePlan()
        var precision: Value?
        for (rank, section) in space.sections.enumerated() {
            currentRank = rank
            switch section {
            case .input:
                for part in space.input.values {
                    let path = "input.\(part.name)"
                    let isSize = part.name == "resolution"
                    let value = try value(
                        part.value, as: isSize ? .extent : .word(Resize.allCases.map(\.rawValue)), globals,
                        Place(path: path, decisions: path), what: part.name)
                    if isSize { resolution = value } else { resize = value }
                }
            case .choices:
                for choice in space.choices { try allocate(choice.value, Place(path: choice.name, decisions: choice.name)) }
                for choice in space.choices { _ = try global(choice.name, at: choice.location, path: "choices") }
            case .network: network = try layer(space.network, globals, Place(path: "network", decisions: "network"))
            case .train: recipe = try expandRecipe()
            case .precision:
                if let syntax = space.precision { precision = try expandPrecision(syntax) }
            case .space, .language, .blocks, .defaults: break
            }
        }
        // A file without one is refused.
        let built = network ?? make(.sequence([]), path: "network", location: space.network.location)
        return SpacePlan(
            decisions: decisions, shape: space.input.shape, classes: space.input.classes, resolution: resolution, resize: resize,
            inputLocation: space.input.location, sizeLocation: space.input.sizeLocation ?? space.input.location, network: built,
            layerCount: madeLayers,
            recipe: recipe, precision: precision)
    }

    private mutating func expandRecipe() throws(Diagnostic) -> RecipePlan {
        var recipe = RecipePlan()
        for field in space.recipe {
            guard let index = RecipePlan.parameters.firstIndex(where: { $0.name == field.name }) else { continue }
            let path = "train.\(field.name)"
            let value = try value(
                field.value, as: RecipePlan.parameters[index].kind, globals, Place(path: path, decisions: path), what: field.name)
            refuseShapes(value, at: field.value.location, path: path)
            recipe.fields.append(RecipePlan.Field(parameter: index, value: value, location: field.value.location))
        }
        return recipe
    }

    private mutating func expandPrecision(_ syntax: ValueSyntax) throws(Diagnostic) -> Value {
        let raw = try value(syntax, globals, Place(path: "precision", decisions: "precision"))
        var offence: (Constant, SourceLocation)?
        raw.forEachConstant { constant, location in
            if offence == nil, constant != .word("fp32") { offence = (constant, location) }
        }
        if let (constant, location) = offence {
            report(
                "this version trains and costs fp32 only, not \(written(constant, at: location))", at: location, path: "precision",
                hint: "precision: fp32")
        }
        refuseShapes(raw, at: syntax.location, path: "precision")
        if !raw.hasWholePairs { report("precision must be fp32, got a pair", at: syntax.location, path: "precision") }
        return raw
    }

    private func refuseShapes(_ value: Value, at location: SourceLocation, path: String) {
        if !value.isIndependentOfShapes { report("'in', 'classes' and 'scale' belong in the network", at: location, path: path) }
    }

    /// A block that nothing uses is expanded for its mistakes, with arguments that fit everything.
    private mutating func checkUnusedBlocks() throws(Diagnostic) {
        let kept = (decisions, ranks, indexOfDecision)
        for block in space.blocks where !usedBlocks.contains(block.name) {
            var scope: Scope = [:]
            for parameter in block.parameters { scope[parameter.name] = .unknown }
            let path = "blocks.\(block.name)"
            _ = try expand(block, arguments: scope, Place(path: path, decisions: path), at: block.location)
        }
        (decisions, ranks, indexOfDecision) = kept
    }

    // MARK: Decisions

    mutating func decision(_ name: String, options: [String], at location: SourceLocation) throws(Diagnostic) -> Int {
        if let known = indexOfDecision[name] { return known }
        guard decisions.count < Self.decisionLimit else {
            throw source.diagnostic(
                "the space has more than \(Self.decisionLimit) decisions", at: location, path: name,
                hint: "share choices (shared: true, choices:), or repeat less")
        }
        indexOfDecision[name] = decisions.count
        decisions.append(Decision(name: name, options: options, location: location))
        ranks.append(currentRank)
        return decisions.count - 1
    }
}
