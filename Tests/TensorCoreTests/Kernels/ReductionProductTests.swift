import Support
import Testing

@testable import TensorCore

/// Sums over positions, for every number of rows and several panels.
@Suite struct ReductionProductTests {
    @Test(arguments: 1...60) func everyNumberOfRows(_ rows: Int) {
        var random = RandomStream(seed: UInt64(rows), purpose: .test)
        for columns in [random.between(1, lanes), random.between(lanes + 1, 3 * lanes), random.between(3 * lanes + 1, 7 * lanes)] {
            for isPadded in [true, false] {
                let sums = ReductionCase(&random, rows: rows, runs: 1, columns: columns)
                let accumulates = random.coin()
                let stride = isPadded ? sums.padded : columns + random.between(0, 5)
                let (start, c) = sums.target(stride: stride, isPadded: isPadded, &random)
                reductionProduct(
                    c.data, stride: isPadded ? nil : stride, sums.a.pointer, sums.aWalk, sums.b.pointer, sums.bWalk,
                    length: sums.length, rows: rows, columns: columns, accumulates: accumulates)
                sums.check(c, stride: stride, start: accumulates ? start : nil, isPadded: isPadded)
            }
        }
    }

    @Test func threeRuns() {
        for rows in 1...mostRowsOfThreeRuns {
            for columns in 1...4 * lanes {
                var random = RandomStream(seed: UInt64(rows * 1000 + columns), purpose: .test)
                let sums = ReductionCase(&random, rows: rows, runs: 3, columns: columns)
                let (start, c) = sums.target(stride: sums.padded, isPadded: true, &random)
                reductionProduct3(
                    c.data, sums.a.pointer, runStride: sums.runStride, sums.aWalk, sums.b.pointer, sums.bWalk, length: sums.length,
                    rows: rows, columns: columns)
                sums.check(c, stride: sums.padded, start: start, isPadded: true)
            }
        }
    }
}

private struct ReductionCase {
    let rows: Int
    let runs: Int
    let runStride: Int
    let columns: Int
    let length: Int
    let aWalk: PositionWalk
    let bWalk: PositionWalk
    let a: GuardedFloats
    let b: GuardedFloats

    var padded: Int { Panels(columns: columns).paddedColumns }

    init(_ random: inout RandomStream, rows: Int, runs: Int, columns: Int) {
        (self.rows, self.runs, self.columns) = (rows, runs, columns)
        length = random.between(1, 7)
        let (outer, middle) = (random.between(1, 3), random.between(1, 4))
        // Positions of the left operand overlap, those of the right do not.
        let (aStride, bStride) = (random.between(1, 5), columns + random.between(0, 3))
        let (aMiddle, bMiddle) = (length * aStride + random.between(0, 3), length * bStride + random.between(0, 3))
        aWalk = PositionWalk(
            outer: outer, outerStride: middle * aMiddle + random.between(0, 3), middle: middle, middleStride: aMiddle, stride: aStride)
        bWalk = PositionWalk(
            outer: outer, outerStride: middle * bMiddle + random.between(0, 3), middle: middle, middleStride: bMiddle, stride: bStride)
        runStride = rows + random.between(0, 4)
        a = GuardedFloats(random.floats(outer * aWalk.outerStride + runs * runStride))
        b = GuardedFloats(random.floats(outer * bWalk.outerStride))
    }

    /// Where columns are padded, empty lanes are the kernel's to write.
    func target(stride: Int, isPadded: Bool, _ random: inout RandomStream) -> (start: [Float], c: GuardedFloats) {
        let start = random.floats(runs * rows * columns)
        let c = GuardedFloats(guards: runs * rows * stride)
        for row in 0..<runs * rows {
            for column in 0..<columns { c.data[row * stride + column] = start[row * columns + column] }
        }
        return (start, c)
    }

    func check(_ c: GuardedFloats, stride: Int, start: [Float]?, isPadded: Bool) {
        var (actual, expected): ([Double], [Double]) = ([], [])
        for row in 0..<runs * rows {
            let first = row / rows * runStride + row % rows
            for column in 0..<columns {
                var sum = Double(start?[row * columns + column] ?? 0)
                for outer in 0..<aWalk.outer {
                    for middle in 0..<aWalk.middle {
                        for position in 0..<length {
                            let left = outer * aWalk.outerStride + middle * aWalk.middleStride + position * aWalk.stride + first
                            let right = outer * bWalk.outerStride + middle * bWalk.middleStride + position * bWalk.stride + column
                            sum += Double(a.data[left]) * Double(b.data[right])
                        }
                    }
                }
                expected.append(sum)
                actual.append(Double(c.data[row * stride + column]))
            }
        }
        #expect(distance(actual, expected) < 1e-6, "\(runs) x \(rows) rows, \(columns) columns")
        #expect(c.isUntouched { isPadded || $0 % stride < columns }, "\(runs) x \(rows) rows, \(columns) columns")
    }
}
