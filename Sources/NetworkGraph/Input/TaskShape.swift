/// What a data set says about the task: the shape of an example and the number of classes.
public struct TaskShape: Sendable, Hashable, Codable {
    /// The shape of one example.
    public let input: Shape
    /// The number of classes.
    public let classes: Int

    /// Creates a task from the shape of an example and the number of classes.
    public init(input: Shape, classes: Int) {
        self.input = input
        self.classes = classes
    }
}
