import CAllocationCounter

/// The heap allocations of a piece of code.
struct AllocationCounter: CustomStringConvertible {
    private let count: AllocationCount

    static var isAvailable: Bool { allocationCounterIsAvailable() }

    /// Counts what the calling thread takes from the heap in the meantime, given back or not. What OpenBLAS takes for
    /// itself is counted apart.
    init(of body: () -> Void) {
        allocationCounterStart("openblas")
        body()
        count = allocationCounterStop()
    }

    /// Blocks taken by anything but OpenBLAS's own code.
    var blocks: Int { Int(count.count) }

    /// Blocks taken by OpenBLAS.
    var blocksInBLAS: Int { Int(count.countInLibrary) }

    var largestInBLASBytes: Int { Int(count.largestInLibrary) }

    /// Bytes of the first blocks.
    var bytes: [Int] { withUnsafeBytes(of: count.bytes) { $0.bindMemory(to: Int.self).prefix(blocks).map { $0 } } }

    private var callers: [String] {
        withUnsafeBytes(of: count.callers) { bytes in
            bytes.bindMemory(to: UnsafeRawPointer?.self).prefix(blocks).map { caller in
                allocationCounterFunctionName(caller).map { String(cString: $0) } ?? "?"
            }
        }
    }

    var description: String {
        let first = zip(bytes, callers).map { "\($0) bytes by \($1)" }.joined(separator: ", ")
        return "\(blocks) blocks (\(first)), and \(blocksInBLAS) in OpenBLAS (the largest of \(largestInBLASBytes) bytes)"
    }
}
