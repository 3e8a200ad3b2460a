public import NetworkGraph

/// What a network takes for an example: that of the data set that it was trained on. New data are read as those were.
public struct ExampleForm: Sendable, Hashable {
    let kind: ExampleKind
    let shape: Shape
    let features: FeatureColumns?
    let classNames: [String]
    let options: DataOptions

    /// Describes the examples of a data set.
    ///
    /// - Parameters:
    ///   - features: the channels of a series or the columns of a table; nil for pictures.
    ///   - options: how the data set was read.
    public init(kind: ExampleKind, shape: Shape, features: FeatureColumns?, classNames: [String], options: DataOptions) {
        (self.kind, self.shape, self.features) = (kind, shape, features)
        (self.classNames, self.options) = (classNames, options)
    }

    /// What pictures in files are brought to; nil for other kinds.
    var pictureShape: Shape? { kind == .pictures ? shape : nil }
}
