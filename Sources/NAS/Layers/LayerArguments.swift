internal import NetworkGraph
import Support

/// The arguments of a layer in a file, as its definition takes them: each method declares a parameter and gives its argument.
struct LayerArguments {
    /// What the file says, by name.
    private let given: [String: Value]
    private let path: String
    /// Whether the parameters are asked for only to know them.
    private let isDeclaring: Bool
    /// The parameters asked for, where they are asked for only to know them.
    private(set) var declared: [LayerKeyword.Parameter] = []
    /// The values taken, in their order.
    private(set) var values: [Value] = []

    init(given: [String: Value], path: String) {
        self.init(given, path, isDeclaring: false)
    }

    /// Arguments of no layer, which note what is asked for.
    static func declaring() -> LayerArguments { LayerArguments([:], "", isDeclaring: true) }

    private init(_ given: [String: Value], _ path: String, isDeclaring: Bool) {
        self.given = given
        self.path = path
        self.isDeclaring = isDeclaring
    }

    /// Where values stand that no file has.
    private static let nowhere = SourceLocation(line: 1, column: 1)

    // MARK: Parameters

    /// A parameter that must be given.
    mutating func required<Content: ParameterContent>(_ parameter: LayerParameter<Content>) -> LayerArgument<Content> {
        declare(parameter, Content.kind, isRequired: true)
        return LayerArgument(parameter.name, take(parameter.name, or: .unknown))
    }

    /// A parameter with a default.
    mutating func optional<Content: ParameterContent>(
        _ parameter: LayerParameter<Content>, default defaultValue: Content
    ) -> LayerArgument<Content> {
        declare(parameter, Content.kind, isRequired: false)
        return LayerArgument(parameter.name, take(parameter.name, or: .constant(defaultValue.converted, Self.nowhere)))
    }

    /// A parameter without which the layer does something of its own; nil where it is not given.
    mutating func optional<Content: ParameterContent>(_ parameter: LayerParameter<Content>) -> LayerArgument<Content>? {
        declare(parameter, Content.kind, isRequired: false)
        guard let value = given[parameter.name] else { return nil }
        values.append(value)
        return LayerArgument(parameter.name, value)
    }

    /// A number of things that must be given.
    mutating func required(_ parameter: LayerParameter<Int>) -> LayerArgument<Int> {
        declare(parameter, .size, isRequired: true)
        return LayerArgument(parameter.name, take(parameter.name, or: .unknown))
    }

    /// A number of things with a default.
    mutating func optional(_ parameter: LayerParameter<Int>, default defaultValue: Int) -> LayerArgument<Int> {
        declare(parameter, .size, isRequired: false)
        return LayerArgument(parameter.name, take(parameter.name, or: .constant(.integer(defaultValue), Self.nowhere)))
    }

    /// A number of things which is that of the incoming channels where it is not given.
    mutating func optionalOrInputChannels(_ parameter: LayerParameter<Int>) -> LayerArgument<Int> {
        declare(parameter, .size, isRequired: false)
        return LayerArgument(parameter.name, take(parameter.name, or: .inputChannels(Self.nowhere)))
    }

    /// A number that must be given.
    mutating func required(_ parameter: LayerParameter<Double>, in range: ClosedRange<Double>) -> LayerArgument<Double> {
        declare(parameter, .number(range), isRequired: true)
        return LayerArgument(parameter.name, take(parameter.name, or: .unknown))
    }

    private mutating func declare<Content>(_ parameter: LayerParameter<Content>, _ kind: @autoclosure () -> ParameterKind, isRequired: Bool)
    {
        guard isDeclaring else { return }
        precondition(!declared.contains { $0.name == parameter.name }, "a layer has one parameter of a name")
        declared.append(LayerKeyword.Parameter(name: parameter.name, kind: kind(), isRequired: isRequired))
    }

    private mutating func take(_ name: String, or defaultValue: Value) -> Value {
        let value = given[name] ?? defaultValue
        values.append(value)
        return value
    }

    // MARK: Nodes

    /// The name of a node that the layer may emit.
    ///
    /// - Parameter suffix: what stands behind the layer's path.
    func node(_ suffix: String = "") -> String { path + suffix }
}
