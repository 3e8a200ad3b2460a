import Foundation
import Support
import Testing

@testable import TensorCore

/// The C heap as glibc describes it, reduced to a checksum: every block that is taken and not given back changes it, and
/// so does nearly every one that is, by the list of free blocks that it is given back to.
private struct HeapPicture {
    private let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: 1 << 16)
    private typealias Describe = @convention(c) (Int32, UnsafeMutablePointer<FILE>) -> Int32

    func take() -> StableHash {
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
    @Test func aStepKeepsNoMemory() async {
        await #expect(processExitsWith: .success) {
            let heap = HeapPicture()
            for reference in ReferenceNetwork.allCases {
                for optimizer in [Optimizer.sgd(momentum: 0.9), .adamW()] {
                    var definition = reference.definition
                    definition.append(.dropout(rate: 0.1), name: "dropout")
                    let settings = TrainingSettings(optimizer: optimizer, labelSmoothing: 0.1, gradientClip: 1)
                    let network = try Network(definition, batch: 4, settings: settings)
                    let images = [Float](repeating: 0.5, count: 4 * definition.inputShape.elements)
                    let labels: [Int32] = [0, 1, 2, 3]
                    network.trainStep(images: images, labels: labels, learningRate: 0.01)
                    // The first picture takes memory that later ones find.
                    _ = heap.take()
                    let before = heap.take()
                    for _ in 0..<3 { network.trainStep(images: images, labels: labels, learningRate: 0.01) }
                    // Freed any earlier, these would be in the picture.
                    let isUnchanged = withExtendedLifetime((network, images, labels)) { heap.take() == before }
                    guard isUnchanged else { exit(5) }
                    let block = malloc(4096)
                    guard heap.take() != before else { exit(8) }
                    free(block)
                }
            }
        }
    }
}
