import Foundation
import Support
import Testing

@testable import TensorCore

private typealias Allocate = @convention(c) (UnsafeRawPointer?, Int, Int) -> UnsafeMutableRawPointer?
nonisolated(unsafe) private var original: Allocate?
nonisolated(unsafe) private var allocations = 0

/// Replaces the Swift runtime's hook for heap objects (arrays, boxes, closures, classes) by one that counts.
private func countSwiftAllocations() -> Bool {
    guard let symbol = dlsym(nil, "_swift_allocObject") else { return false }
    let hook = symbol.assumingMemoryBound(to: Allocate.self)
    original = hook.pointee
    hook.pointee = { type, size, alignment in
        allocations += 1
        return original!(type, size, alignment)
    }
    return true
}

/// The C heap as glibc describes it, reduced to a checksum: any block that was taken and not given back changes it.
private struct Heap {
    private let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: 1 << 16)
    private typealias Describe = @convention(c) (Int32, UnsafeMutablePointer<FILE>) -> Int32

    func picture() -> StableHash {
        buffer.update(repeating: 0, count: 1 << 16)
        guard let symbol = dlsym(nil, "malloc_info"), let file = fmemopen(buffer, 1 << 16, "w") else { exit(6) }
        guard unsafeBitCast(symbol, to: Describe.self)(0, file) == 0 else { exit(7) }
        fclose(file)
        var hasher = StableHasher()
        hasher.update(bytes: UnsafeRawBufferPointer(start: buffer, count: 1 << 16))
        return hasher.finalize()
    }
}

@Suite struct AllocationTests {
    /// In a process of its own, so that nothing else allocates. Exit codes tell what went wrong.
    @Test func aStepAllocatesNothing() async {
        await #expect(processExitsWith: .success) {
            let heap = Heap()
            for reference in ReferenceNetwork.allCases {
                for optimizer in [Optimizer.sgd(momentum: 0.9), .adamW()] {
                    var definition = reference.definition
                    definition.append(.dropout(rate: 0.1), name: "dropout")
                    let settings = TrainingSettings(optimizer: optimizer, labelSmoothing: 0.1, gradientClip: 1)
                    let network = try Network(definition, batch: 4, settings: settings)
                    let images = [Float](repeating: 0.5, count: 4 * definition.inputShape.elements)
                    let labels: [Int32] = [0, 1, 2, 3]
                    network.trainStep(images: images, labels: labels, learningRate: 0.01)
                    guard countSwiftAllocations() else { exit(2) }
                    // The hook must see what there is to see.
                    let probe = [Int](unsafeUninitializedCapacity: images.count) { $1 = $0.count }
                    guard allocations == 1, probe.count >= images.count else { exit(3) }
                    allocations = 0
                    // The first picture takes memory that later ones find.
                    _ = heap.picture()
                    let before = heap.picture()
                    for _ in 0..<3 { network.trainStep(images: images, labels: labels, learningRate: 0.01) }
                    guard allocations == 0 else { exit(4) }
                    // Freed any earlier, these would be in the picture.
                    let isUnchanged = withExtendedLifetime((network, images, labels)) { heap.picture() == before }
                    guard isUnchanged else { exit(5) }
                    restoreSwiftAllocations()
                }
            }
        }
    }
}

private func restoreSwiftAllocations() {
    let symbol = dlsym(nil, "_swift_allocObject")
    symbol?.assumingMemoryBound(to: Allocate.self).pointee = original!
    allocations = 0
}
