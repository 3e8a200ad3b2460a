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

/// c[k, column] += the sum over positions p of a[p, k] * b[p, column], for `rows` neighbouring places k of the left operand.
///
/// The sums of a block of rows times a panel of columns stay in registers over all positions. Rows of c are
/// `Panels(columns:).paddedColumns` wide: empty lanes get what lies behind b's columns, which nobody reads.
func reductionProduct(
    _ c: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ aWalk: PositionWalk, _ b: UnsafePointer<Float>, _ bWalk: PositionWalk,
    length: Int, rows: Int, columns: Int
) {
    let panels = Panels(columns: columns)
    for panel in 0..<panels.count {
        let vectors = panels.vectors(of: panel)
        let first = panels.firstVector(of: panel) * lanes
        let block = RegisterBlock.split(rows, vectors: vectors)
        var job = ReductionJob(
            c: c + first, cStride: panels.paddedColumns, a: a, aWalk: aWalk, b: b + first, bWalk: bWalk, length: length)
        for _ in 0..<block.full {
            runBlock(job, rows: block.rows, vectors: vectors)
            job.c += block.rows * panels.paddedColumns
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
}

@inline(__always)
private func run<let R: Int, let N: Int>(_ job: borrowing ReductionJob, _: Size<R>.Type, _: Size<N>.Type) {
    var sums = InlineArray<R, InlineArray<N, Vector>>(repeating: InlineArray<N, Vector>(repeating: Vector()))
    let (aStride, bStride) = (job.aWalk.stride, job.bWalk.stride)
    for outer in 0..<job.aWalk.outer {
        for middle in 0..<job.aWalk.middle {
            var a = job.a + outer * job.aWalk.outerStride + middle * job.aWalk.middleStride
            var b = job.b + outer * job.bWalk.outerStride + middle * job.bWalk.middleStride
            for _ in 0..<job.length {
                var row = InlineArray<N, Vector>(repeating: Vector())
                for n in 0..<N { row[unchecked: n] = load(b + n * lanes) }
                for r in 0..<R {
                    let factor = Vector(repeating: a[r])
                    for n in 0..<N {
                        sums[unchecked: r][unchecked: n] = multiplyAdd(factor, row[unchecked: n], sums[unchecked: r][unchecked: n])
                    }
                }
                a += aStride
                b += bStride
            }
        }
    }
    for r in 0..<R {
        for n in 0..<N {
            let target = job.c + r * job.cStride + n * lanes
            store(target, load(target) + sums[unchecked: r][unchecked: n])
        }
    }
}

/// One function for each block of rows: what is unrolled must be known when it is compiled.
private func runBlock(_ job: borrowing ReductionJob, rows: Int, vectors: Int) {
    switch vectors {
    case 1: runBlock1(job, rows: rows)
    case 2: runBlock2(job, rows: rows)
    default: runBlock3(job, rows: rows)
    }
}

@inline(never)
private func runBlock1(_ job: borrowing ReductionJob, rows: Int) {
    switch rows {
    case 1: run(job, Size<1>.self, Size<1>.self)
    case 2: run(job, Size<2>.self, Size<1>.self)
    case 3: run(job, Size<3>.self, Size<1>.self)
    case 4: run(job, Size<4>.self, Size<1>.self)
    case 5: run(job, Size<5>.self, Size<1>.self)
    case 6: run(job, Size<6>.self, Size<1>.self)
    case 7: run(job, Size<7>.self, Size<1>.self)
    case 8: run(job, Size<8>.self, Size<1>.self)
    case 9: run(job, Size<9>.self, Size<1>.self)
    case 10: run(job, Size<10>.self, Size<1>.self)
    case 11: run(job, Size<11>.self, Size<1>.self)
    case 12: run(job, Size<12>.self, Size<1>.self)
    #if NAS_X86_64_V4 || arch(arm64)
    case 13: run(job, Size<13>.self, Size<1>.self)
    case 14: run(job, Size<14>.self, Size<1>.self)
    case 15: run(job, Size<15>.self, Size<1>.self)
    case 16: run(job, Size<16>.self, Size<1>.self)
    case 17: run(job, Size<17>.self, Size<1>.self)
    case 18: run(job, Size<18>.self, Size<1>.self)
    case 19: run(job, Size<19>.self, Size<1>.self)
    case 20: run(job, Size<20>.self, Size<1>.self)
    case 21: run(job, Size<21>.self, Size<1>.self)
    case 22: run(job, Size<22>.self, Size<1>.self)
    case 23: run(job, Size<23>.self, Size<1>.self)
    case 24: run(job, Size<24>.self, Size<1>.self)
    #endif
    default: preconditionFailure("no block of \(rows) rows")
    }
}

@inline(never)
private func runBlock2(_ job: borrowing ReductionJob, rows: Int) {
    switch rows {
    case 1: run(job, Size<1>.self, Size<2>.self)
    case 2: run(job, Size<2>.self, Size<2>.self)
    case 3: run(job, Size<3>.self, Size<2>.self)
    case 4: run(job, Size<4>.self, Size<2>.self)
    case 5: run(job, Size<5>.self, Size<2>.self)
    case 6: run(job, Size<6>.self, Size<2>.self)
    #if NAS_X86_64_V4 || arch(arm64)
    case 7: run(job, Size<7>.self, Size<2>.self)
    case 8: run(job, Size<8>.self, Size<2>.self)
    case 9: run(job, Size<9>.self, Size<2>.self)
    case 10: run(job, Size<10>.self, Size<2>.self)
    case 11: run(job, Size<11>.self, Size<2>.self)
    case 12: run(job, Size<12>.self, Size<2>.self)
    case 13: run(job, Size<13>.self, Size<2>.self)
    case 14: run(job, Size<14>.self, Size<2>.self)
    #endif
    default: preconditionFailure("no block of \(rows) rows")
    }
}

@inline(never)
private func runBlock3(_ job: borrowing ReductionJob, rows: Int) {
    switch rows {
    case 1: run(job, Size<1>.self, Size<3>.self)
    case 2: run(job, Size<2>.self, Size<3>.self)
    case 3: run(job, Size<3>.self, Size<3>.self)
    case 4: run(job, Size<4>.self, Size<3>.self)
    #if NAS_X86_64_V4 || arch(arm64)
    case 5: run(job, Size<5>.self, Size<3>.self)
    case 6: run(job, Size<6>.self, Size<3>.self)
    case 7: run(job, Size<7>.self, Size<3>.self)
    case 8: run(job, Size<8>.self, Size<3>.self)
    #endif
    default: preconditionFailure("no block of \(rows) rows")
    }
}
