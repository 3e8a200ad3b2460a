/// Where the positions lie over which a weight gradient is summed: `outer` x `middle` x `length` of them, such as images, rows
/// and columns.
struct PositionWalk {
    var outer = 1
    var outerStride = 0
    var middle = 1
    var middleStride = 0
    /// Floats from one position to the next.
    var stride: Int
}

/// c[k, column] = the sum over positions p of a[p, k] * b[p, column], or added to what is there, for `rows` neighbouring places
/// k of the left operand; `stride` floats from one row of c to the next, as many as the padded columns where none is given.
///
/// The sums of a block of rows times a panel of columns stay in registers over all positions. Empty lanes of rows with padded
/// columns get what lies behind b's columns, which nobody reads.
func reductionProduct(
    _ c: UnsafeMutablePointer<Float>, stride: Int? = nil, _ a: UnsafePointer<Float>, _ aWalk: PositionWalk, _ b: UnsafePointer<Float>,
    _ bWalk: PositionWalk, length: Int, rows: Int, columns: Int, accumulates: Bool = true
) {
    let panels = Panels(columns: columns)
    for panel in 0..<panels.count * aWalk.outer {
        let (outer, panel) = panel.quotientAndRemainder(dividingBy: panels.count)
        let vectors = panels.vectors(of: panel)
        let first = panels.firstVector(of: panel) * lanes
        let block = BlockSizes.split(rows, vectors: vectors)
        var job = ReductionJob(
            c: c + first, cStride: stride ?? panels.paddedColumns, a: a + outer * aWalk.outerStride, aWalk: aWalk,
            b: b + first + outer * bWalk.outerStride, bWalk: bWalk, length: length,
            lastLanes: stride == nil || !panels.isLast(panel) ? lanes : panels.lastLanes, accumulates: accumulates || outer > 0)
        for _ in 0..<block.full {
            job.run(rows: block.rows, vectors: vectors)
            job.c += block.rows * job.cStride
            job.a += block.rows
        }
        if block.rest > 0 { job.run(rows: block.rest, vectors: vectors) }
    }
}

private struct ReductionJob: BlockKernel {
    var c: UnsafeMutablePointer<Float>
    let cStride: Int
    var a: UnsafePointer<Float>
    let aWalk: PositionWalk
    let b: UnsafePointer<Float>
    let bWalk: PositionWalk
    let length: Int
    /// Lanes in use in the panel's last vector.
    let lastLanes: Int
    let accumulates: Bool

    @inline(never)
    func run<Upper: RegisterBlock, Lower: RegisterBlock>(_: Upper.Type, _: Lower.Type) where Upper.Row == Lower.Row {
        let (aStride, bStride, length) = (aWalk.stride, bWalk.stride, length)
        let (aSkip, bSkip) = (aWalk.middleStride &- length &* aStride, bWalk.middleStride &- length &* bStride)
        var (a, b) = (a, b)
        let below = c + Upper.rows &* cStride
        var (upper, lower) = (Upper(), Lower())
        if accumulates {
            upper.add(c, stride: cStride)
            lower.add(below, stride: cStride)
        }
        // One loop over rows and columns: with a loop inside another the sums would go to memory after each row.
        var left = length
        var positions = aWalk.middle &* length
        while positions > 0 {
            let row = Upper.Row(b)
            upper.add(a, stride: 1, row)
            lower.add(a + Upper.rows, stride: 1, row)
            left &-= 1
            // All ones at the end of a row, else 0.
            let isRowEnd = (left &- 1) &>> 63
            a += aStride &+ isRowEnd & aSkip
            b += bStride &+ isRowEnd & bSkip
            left &+= isRowEnd & length
            positions &-= 1
        }
        // Twice, for the compiler to leave out the test of the lanes where all are in use.
        if lastLanes == lanes {
            upper.store(to: c, stride: cStride, lastLanes: lanes)
            lower.store(to: below, stride: cStride, lastLanes: lanes)
        } else {
            upper.store(to: c, stride: cStride, lastLanes: lastLanes)
            lower.store(to: below, stride: cStride, lastLanes: lastLanes)
        }
    }
}
