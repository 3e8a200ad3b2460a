import Foundation
import Support
import TestSupport
import Testing

@testable import Datasets

/// Values that grow in files are those that grow in memory.
@Suite struct GrowingValuesTests {
    @Test(arguments: [1, 64, 4096, 1 << 20]) func valuesAreTheSameWhereverTheyGrow(held: Int) throws {
        let scratch = try Scratch()
        var loading = DataLoading()
        loading.limits.heldBytes = held
        let session = ReadingSession(loading, at: .init(folder: scratch.url, name: nil))
        let growing = GrowingValues<Float>(in: session)
        var expected: [Float] = []
        for index in 0..<500 {
            let piece = (0..<index % 7).map { Float(index * 10 + $0) }
            growing.append(contentsOf: piece)
            expected += piece
            if index % 50 == 0 {
                growing.append(repeating: 0.5, count: 3)
                expected += [0.5, 0.5, 0.5]
            }
        }
        #expect(growing.count == expected.count)
        for range in [0..<1, 0..<expected.count, 700..<701, expected.count - 5..<expected.count, 10..<1200, 3..<3] {
            #expect(Array(try growing.elements(range)) == Array(expected[range]))
        }
        var reader = GrowingValues.Reader(growing)
        var read: [Float] = []
        for count in [1, 0, 900, 13] { read += try reader.next(count) }
        #expect(read == Array(expected[..<914]))
        let joined = GrowingValues<Float>(in: session)
        joined.append(contentsOf: [7])
        try joined.append(contentsOf: growing)
        #expect(growing.count == 0)
        let values = try joined.finished()
        #expect(values == .floats([7] + expected))
        if case .mapped = values { #expect(held < 1 << 20) } else { #expect(held == 1 << 20) }
        session.discardFiles()
    }

    @Test func valuesAreEqualWhereverTheyLie() throws {
        let scratch = try Scratch()
        var loading = DataLoading()
        loading.limits.heldBytes = 1
        let session = ReadingSession(loading, at: .init(folder: scratch.url, name: nil))
        let bytes = GrowingValues<UInt8>(in: session)
        bytes.append(contentsOf: [1, 2, 3, 4])
        let mapped = try bytes.finished()
        #expect(mapped == .bytes([1, 2, 3, 4]) && mapped != .bytes([1, 2, 3, 5]) && mapped != .bytes([1, 2, 3]))
        #expect(mapped != .floats([1, 2, 3, 4]))
        #expect(mapped.examples([1, 0], elements: 2) == .bytes([3, 4, 1, 2]))
        session.discardFiles()
    }
}
