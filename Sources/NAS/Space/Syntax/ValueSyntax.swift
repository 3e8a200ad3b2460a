internal import NetworkGraph
import Support

/// A value as the file has it, names not yet looked up.
struct ValueSyntax: Sendable {
    indirect enum Kind: Sendable {
        case constant(Constant)
        /// `$name`
        case reference(String)
        /// `in`: the channels of the incoming tensor.
        case inputChannels
        /// `classes`: the number of classes of the task.
        case classes
        case choice([OptionSyntax<ValueSyntax>])
        case scale([ValueSyntax], multipleOf: ValueSyntax?)
        case pair(ValueSyntax, ValueSyntax)
        case conditional(ConditionSyntax, then: ValueSyntax, otherwise: ValueSyntax)
        /// What could not be read, of which a mistake tells: it fits everywhere.
        case broken
    }

    let kind: Kind
    let location: SourceLocation
}

/// One option of a choice with what it is called.
struct OptionSyntax<Value: Sendable>: Sendable {
    let label: String
    let value: Value
}

/// `when: $name, is: [..]`
struct ConditionSyntax: Sendable {
    let name: String
    let location: SourceLocation
    let accepted: [(constant: Constant, location: SourceLocation)]
}
