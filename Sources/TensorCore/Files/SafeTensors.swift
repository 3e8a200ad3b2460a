internal import Support

/// Named tensors of 32-bit floats and strings about them: the content of a safetensors file, which PyTorch, ONNX tools
/// and others read and write. Tensors keep their order.
public struct SafeTensors: Sendable, Hashable {
    /// A named array of numbers.
    public struct Tensor: Sendable, Hashable {
        /// The name, which no other tensor of the file has.
        public let name: String
        /// Outermost first. Empty for a single number.
        public let shape: [Int]
        /// Row by row, the last dimension running fastest.
        public let values: [Float]

        /// Creates a tensor.
        ///
        /// - Precondition: there are as many values as the shape says.
        public init(name: String, shape: [Int], values: [Float]) {
            precondition(shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == values.count, "shape and count of \(name) disagree")
            self.name = name
            self.shape = shape
            self.values = values
        }

        /// Equal bits, so that not-a-number equals itself.
        public static func == (left: Tensor, right: Tensor) -> Bool {
            left.name == right.name && left.shape == right.shape && left.values.count == right.values.count
                && zip(left.values, right.values).allSatisfy { $0.bitPattern == $1.bitPattern }
        }

        /// Adds name and shape, which equal tensors have in common.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(name)
            hasher.combine(shape)
        }
    }

    /// All tensors, in the order in which they were appended.
    public private(set) var tensors: [Tensor] = []
    /// Strings that go along. `format`, `layout`, `version` and `checksum` are the file's own.
    public var metadata: [String: String] = [:]
    private var places: [String: Int] = [:]

    /// Creates a collection without tensors.
    public init() {}

    /// Adds a tensor behind the others.
    ///
    /// - Precondition: no other has its name, and that is not `__metadata__`.
    public mutating func append(_ tensor: Tensor) {
        precondition(places[tensor.name] == nil && tensor.name != "__metadata__", "two tensors named \(tensor.name)")
        places[tensor.name] = tensors.count
        tensors.append(tensor)
    }

    /// The tensor of this name; nil where there is none.
    public subscript(name: String) -> Tensor? { places[name].map { tensors[$0] } }

    static let layout = "pytorch"
    static let version = "1"
    static let ownKeys: Set<String> = ["format", "layout", "version", "checksum"]
    /// A header is some 100 bytes a tensor; more than this is not one.
    static let largestHeaderBytes = 1 << 26
}
