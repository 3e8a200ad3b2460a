/// Most rows of each of three runs whose sums fit into registers together.
#if NAS_X86_64_V4 || arch(arm64)
let mostRowsOfThreeRuns = 9
#else
let mostRowsOfThreeRuns = 4
#endif

/// `reductionProduct` for three short runs of the left operand at once, `runStride` apart: the three rows of a kernel over few
/// channels. Each run alone would have too few sums to keep the multipliers busy. Rows of c follow each other run by run.
func reductionProduct3(
    _ c: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, runStride: Int, _ aWalk: PositionWalk, _ b: UnsafePointer<Float>,
    _ bWalk: PositionWalk, length: Int, rows: Int, columns: Int
) {
    let stride = Panels(columns: columns).paddedColumns
    for outer in 0..<aWalk.outer {
        for vector in 0..<stride / lanes {
            let job = ThreeRuns(
                c: c + vector * lanes, cStride: stride, a: a + outer * aWalk.outerStride, runStride: runStride, aWalk: aWalk,
                b: b + outer * bWalk.outerStride + vector * lanes, bWalk: bWalk, length: length)
            switch rows {
            case 1: run(job, Rows1<RegisterRow1>.self)
            case 2: run(job, Rows2<RegisterRow1>.self)
            case 3: run(job, Rows3<RegisterRow1>.self)
            case 4: run(job, Rows4<RegisterRow1>.self)
            #if NAS_X86_64_V4 || arch(arm64)
            case 5: run(job, Rows5<RegisterRow1>.self)
            case 6: run(job, Rows6<RegisterRow1>.self)
            case 7: run(job, Rows7<RegisterRow1>.self)
            case 8: run(job, Rows8<RegisterRow1>.self)
            case 9: run(job, Rows9<RegisterRow1>.self)
            #endif
            default: preconditionFailure("no block of three times \(rows) rows")
            }
        }
    }
}

private struct ThreeRuns {
    let c: UnsafeMutablePointer<Float>
    let cStride: Int
    let a: UnsafePointer<Float>
    let runStride: Int
    let aWalk: PositionWalk
    let b: UnsafePointer<Float>
    let bWalk: PositionWalk
    let length: Int
}

@inline(never)
private func run<Block: RegisterBlock>(_ job: borrowing ThreeRuns, _: Block.Type) {
    let (aStride, bStride, length) = (job.aWalk.stride, job.bWalk.stride, job.length)
    let (aSkip, bSkip) = (job.aWalk.middleStride &- length &* aStride, job.bWalk.middleStride &- length &* bStride)
    let (runStride, cStride) = (job.runStride, job.cStride)
    var (a, b) = (job.a, job.b)
    let (second, third) = (job.c + Block.rows &* cStride, job.c + 2 &* Block.rows &* cStride)
    var (x, y, z) = (Block(), Block(), Block())
    x.add(job.c, stride: cStride)
    y.add(second, stride: cStride)
    z.add(third, stride: cStride)
    var left = length
    var positions = job.aWalk.middle &* length
    // One loop over rows and columns, as in `reductionProduct`.
    while positions > 0 {
        let row = Block.Row(b)
        x.add(a, stride: 1, row)
        y.add(a + runStride, stride: 1, row)
        z.add(a + 2 &* runStride, stride: 1, row)
        left &-= 1
        let isRowEnd = (left &- 1) &>> 63
        a += aStride &+ isRowEnd & aSkip
        b += bStride &+ isRowEnd & bSkip
        left &+= isRowEnd & length
        positions &-= 1
    }
    x.store(to: job.c, stride: cStride, lastLanes: lanes)
    y.store(to: second, stride: cStride, lastLanes: lanes)
    z.store(to: third, stride: cStride, lastLanes: lanes)
}
