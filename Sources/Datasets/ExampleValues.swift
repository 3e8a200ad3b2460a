/// The values of a data set's examples, one example after the other, each in the order height, width, channels (NHWC).
public enum ExampleValues: Sendable {
    /// Of pictures: 0 ... 255. Of texts their UTF-8, with zeros behind each text's end.
    case bytes([UInt8])
    /// Of series and tables, in the units of the file. NaN stands where there is no value: one that is missing, or the end of a series
    /// that is shorter than the others. It becomes 0 by normalisation, the mean of the training part.
    case floats([Float])
    /// Either of them in a file.
    case mapped(MappedExamples)

    /// How many values there are.
    public var count: Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .floats(let floats): floats.count
        case .mapped(let mapped): mapped.count
        }
    }

    var areFloats: Bool {
        switch self {
        case .bytes: false
        case .floats: true
        case .mapped(let mapped): mapped.form == .floats
        }
    }

    /// All bytes of pictures. The span is valid in `body` alone.
    ///
    /// - Precondition: they are no floats.
    package func withBytes<Result>(_ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        precondition(!areFloats)
        return switch self {
        case .bytes(let bytes): try body(bytes.span)
        case .mapped(let mapped): try mapped.file.withBytes(0..<mapped.count, body)
        case .floats: preconditionFailure("bytes were asked for")
        }
    }

    /// All values of series or tables. The span is valid in `body` alone.
    ///
    /// - Precondition: they are floats.
    package func withFloats<Result>(_ body: (Span<Float>) throws -> Result) rethrows -> Result {
        precondition(areFloats)
        return switch self {
        case .floats(let floats): try body(floats.span)
        case .mapped(let mapped): try mapped.file.withFloats(0..<mapped.count * mapped.form.size, body)
        case .bytes: preconditionFailure("floats were asked for")
        }
    }

    /// The values of some examples, each of so many elements, in the order of the indices, in memory.
    func examples(_ indices: some Collection<Int>, elements: Int) -> ExampleValues {
        func chosen<Value>(_ values: Span<Value>) -> [Value] {
            [Value](unsafeUninitializedCapacity: indices.count * elements) { buffer, count in
                for index in indices {
                    let example = values.extracting(index * elements..<(index + 1) * elements)
                    example.withUnsafeBufferPointer { source in
                        _ = UnsafeMutableBufferPointer(rebasing: buffer[count..<count + elements]).initialize(fromContentsOf: source)
                    }
                    count += elements
                }
            }
        }
        return areFloats ? .floats(withFloats { chosen($0) }) : .bytes(withBytes { chosen($0) })
    }
}

extension ExampleValues: Equatable {
    /// Whether the values are the same, wherever they lie.
    public static func == (left: ExampleValues, right: ExampleValues) -> Bool {
        guard left.areFloats == right.areFloats, left.count == right.count else { return false }
        func areSame<Value: Equatable>(_ left: Span<Value>, _ right: Span<Value>) -> Bool {
            left.indices.allSatisfy { left[$0] == right[$0] }
        }
        return left.areFloats
            ? left.withFloats { own in right.withFloats { areSame(own, $0) } }
            : left.withBytes { own in right.withBytes { areSame(own, $0) } }
    }
}
