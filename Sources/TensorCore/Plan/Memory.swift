internal import Foundation
internal import Support

/// Owns every buffer of a network: 64-byte aligned, zeroed, freed together. Nothing is added after the plan is made.
final class Memory {
    private var blocks: [UnsafeMutableRawPointer] = []
    private(set) var bytes = 0

    private static let largePage = 2 << 20

    deinit { for block in blocks { free(block) } }

    /// - Throws: a `Diagnostic` where there is not that much memory.
    func floats(_ count: Int) throws(Diagnostic) -> UnsafeMutablePointer<Float> {
        try block(count).bindMemory(to: Float.self, capacity: max(count, 1))
    }

    func words(_ count: Int) throws(Diagnostic) -> UnsafeMutablePointer<Int32> {
        try block(count).bindMemory(to: Int32.self, capacity: max(count, 1))
    }

    func doubles(_ count: Int) throws(Diagnostic) -> UnsafeMutablePointer<Double> {
        try block(saturatingProduct(count, 2)).bindMemory(to: Double.self, capacity: max(count, 1))
    }

    /// A cache line more than asked for: a vector may read behind the end.
    private func block(_ count: Int) throws(Diagnostic) -> UnsafeMutableRawPointer {
        let (size, overflow) = (min(max(count, 16), Int.max - 16) + 16).multipliedReportingOverflow(by: 4)
        var block: UnsafeMutableRawPointer?
        let isLarge = size >= Self.largePage
        guard !overflow, size < Int.max - bytes, posix_memalign(&block, isLarge ? Self.largePage : 64, size) == 0, let block else {
            throw Diagnostic(
                "the network does not fit into memory: \(overflow ? "more than 2^63" : String(bytes + size)) bytes are needed",
                hint: "a smaller batch needs less")
        }
        #if os(Linux)
        // Rows of an activation lie in many pages of 4 KiB, whose places the CPU would have to look up again and again.
        if isLarge { madvise(block, size, MADV_HUGEPAGE) }
        #endif
        memset(block, 0, size)
        blocks.append(block)
        bytes += size
        return block
    }
}

/// A product of sizes for `Memory`, which refuses what overflowed.
func saturatingProduct(_ left: Int, _ right: Int) -> Int {
    let (product, overflow) = left.multipliedReportingOverflow(by: right)
    return overflow ? Int.max : product
}
