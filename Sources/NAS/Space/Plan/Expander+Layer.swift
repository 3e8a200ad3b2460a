import Support

extension Expander {
    mutating func layer(_ syntax: LayerSyntax, _ scope: Scope, _ place: Place) throws(Diagnostic) -> Layer {
        layerCount += 1
        layerDepth += 1
        defer { layerDepth -= 1 }
        guard layerDepth <= Self.depthLimit else {
            throw source.diagnostic(
                "layers are nested more than \(Self.depthLimit) deep", at: syntax.location, path: String(place.path.prefix(60)))
        }
        guard layerCount <= Self.layerLimit else {
            throw source.diagnostic(
                "the largest network has more than \(Self.layerLimit) layers", at: syntax.location, path: place.path, hint: "repeat less")
        }
        let kind: Layer.Kind
        switch syntax.kind {
        case .leaf(let keyword, let arguments): kind = .leaf(try leaf(keyword, arguments, scope, place))
        case .sequence(let items):
            var layers: [Layer] = []
            for (index, item) in items.enumerated() { layers.append(try layer(item, scope, place.inner("[\(index)]"))) }
            kind = .sequence(layers)
        case .residual(let body, let shortcut, let activation): kind = try residual(body, shortcut, activation, scope, place)
        case .branches(let items, let merge):
            var layers: [Layer] = []
            for (index, item) in items.enumerated() { layers.append(try layer(item, scope, place.inner(".paths[\(index)]"))) }
            kind = .branches(layers, merge: try argument("merge", merge, default: .add, scope, place), name: place.path)
        case .choice(let options):
            let decision = try decision(place.decisions, options: options.map(\.label), at: syntax.location)
            var layers: [Layer] = []
            for (index, option) in options.enumerated() { layers.append(try layer(option.value, scope, place.inner(".options[\(index)]"))) }
            kind = .choice(decision, layers)
        case .optional(let inner):
            let decision = try decision(place.decisions, options: ["absent", "present"], at: syntax.location)
            let absent = make(.sequence([]), path: place.path, location: syntax.location)
            kind = .choice(decision, [absent, try layer(inner, scope, place.inner(".layers"))])
        case .repetition(let times, let body):
            let (value, most) = try repetitions(times, scope, place.inner(".times"), what: "times")
            var layers: [Layer] = []
            for index in 0..<most { layers.append(try layer(body, scope, place.inner(".blocks[\(index)]"))) }
            kind = .repetition(times: value, layers)
        case .stage(let stage): kind = try self.stage(stage, scope, place, at: syntax.location)
        case .graph(let nodes, let edges): kind = try cell(nodes, edges, scope, place)
        case .conditional(let condition, let then, let otherwise):
            let test = try self.condition(condition, scope, place)
            let positive = try layer(then, scope, place.inner(".then"))
            var negative = make(.sequence([]), path: place.path, location: syntax.location)
            if let otherwise { negative = try layer(otherwise, scope, place.inner(".else")) }
            kind = test.map { .conditional($0, then: positive, otherwise: negative) } ?? .sequence([])
        case .use(let name, let arguments): return try use(name, arguments, scope, place, at: syntax.location)
        }
        return make(kind, path: place.path, location: syntax.location)
    }

    mutating func make(_ kind: Layer.Kind, path: String, location: SourceLocation) -> Layer {
        defer { madeLayers += 1 }
        return Layer(kind, id: madeLayers, path: path, location: location)
    }

    private mutating func leaf(
        _ keyword: LayerKeyword, _ arguments: [ArgumentSyntax], _ scope: Scope, _ place: Place
    ) throws(Diagnostic) -> LeafPlan {
        var given: [String: Value] = [:]
        // In the order of the file, which is the order of the decisions.
        for argument in arguments {
            guard let parameter = keyword.parameters.first(where: { $0.name == argument.name }) else { continue }
            var inner = place.inner(".\(argument.name)")
            // Messages do not speak of a name that the file does not have.
            if argument.isBare { inner.path = place.path }
            given[argument.name] = try value(
                argument.value, as: parameter.kind, scope, inner, what: argument.isBare ? keyword.name : argument.name)
        }
        let plan = keyword.plan(given: given, path: place.path)
        checkKernel(of: plan, keyword, place)
        return plan
    }

    /// `same` padding puts as many rows before as behind, so the kernel must be odd.
    private func checkKernel(of plan: LeafPlan, _ keyword: LayerKeyword, _ place: Place) {
        guard let kernel = plan.definition.oddKernel else { return }
        let takesPadding = keyword.parameters.contains { $0.kind == .padding }
        kernel.value.forEachConstant { constant, location in
            guard case .pair(let height, let width) = constant, height % 2 == 0 || width % 2 == 0 else { return }
            report(
                "kernel must be odd, got \(written(height == width ? .integer(height) : constant, at: location))", at: location,
                path: place.path + ".kernel", hint: takesPadding ? "an even kernel needs padding: valid, or a number" : nil)
        }
    }

    /// An argument of a layer with layers inside.
    private mutating func argument<Content: ParameterContent>(
        _ parameter: LayerParameter<Content>, _ syntax: ValueSyntax?, default defaultValue: Content, _ scope: Scope, _ place: Place
    ) throws(Diagnostic) -> LayerArgument<Content> {
        guard let syntax else { return LayerArgument(parameter.name, fixed: defaultValue) }
        let value = try value(syntax, as: Content.kind, scope, place.inner(".\(parameter.name)"), what: parameter.name)
        return LayerArgument(parameter.name, value)
    }

    private mutating func residual(
        _ body: LayerSyntax, _ shortcut: LayerSyntax.Shortcut, _ activation: ValueSyntax?, _ scope: Scope, _ place: Place
    ) throws(Diagnostic) -> Layer.Kind {
        let inner = try layer(body, scope, place.inner(".layers"))
        let side: Layer.Shortcut =
            switch shortcut {
            case .automatic: .automatic
            case .identity: .identity
            case .layers(let layers): .layers(try layer(layers, scope, place.inner(".shortcut")))
            }
        let after = try argument(.activation, activation, default: nil, scope, place)
        return .residual(body: inner, shortcut: side, activation: after, nodes: Layer.ResidualNodes(path: place.path))
    }

    private mutating func cell(_ nodes: Int, _ edges: [EdgeSyntax], _ scope: Scope, _ place: Place) throws(Diagnostic) -> Layer.Kind {
        var entering = [[CellPlan.Edge]](repeating: [], count: nodes - 1)
        for (index, edge) in edges.enumerated() {
            entering[edge.to - 1].append(
                CellPlan.Edge(from: edge.from, layer: try layer(edge.layer, scope, place.inner(".edges[\(index)]"))))
        }
        return .cell(CellPlan(entering: entering, names: (1..<nodes).map { "\(place.path).nodes[\($0)]" }))
    }

    /// A number of repetitions with the largest it can be.
    private mutating func repetitions(
        _ syntax: ValueSyntax, _ scope: Scope, _ place: Place, what: String
    ) throws(Diagnostic) -> (Value, Int) {
        let value = try value(syntax, as: .whole(0...1000), scope, place, what: what)
        if !value.isIndependentOfShapes {
            report("\(what) cannot depend on the shape of a tensor", at: syntax.location, path: place.path)
        }
        // Where it is not known, what is repeated is looked at once.
        var most = value.hasUnknowns || !value.isIndependentOfShapes ? 1 : 0
        value.forEachConstant { constant, _ in if case .integer(let count) = constant { most = max(most, count) } }
        return (value, most)
    }

    // MARK: Blocks and stages

    private mutating func stage(_ stage: StageSyntax, _ scope: Scope, _ place: Place, at location: SourceLocation) throws(Diagnostic)
        -> Layer.Kind
    {
        let (times, most) = try repetitions(stage.times, scope, place.inner(".repeat"), what: "repeat")
        var arguments: Scope = [:]
        for argument in stage.arguments {
            arguments[argument.name] = try value(argument.value, scope, place.inner(".\(argument.name)"))
        }
        return try self.stage(stage.block, stage, times, most, arguments, scope, place, at: location)
    }

    private mutating func stage(
        _ block: StageSyntax.Block, _ stage: StageSyntax, _ times: Value, _ most: Int, _ arguments: Scope, _ scope: Scope, _ place: Place,
        at location: SourceLocation
    ) throws(Diagnostic) -> Layer.Kind {
        if case .choice(let options, let choiceLocation) = block {
            let inner = place.inner(".block")
            let decision = try decision(inner.decisions, options: options.map(\.label), at: choiceLocation)
            var layers: [Layer] = []
            for (index, option) in options.enumerated() {
                let optionPlace = inner.inner(".options[\(index)]")
                let kind = try self.stage(option.value, stage, times, most, arguments, scope, optionPlace, at: location)
                layers.append(make(kind, path: optionPlace.path, location: location))
            }
            return .choice(decision, layers)
        }
        var layers: [Layer] = []
        for index in 0..<most {
            var given = arguments
            // Only the first repetition halves the image; the others keep what it made.
            if index > 0, given["stride"] != nil { given["stride"] = .constant(.integer(1), location) }
            let inner = place.inner(".blocks[\(index)]")
            switch block {
            case .named(let name, let nameLocation):
                guard let definition = blocks[name] else { preconditionFailure("the decoder knows the blocks") }
                checkArguments(definition, stage.arguments, at: nameLocation, path: place.path)
                layers.append(try expand(definition, arguments: given, inner, at: nameLocation))
            case .inline(let syntax):
                layers.append(try layer(syntax, scope.merging(given) { $1 }, inner))
            case .choice: preconditionFailure("handled above")
            }
        }
        return .repetition(times: times, layers)
    }

    private mutating func use(
        _ name: String, _ arguments: [ArgumentSyntax], _ scope: Scope, _ place: Place, at location: SourceLocation
    ) throws(Diagnostic) -> Layer {
        guard let definition = blocks[name] else { preconditionFailure("the decoder knows the blocks") }
        checkArguments(definition, arguments, at: location, path: place.path)
        var given: Scope = [:]
        for argument in arguments { given[argument.name] = try value(argument.value, scope, place.inner(".\(argument.name)")) }
        return try expand(definition, arguments: given, place, at: location)
    }

    private func checkArguments(_ block: BlockSyntax, _ arguments: [ArgumentSyntax], at location: SourceLocation, path: String) {
        guard block.hasKnownParameters else { return }
        let known = block.parameters.map(\.name)
        var given = arguments.map(\.name)
        var isStrange = false
        for argument in arguments where !known.contains(argument.name) {
            let hint = mistakes.wantsHints ? Spelling.hint(for: argument.name, among: known) : nil
            report(
                "the block '\(block.name)' has no argument '\(argument.name)'", at: argument.location, path: path,
                hint: hint ?? "arguments are declared in the block: with: {\(argument.name): required}")
            // It counts as what was meant, so that it is not missed too.
            let meant = mistakes.wantsHints ? Spelling.closest(to: argument.name, among: known) : nil
            if let meant { given.append(meant) } else { isStrange = true }
        }
        let missing = block.parameters.filter { $0.defaultValue == nil && !given.contains($0.name) }.map(\.name)
        guard !missing.isEmpty, !isStrange else { return }
        report("the block '\(block.name)' needs \(Decoder.list(missing))", at: location, path: path)
    }

    mutating func expand(_ block: BlockSyntax, arguments: Scope, _ place: Place, at location: SourceLocation) throws(Diagnostic) -> Layer {
        if let start = openBlocks.firstIndex(of: block.name) {
            let circle = (openBlocks[start...] + [block.name]).joined(separator: " -> ")
            report("a block that uses itself: \(circle)", at: location, path: place.path)
            return make(.sequence([]), path: place.path, location: location)
        }
        openBlocks.append(block.name)
        defer { openBlocks.removeLast() }
        usedBlocks.insert(block.name)
        if !block.hasKnownParameters { openScopes += 1 }
        defer { if !block.hasKnownParameters { openScopes -= 1 } }
        var place = place
        if block.isShared { place.decisions = block.name }
        var scope = globals
        for parameter in block.parameters {
            if let given = arguments[parameter.name] {
                scope[parameter.name] = given
            } else if let defaultValue = parameter.defaultValue {
                scope[parameter.name] = try value(defaultValue, scope, place.inner(".\(parameter.name)"))
            } else {
                scope[parameter.name] = .unknown
            }
        }
        for local in block.locals { scope[local.name] = try value(local.value, scope, place.inner(".\(local.name)")) }
        var inner = place
        if case .graph = block.body.kind {} else { inner = place.inner(".layers") }
        return try layer(block.body, scope, inner)
    }
}
