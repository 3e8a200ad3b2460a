/// The three products of a dense layer with our own kernels: where the vectors are wider than those that OpenBLAS may use
/// (it knows this CPU only if it is newer than the CPU), or for a handful of rows, whose operands it would pack in vain.
///
/// Weights are [outputs, inputs]. `rows` is the batch.
enum DenseProducts {
    /// Floats of scratch memory that any of the three needs.
    static func scratchCount(rows: Int, inputs: Int, outputs: Int) -> Int {
        let padded = Panels(columns: rows).paddedColumns
        let forward = saturatingProduct(padded, inputs) + saturatingProduct(padded, outputs)
        let backward = saturatingProduct(Panels(columns: inputs).paddedColumns, rows)
        return max(forward, backward, 3 * lanes * outputs) + lanes
    }

    /// y = x W^T, as the transpose of W x^T: weights are then read where they lie, and some of their rows serve all panels of the
    /// batch while they are in the cache.
    static func forward(
        _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, rows: Int, inputs: Int,
        outputs: Int, scratch: UnsafeMutablePointer<Float>
    ) {
        let padded = Panels(columns: rows).paddedColumns
        let result = scratch + padded * inputs
        packPanels(scratch, x, inner: inputs, innerStride: 1, columns: rows, columnStride: inputs)
        let most = BlockSizes.mostRows(vectors: 2)
        let block = max(65_536 / inputs / most, 1) * most
        for first in stride(from: 0, to: outputs, by: block) {
            rowProduct(
                result + first * padded, PositionStrides(row: 0, column: padded), weight + first * inputs,
                PositionStrides(row: 0, column: inputs), InnerWalk(length: inputs), packed: scratch, columns: rows, height: 1,
                width: min(block, outputs - first), ProductEpilogue())
        }
        for row in 0..<rows {
            let target = y + row * outputs
            for output in 0..<outputs { target[output] = result[output * padded + row] }
        }
    }

    /// dx = dy W, or added to what is there; a panel of the weights at a time is brought together for the cache.
    static func inputGradient(
        _ dx: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, rows: Int, inputs: Int,
        outputs: Int, scratch: UnsafeMutablePointer<Float>, accumulates: Bool
    ) {
        forEachPanel(of: inputs) { first, count in
            packPanels(scratch, weight + first, inner: outputs, innerStride: inputs, columns: count, columnStride: 1)
            var epilogue = ProductEpilogue()
            if accumulates { epilogue.addend = UnsafePointer(dx + first) }
            rowProduct(
                dx + first, PositionStrides(row: 0, column: inputs), dy, PositionStrides(row: 0, column: outputs),
                InnerWalk(length: outputs), packed: scratch, columns: count, height: 1, width: rows, epilogue)
        }
    }

    /// Brings the panels of x together for `weightGradient`.
    static func packInputs(_ packed: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, rows: Int, inputs: Int) {
        packPanels(packed, x, inner: rows, innerStride: inputs, columns: inputs, columnStride: 1)
    }

    /// dW = dy^T x for `outputs` neighbouring outputs, whose dW are rows one behind the other.
    static func weightGradient(
        _ gradient: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, outputGradientStride: Int, packedInputs: UnsafePointer<Float>,
        rows: Int,
        inputs: Int, outputs: Int
    ) {
        var panel = packedInputs
        forEachPanel(of: inputs) { first, count in
            let padded = Panels(columns: count).paddedColumns
            reductionProduct(
                gradient + first, stride: inputs, dy, PositionWalk(stride: outputGradientStride), panel, PositionWalk(stride: padded),
                length: rows, rows: outputs, columns: count, accumulates: false)
            panel += rows * padded
        }
    }

    /// Columns in panels of two vectors, and one of three where their number is odd.
    private static func forEachPanel(of columns: Int, _ body: (_ first: Int, _ count: Int) -> Void) {
        let panels = Panels(columns: columns)
        for panel in 0..<panels.count {
            let first = panels.firstVector(of: panel) * lanes
            body(first, min(panels.vectors(of: panel) * lanes, columns - first))
        }
    }
}
