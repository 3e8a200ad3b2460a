import Support

/// What a layer is given for a parameter: a `Content` in each architecture.
struct LayerArgument<Content: Sendable>: Sendable {
    let name: String
    let value: Value
    /// The content where nothing is left open: it need not be looked for again for every architecture.
    let constant: Content?
}

extension LayerArgument where Content: ParameterContent {
    init(_ name: String, _ value: Value) {
        var constant: Content?
        if case .constant(let converted, _) = value { constant = Content(converted: converted) }
        self.init(name: name, value: value, constant: constant)
    }

    /// An argument that no file has.
    init(_ name: String, fixed content: Content) {
        self.init(name: name, value: .constant(content.converted, SourceLocation(line: 1, column: 1)), constant: content)
    }
}

extension LayerArgument<Int> {
    init(_ name: String, _ value: Value) {
        var constant: Int?
        if case .constant(.integer(let size), _) = value { constant = size }
        self.init(name: name, value: value, constant: constant)
    }
}

extension LayerArgument<Double> {
    init(_ name: String, _ value: Value) {
        var constant: Double?
        if case .constant(.number(let number), _) = value { constant = number }
        self.init(name: name, value: value, constant: constant)
    }
}
