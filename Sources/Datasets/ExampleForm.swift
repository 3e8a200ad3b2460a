public import NetworkGraph
public import Support

/// What a network takes for an example: that of the data set that it was trained on. New data are read as those were.
public struct ExampleForm: Sendable, Hashable {
    let kind: ExampleKind
    let shape: Shape
    let features: FeatureColumns?
    let classNames: [String]
    /// How the data are read.
    public let options: DataOptions

    /// Describes the examples of a data set.
    ///
    /// - Parameters:
    ///   - features: the channels of a series or the columns of a table; nil for pictures.
    ///   - options: how the data set was read.
    public init(kind: ExampleKind, shape: Shape, features: FeatureColumns?, classNames: [String], options: DataOptions) {
        (self.kind, self.shape, self.features) = (kind, shape, features)
        (self.classNames, self.options) = (classNames, options)
    }

    /// The same form, with more said of how new data are read, before what was said of the training's.
    ///
    /// - Throws: where sounds would be brought to another rate or length than the network knows.
    public func reading(_ other: DataOptions) throws(Diagnostic) -> ExampleForm {
        let form = ExampleForm(
            kind: kind, shape: shape, features: features, classNames: classNames, options: options.overridden(by: other))
        guard let sounds, form.options.rate != options.rate || form.options.lengthSpan != options.lengthSpan else { return form }
        throw Diagnostic(
            "the model was trained on sounds of \(sounds.length) samples at \(sounds.rate) per second, which all others are brought to",
            hint: "leave rate and length out")
    }

    /// How sounds are prepared; nil for a network of other things.
    var sounds: SoundPreparation? {
        guard kind == .series, let features, features.columns.map(\.name) == [SoundReader.feature], let rate = options.rate,
            let whole = Int(exactly: rate), WAVFormat.rates.contains(whole)
        else { return nil }
        return SoundPreparation(rate: whole, length: shape.width)
    }

    /// What pictures in files are brought to; nil for other kinds.
    var pictureShape: Shape? { kind == .pictures ? shape : nil }
}
