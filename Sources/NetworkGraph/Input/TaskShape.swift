/// What a data set says about the task: the shape of an example and the number of classes.
public struct TaskShape: Sendable, Hashable, Codable {
    public let input: Shape
    public let classes: Int

    public init(input: Shape, classes: Int) {
        self.input = input
        self.classes = classes
    }
}
