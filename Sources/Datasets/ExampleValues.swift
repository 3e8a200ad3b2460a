/// The values of a data set's examples, one example after the other, each in the order height, width, channels (NHWC).
public enum ExampleValues: Sendable, Equatable {
    /// Of pictures: 0 ... 255. Of texts their UTF-8, with zeros behind each text's end.
    case bytes([UInt8])
    /// Of series and tables, in the units of the file. NaN stands where there is no value: one that is missing, or the end of a series
    /// that is shorter than the others. It becomes 0 by normalisation, the mean of the training part.
    case floats([Float])

    /// How many values there are.
    public var count: Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .floats(let floats): floats.count
        }
    }

    /// The values of some examples, each of so many elements, in the order of the indices.
    func examples(_ indices: some Collection<Int>, elements: Int) -> ExampleValues {
        func chosen<Value>(_ values: [Value]) -> [Value] {
            var result: [Value] = []
            result.reserveCapacity(indices.count * elements)
            for index in indices { result += values[index * elements..<(index + 1) * elements] }
            return result
        }
        return switch self {
        case .bytes(let bytes): .bytes(chosen(bytes))
        case .floats(let floats): .floats(chosen(floats))
        }
    }
}
