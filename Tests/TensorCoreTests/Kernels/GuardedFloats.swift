import Support

@testable import TensorCore

/// Floats between guards. A guard is not-a-number with bits of its own: what is written outside is seen, and what is read
/// outside and used spoils the result.
final class GuardedFloats {
    let data: UnsafeMutablePointer<Float>
    let count: Int
    private let block: UnsafeMutablePointer<Float>

    static let guardValue = Float(bitPattern: 0x7FC0_1234)
    private static let margin = 80

    /// Guards all over.
    init(guards count: Int) {
        self.count = count
        block = .allocate(capacity: count + 2 * Self.margin)
        block.initialize(repeating: Self.guardValue, count: count + 2 * Self.margin)
        data = block + Self.margin
    }

    convenience init(_ values: [Float]) {
        self.init(guards: values.count)
        for (index, value) in values.enumerated() { data[index] = value }
    }

    deinit { block.deallocate() }

    var pointer: UnsafePointer<Float> { UnsafePointer(data) }
    var values: [Float] { Array(UnsafeBufferPointer(start: data, count: count)) }

    /// Whether all places but those of `written` are as they were: guards.
    func isUntouched(but written: (Int) -> Bool) -> Bool {
        (-Self.margin..<count + Self.margin).allSatisfy { index in
            (index >= 0 && index < count && written(index)) || data[index].bitPattern == Self.guardValue.bitPattern
        }
    }

    /// Whether nothing was written before the first place and behind the last.
    var isUntouchedOutside: Bool { isUntouched { _ in true } }
}

extension RandomStream {
    /// From -1 to 1.
    mutating func floats(_ count: Int) -> [Float] { (0..<count).map { _ in nextFloat() * 2 - 1 } }
}
