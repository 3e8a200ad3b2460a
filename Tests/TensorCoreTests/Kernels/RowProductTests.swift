import Support
import Testing

@testable import TensorCore

/// Products of rows in registers with packed weights, for every number of rows and panels of one, two and three vectors.
@Suite struct RowProductTests {
    @Test(arguments: 1...60) func everyWidth(_ width: Int) {
        var random = RandomStream(seed: UInt64(width), purpose: .test)
        // The largest number of columns has panels of two vectors and one of three.
        for columns in [
            random.between(1, lanes), random.between(lanes + 1, 2 * lanes), random.between(2 * lanes + 1, 3 * lanes),
            random.between(3 * lanes + 1, 7 * lanes), 5 * lanes,
        ] {
            let product = RowProductCase(&random, width: width, columns: columns)
            let (actual, isUntouched) = product.run()
            #expect(distance(actual.map(Double.init), product.expected) < 1e-6, "\(product)")
            #expect(isUntouched, "\(product)")
        }
    }

    @Test func notANumberGoesThroughTheClamp() {
        for columns in 1...3 * lanes {
            var random = RandomStream(seed: UInt64(columns), purpose: .test)
            var product = RowProductCase(&random, width: 29, columns: columns)
            product.walk = InnerWalk(length: 3)
            product.aStrides = PositionStrides(row: 29 * 3, column: 3)
            (product.lowest, product.highest) = (0, 6)
            product.a = random.floats(product.height * 29 * 3)
            product.weights = random.floats(3 * columns)
            product.a[7 * 3 + 1] = .nan
            let (actual, isUntouched) = product.run()
            #expect(isUntouched)
            for (index, value) in actual.enumerated() { #expect(value.isNaN == (index / columns == 7), "\(columns) columns") }
        }
    }

    @Test func packedPanels() {
        var random = RandomStream(seed: 1, purpose: .test)
        for columns in 1...7 * lanes {
            let (inner, parts) = (random.between(1, 7), random.between(1, 3))
            let isTransposed = random.coin()
            let weights = (0..<parts).map { _ in random.floats(inner * columns) }
            let panels = Panels(columns: columns)
            let packed = GuardedFloats(guards: parts * inner * panels.paddedColumns)
            for part in 0..<parts {
                let source = GuardedFloats(weights[part])
                packPanels(
                    packed.data, source.pointer, inner: inner, innerStride: isTransposed ? 1 : columns,
                    columns: columns, columnStride: isTransposed ? inner : 1, at: part * inner, of: parts * inner)
                extendLifetime(source)
            }
            var expected: [Float] = []
            for panel in 0..<panels.count {
                let (first, width) = (panels.firstVector(of: panel) * lanes, panels.vectors(of: panel) * lanes)
                for weight in weights {
                    for k in 0..<inner {
                        for column in first..<first + width {
                            expected.append(column < columns ? weight[isTransposed ? column * inner + k : k * columns + column] : 0)
                        }
                    }
                }
            }
            #expect(packed.values == expected, "\(columns) columns")
            #expect(packed.isUntouchedOutside, "\(columns) columns")
        }
    }

    /// Blocks are as even as they can be and cover all rows; there is a kernel for each.
    @Test func blocksCoverTheRows() {
        for vectors in 1...3 {
            for total in 1...200 {
                let (rows, full, rest) = BlockSizes.split(total, vectors: vectors)
                #expect(rows * full + rest == total && rest < rows && rows <= BlockSizes.mostRows(vectors: vectors))
            }
        }
    }
}

/// One product of random shape: rows may overlap, as those of a convolution do.
private struct RowProductCase: CustomStringConvertible {
    let height: Int
    let width: Int
    let columns: Int
    var walk: InnerWalk
    var aStrides: PositionStrides
    let cStrides: PositionStrides
    var a: [Float]
    var weights: [Float]
    let bias: [Float]?
    let addend: [Float]?
    let isAddendTarget: Bool
    var lowest = -Float.infinity
    var highest = Float.infinity

    var description: String { "\(height) x \(width) rows, \(columns) columns, \(walk)" }

    init(_ random: inout RandomStream, width: Int, columns: Int) {
        (height, self.width, self.columns) = (random.between(1, 3), width, columns)
        let (outer, inner, length) = (random.between(1, 3), random.between(1, 3), random.between(1, 9))
        let innerStride = length + random.between(0, 4)
        walk = InnerWalk(
            outer: outer, outerStride: inner * innerStride + random.between(0, 9), inner: inner, innerStride: innerStride, length: length)
        let column = random.between(1, 12)
        aStrides = PositionStrides(row: width * column + random.between(0, 9), column: column)
        let cColumn = columns + random.between(0, 5)
        cStrides = PositionStrides(row: width * cColumn + random.between(0, 9), column: cColumn)
        a = random.floats(height * aStrides.row + walk.outer * walk.outerStride + walk.count)
        weights = random.floats(walk.count * columns)
        bias = random.coin() ? random.floats(columns) : nil
        addend = random.coin() ? random.floats(height * width * columns) : nil
        isAddendTarget = random.coin()
        if random.coin() { lowest = -0.3 }
        if random.coin() { highest = 0.4 }
    }

    private func place(_ y: Int, _ x: Int, _ column: Int) -> Int { y * cStrides.row + x * cStrides.column + column }

    func run() -> (result: [Float], isUntouched: Bool) {
        let packed = GuardedFloats([Float](repeating: .nan, count: walk.count * Panels(columns: columns).paddedColumns))
        packPanels(packed.data, weights, inner: walk.count, innerStride: columns, columns: columns, columnStride: 1)
        let target = GuardedFloats(guards: height * cStrides.row)
        let other = isAddendTarget ? target : GuardedFloats(guards: height * cStrides.row)
        var isWritten = [Bool](repeating: false, count: target.count)
        var places: [Int] = []
        for y in 0..<height {
            for x in 0..<width {
                for column in 0..<columns {
                    let place = place(y, x, column)
                    if let addend { other.data[place] = addend[places.count] }
                    isWritten[place] = true
                    places.append(place)
                }
            }
        }
        let start = bias.map { GuardedFloats($0 + [Float](repeating: 0, count: Panels(columns: columns).paddedColumns - columns)) }
        var epilogue = ProductEpilogue()
        epilogue.bias = start?.pointer
        epilogue.addend = addend == nil ? nil : other.pointer
        (epilogue.lowest, epilogue.highest) = (lowest, highest)
        let source = GuardedFloats(a)
        withExtendedLifetime((start, source)) {
            rowProduct(
                target.data, cStrides, source.pointer, aStrides, walk, packed: packed.pointer, columns: columns, height: height,
                width: width, epilogue)
        }
        return (places.map { target.data[$0] }, target.isUntouched { isWritten[$0] })
    }

    var expected: [Double] {
        var result: [Double] = []
        for y in 0..<height {
            for x in 0..<width {
                for column in 0..<columns {
                    var sum = Double(bias?[column] ?? 0) + Double(addend?[result.count] ?? 0)
                    var k = 0
                    for outer in 0..<walk.outer {
                        for inner in 0..<walk.inner {
                            let first = y * aStrides.row + x * aStrides.column + outer * walk.outerStride + inner * walk.innerStride
                            for index in first..<first + walk.length {
                                sum += Double(a[index]) * Double(weights[k * columns + column])
                                k += 1
                            }
                        }
                    }
                    result.append(min(max(sum, Double(lowest)), Double(highest)))
                }
            }
        }
        return result
    }
}
