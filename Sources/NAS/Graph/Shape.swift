/// The shape of one image's activation, channels last and without the batch. A vector is 1 x 1 x channels, a series
/// 1 x length x channels.
public struct Shape: Sendable, Hashable, Codable, CustomStringConvertible {
    public let height: Int
    public let width: Int
    public let channels: Int

    public init(height: Int, width: Int, channels: Int) {
        self.height = height
        self.width = width
        self.channels = channels
    }

    public var elements: Int { height * width * channels }
    public var isVector: Bool { height == 1 && width == 1 }
    public var description: String { "\(height)x\(width)x\(channels)" }
}

/// Height and width of a kernel, a stride or a dilation.
public struct Extent: Sendable, Hashable, Codable, CustomStringConvertible {
    public let height: Int
    public let width: Int

    public init(_ height: Int, _ width: Int) {
        self.height = height
        self.width = width
    }

    public init(square side: Int) { self.init(side, side) }

    public var description: String { height == width ? "\(height)" : "[\(height), \(width)]" }
}

/// Zero rows and columns added around an activation.
public struct Padding: Sendable, Hashable, Codable {
    public let top: Int
    public let left: Int
    public let bottom: Int
    public let right: Int

    public init(top: Int, left: Int, bottom: Int, right: Int) {
        self.top = top
        self.left = left
        self.bottom = bottom
        self.right = right
    }

    public static let none = Padding(top: 0, left: 0, bottom: 0, right: 0)
}

/// What a data set says about the task: the shape of an example and the number of classes.
public struct TaskShape: Sendable, Hashable, Codable {
    public let input: Shape
    public let classes: Int

    public init(input: Shape, classes: Int) {
        self.input = input
        self.classes = classes
    }
}
