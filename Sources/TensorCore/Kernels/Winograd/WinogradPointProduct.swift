/// One panel's products for the points of a block of tiles: m[point, tile, column] = the sum over k of v[point, tile, k]
/// * u[point, k, column].
struct PointJob {
    var m: UnsafeMutablePointer<Float>
    /// Floats from one point to the next.
    let mStride: Int
    /// Floats from one tile to the next.
    let mWidth: Int
    var v: UnsafePointer<Float>
    let vStride: Int
    let u: UnsafePointer<Float>
    let inputs: Int
    /// Register blocks of tiles.
    var blocks: Int
}

@inline(never)
private func run<Upper: RegisterBlock, Lower: RegisterBlock>(_ job: borrowing PointJob, _: Upper.Type, _: Lower.Type)
where Upper.Row == Lower.Row {
    let (inputs, blocks, tiles) = (job.inputs, job.blocks, Upper.rows + Lower.rows)
    let width = Upper.Row.vectors &* lanes
    let (mWidth, vWidth) = (job.mWidth, paddedToLanes(inputs))
    let below = Upper.rows &* vWidth
    var (points, mPoint, vPoint, uPoint) = (WinogradTiles.points, job.m, job.v, job.u)
    while points > 0 {
        var (block, m, v) = (blocks, mPoint, vPoint)
        while block > 0 {
            var (upper, lower) = (Upper(), Lower())
            var (u, place, count) = (uPoint, v, inputs)
            while count > 0 {
                let row = Upper.Row(u)
                upper.add(place, stride: vWidth, row)
                lower.add(place + below, stride: vWidth, row)
                u += width
                place += 1
                count &-= 1
            }
            upper.store(to: m, stride: mWidth, lastLanes: lanes)
            lower.store(to: m + Upper.rows &* mWidth, stride: mWidth, lastLanes: lanes)
            m += tiles &* mWidth
            v += tiles &* vWidth
            block &-= 1
        }
        mPoint += job.mStride
        vPoint += job.vStride
        uPoint += inputs &* width
        points &-= 1
    }
}

/// One case for each block of tiles: a block's type must be known when it is compiled.
func runBlocks(_ job: borrowing PointJob, rows: Int, vectors: Int) {
    switch vectors {
    case 1: runBlocks1(job, rows: rows)
    case 2: runBlocks2(job, rows: rows)
    default: runBlocks3(job, rows: rows)
    }
}

private func runBlocks1(_ job: borrowing PointJob, rows: Int) {
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

private func runBlocks2(_ job: borrowing PointJob, rows: Int) {
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

private func runBlocks3(_ job: borrowing PointJob, rows: Int) {
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
