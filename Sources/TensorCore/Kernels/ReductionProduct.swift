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
            runBlock(job, rows: block.rows, vectors: vectors)
            job.c += block.rows * job.cStride
            job.a += block.rows
        }
        if block.rest > 0 { runBlock(job, rows: block.rest, vectors: vectors) }
    }
}

private struct ReductionJob {
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
}

@inline(never)
private func run<Upper: RegisterBlock, Lower: RegisterBlock>(_ job: borrowing ReductionJob, _: Upper.Type, _: Lower.Type)
where Upper.Row == Lower.Row {
    let (aStride, bStride, length) = (job.aWalk.stride, job.bWalk.stride, job.length)
    let (aSkip, bSkip) = (job.aWalk.middleStride &- length &* aStride, job.bWalk.middleStride &- length &* bStride)
    var (a, b) = (job.a, job.b)
    let below = job.c + Upper.rows &* job.cStride
    var (upper, lower) = (Upper(), Lower())
    if job.accumulates {
        upper.add(job.c, stride: job.cStride)
        lower.add(below, stride: job.cStride)
    }
    // One loop over rows and columns: with a loop inside another the sums would go to memory after each row.
    var left = length
    var positions = job.aWalk.middle &* length
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
    if job.lastLanes == lanes {
        upper.store(to: job.c, stride: job.cStride, lastLanes: lanes)
        lower.store(to: below, stride: job.cStride, lastLanes: lanes)
    } else {
        upper.store(to: job.c, stride: job.cStride, lastLanes: job.lastLanes)
        lower.store(to: below, stride: job.cStride, lastLanes: job.lastLanes)
    }
}

/// One case for each block of rows: a block's type must be known when it is compiled.
private func runBlock(_ job: borrowing ReductionJob, rows: Int, vectors: Int) {
    switch vectors {
    case 1: runBlock1(job, rows: rows)
    case 2: runBlock2(job, rows: rows)
    default: runBlock3(job, rows: rows)
    }
}

private func runBlock1(_ job: borrowing ReductionJob, rows: Int) {
    switch rows {
    case 1: run(job, Rows1<RegisterRow1>.self, Rows0<RegisterRow1>.self)
    case 2: run(job, Rows1<RegisterRow1>.self, Rows1<RegisterRow1>.self)
    case 3: run(job, Rows2<RegisterRow1>.self, Rows1<RegisterRow1>.self)
    case 4: run(job, Rows2<RegisterRow1>.self, Rows2<RegisterRow1>.self)
    case 5: run(job, Rows3<RegisterRow1>.self, Rows2<RegisterRow1>.self)
    case 6: run(job, Rows3<RegisterRow1>.self, Rows3<RegisterRow1>.self)
    case 7: run(job, Rows4<RegisterRow1>.self, Rows3<RegisterRow1>.self)
    case 8: run(job, Rows4<RegisterRow1>.self, Rows4<RegisterRow1>.self)
    case 9: run(job, Rows5<RegisterRow1>.self, Rows4<RegisterRow1>.self)
    case 10: run(job, Rows5<RegisterRow1>.self, Rows5<RegisterRow1>.self)
    case 11: run(job, Rows6<RegisterRow1>.self, Rows5<RegisterRow1>.self)
    case 12: run(job, Rows6<RegisterRow1>.self, Rows6<RegisterRow1>.self)
    #if NAS_X86_64_V4 || arch(arm64)
    case 13: run(job, Rows7<RegisterRow1>.self, Rows6<RegisterRow1>.self)
    case 14: run(job, Rows7<RegisterRow1>.self, Rows7<RegisterRow1>.self)
    case 15: run(job, Rows8<RegisterRow1>.self, Rows7<RegisterRow1>.self)
    case 16: run(job, Rows8<RegisterRow1>.self, Rows8<RegisterRow1>.self)
    case 17: run(job, Rows9<RegisterRow1>.self, Rows8<RegisterRow1>.self)
    case 18: run(job, Rows9<RegisterRow1>.self, Rows9<RegisterRow1>.self)
    case 19: run(job, Rows10<RegisterRow1>.self, Rows9<RegisterRow1>.self)
    case 20: run(job, Rows10<RegisterRow1>.self, Rows10<RegisterRow1>.self)
    case 21: run(job, Rows11<RegisterRow1>.self, Rows10<RegisterRow1>.self)
    case 22: run(job, Rows11<RegisterRow1>.self, Rows11<RegisterRow1>.self)
    case 23: run(job, Rows12<RegisterRow1>.self, Rows11<RegisterRow1>.self)
    case 24: run(job, Rows12<RegisterRow1>.self, Rows12<RegisterRow1>.self)
    #endif
    default: preconditionFailure("no block of \(rows) rows")
    }
}

private func runBlock2(_ job: borrowing ReductionJob, rows: Int) {
    switch rows {
    case 1: run(job, Rows1<RegisterRow2>.self, Rows0<RegisterRow2>.self)
    case 2: run(job, Rows1<RegisterRow2>.self, Rows1<RegisterRow2>.self)
    case 3: run(job, Rows2<RegisterRow2>.self, Rows1<RegisterRow2>.self)
    case 4: run(job, Rows2<RegisterRow2>.self, Rows2<RegisterRow2>.self)
    case 5: run(job, Rows3<RegisterRow2>.self, Rows2<RegisterRow2>.self)
    case 6: run(job, Rows3<RegisterRow2>.self, Rows3<RegisterRow2>.self)
    #if NAS_X86_64_V4 || arch(arm64)
    case 7: run(job, Rows4<RegisterRow2>.self, Rows3<RegisterRow2>.self)
    case 8: run(job, Rows4<RegisterRow2>.self, Rows4<RegisterRow2>.self)
    case 9: run(job, Rows5<RegisterRow2>.self, Rows4<RegisterRow2>.self)
    case 10: run(job, Rows5<RegisterRow2>.self, Rows5<RegisterRow2>.self)
    case 11: run(job, Rows6<RegisterRow2>.self, Rows5<RegisterRow2>.self)
    case 12: run(job, Rows6<RegisterRow2>.self, Rows6<RegisterRow2>.self)
    case 13: run(job, Rows7<RegisterRow2>.self, Rows6<RegisterRow2>.self)
    case 14: run(job, Rows7<RegisterRow2>.self, Rows7<RegisterRow2>.self)
    #endif
    default: preconditionFailure("no block of \(rows) rows")
    }
}

private func runBlock3(_ job: borrowing ReductionJob, rows: Int) {
    switch rows {
    case 1: run(job, Rows1<RegisterRow3>.self, Rows0<RegisterRow3>.self)
    case 2: run(job, Rows1<RegisterRow3>.self, Rows1<RegisterRow3>.self)
    case 3: run(job, Rows2<RegisterRow3>.self, Rows1<RegisterRow3>.self)
    case 4: run(job, Rows2<RegisterRow3>.self, Rows2<RegisterRow3>.self)
    #if NAS_X86_64_V4 || arch(arm64)
    case 5: run(job, Rows3<RegisterRow3>.self, Rows2<RegisterRow3>.self)
    case 6: run(job, Rows3<RegisterRow3>.self, Rows3<RegisterRow3>.self)
    case 7: run(job, Rows4<RegisterRow3>.self, Rows3<RegisterRow3>.self)
    case 8: run(job, Rows4<RegisterRow3>.self, Rows4<RegisterRow3>.self)
    #endif
    default: preconditionFailure("no block of \(rows) rows")
    }
}
