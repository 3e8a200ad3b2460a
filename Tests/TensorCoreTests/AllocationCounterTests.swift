import Foundation
import Testing

@Suite(.enabled(if: AllocationCounter.isAvailable, "counting allocations needs glibc, and no sanitizer"))
struct AllocationCounterTests {
    /// What a comparison of the heap before and after does not see. The address is looked at, lest the optimiser
    /// remove the pair.
    @Test func countsABlockGivenBack() {
        var isAligned = true
        let counter = AllocationCounter {
            let block = malloc(321)
            isAligned = Int(bitPattern: block) % 16 == 0
            free(block)
        }
        #expect(isAligned)
        #expect(counter.blocks == 1, "\(counter)")
        #expect(counter.bytes == [321])
    }

    @Test func countsNothingWhereNothingIsTaken() {
        var sum = 0
        let numbers = Array(0..<100)
        let counter = AllocationCounter { for number in numbers { sum += number } }
        #expect(sum == 4950)
        #expect(counter.blocks == 0, "\(counter)")
    }

    /// Every way to take memory, each once: with the sizes asked for, and the alignment.
    @Test func countsEveryFunction() throws {
        var blocks = [UnsafeMutableRawPointer?](repeating: nil, count: 6)
        var isDone = false
        let counter = AllocationCounter {
            blocks[0] = malloc(11)
            blocks[1] = calloc(3, 5)
            blocks[2] = realloc(nil, 12)
            blocks[2] = realloc(blocks[2], 5000)
            blocks[3] = aligned_alloc(64, 128)
            isDone = posix_memalign(&blocks[4], 256, 13) == 0
            blocks[5] = UnsafeMutableRawPointer(UnsafeMutablePointer<Double>.allocate(capacity: 4))
        }
        #expect(isDone)
        #expect(counter.bytes == [11, 15, 12, 5000, 128, 13, 32], "\(counter)")
        let addresses = blocks.map { Int(bitPattern: $0) }
        #expect(addresses.allSatisfy { $0 != 0 && $0 % 16 == 0 } && addresses[3] % 64 == 0 && addresses[4] % 256 == 0)
        #expect(UnsafeRawBufferPointer(start: blocks[1], count: 15).allSatisfy { $0 == 0 })
        for block in blocks { free(block) }
    }

    /// The second time; the first also takes what the runtime needs to know of the type.
    @Test func countsAnArrayOfSwift() {
        var sum: Float = 0
        let size = [7, 8].randomElement() ?? 7
        let addArray = { sum += [Float](repeating: 1, count: size * 1000).withUnsafeBufferPointer { $0[size] } }
        addArray()
        let counter = AllocationCounter(of: addArray)
        #expect(sum == 2)
        #expect(counter.blocks == 1, "\(counter)")
    }

    @Test func countsOneThreadOnly() {
        let (begun, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let thread = Thread {
            for _ in 0..<2 {
                begun.wait()
                for size in 1...1000 { free(malloc(size)) }
                done.signal()
            }
        }
        thread.start()
        let letItAllocate = {
            begun.signal()
            done.wait()
        }
        letItAllocate()
        let counter = AllocationCounter(of: letItAllocate)
        #expect(counter.blocks == 0, "\(counter)")
    }

    @Test func badAlignmentIsRefusedAsByTheCLibrary() {
        var block: UnsafeMutableRawPointer?
        errno = 0
        for alignment in [0, 1, 4, 24] {
            #expect(posix_memalign(&block, alignment, 16) == EINVAL, "\(alignment)")
            #expect(block == nil)
        }
        #expect(posix_memalign(&block, 16, Int.max - 1000) == ENOMEM)
        #expect(block == nil)
        #expect(errno == 0)
        #expect(calloc(Int.max, 4) == nil)
        #expect(errno == ENOMEM)
    }
}
