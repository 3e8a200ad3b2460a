internal import CKernelShims

/// How the inner dimension of a product lies in the left operand: `outer` x `inner` runs of `length` neighbouring floats.
/// A matrix is one run. A convolution over a padded image is a run of kernel width x channels for each kernel row, so that it
/// is a product with rows that overlap, and no column matrix is made.
struct InnerWalk {
    var outer = 1
    var outerStride = 0
    var inner = 1
    var innerStride = 0
    var length: Int

    /// The inner dimension.
    var count: Int { outer * inner * length }
}

/// What becomes of a product before it is stored.
struct ProductEpilogue {
    /// Added to each row; as many floats as the panels have, the empty lanes included.
    var bias: UnsafePointer<Float>?
    /// Added to the product: the target itself, or what lies in another buffer in the same way as the target.
    var addend: UnsafePointer<Float>?
    /// Limits of the result; not-a-number goes through.
    var lowest = -Float.infinity
    var highest = Float.infinity

    var clamps: Bool { lowest > -.infinity || highest < .infinity }
}

/// The target and the left operand of a product whose rows are the positions of an image: row (y, x) begins at
/// `y * row + x * column`.
struct PositionStrides {
    let row: Int
    let column: Int
}

/// Weights in the order in which the kernel reads them: for each panel, for each place of the inner dimension, the panel's
/// columns, empty lanes zero. `weight(k, column)` lies at `source[k * innerStride + column * columnStride]`; these `inner`
/// places are written from place `first` of `total`.
func packPanels(
    _ packed: UnsafeMutablePointer<Float>, _ source: UnsafePointer<Float>, inner: Int, innerStride: Int, columns: Int, columnStride: Int,
    at first: Int = 0, of total: Int? = nil
) {
    let panels = Panels(columns: columns)
    var panelStart = packed
    for panel in 0..<panels.count {
        let width = panels.vectors(of: panel) * lanes
        let firstColumn = panels.firstVector(of: panel) * lanes
        let used = min(width, columns - firstColumn)
        var target = panelStart + first * width
        for k in 0..<inner {
            let row = source + k * innerStride + firstColumn * columnStride
            if columnStride == 1 {
                copy(target, row, count: used)
            } else {
                for column in 0..<used { target[column] = row[column * columnStride] }
            }
            for column in used..<max(width, used) { target[column] = 0 }
            target += width
        }
        panelStart += (total ?? inner) * width
    }
}

/// c[y, x, column] = the sum over k of a[y, x, k] * b[k, column], for `height` x `width` rows, all panels of `packed`.
///
/// A block of rows times a panel of vectors stays in registers while the inner dimension is walked once; each weight vector
/// serves all rows of the block and each broadcast number all vectors of the panel (Goto and van de Geijn 2008, with the
/// left operand read where it lies, as it is narrow enough for the cache).
func rowProduct(
    _ c: UnsafeMutablePointer<Float>, _ cStrides: PositionStrides, _ a: UnsafePointer<Float>, _ aStrides: PositionStrides,
    _ walk: InnerWalk, packed: UnsafePointer<Float>, columns: Int, height: Int, width: Int, _ epilogue: ProductEpilogue
) {
    let panels = Panels(columns: columns)
    var b = packed
    for panel in 0..<panels.count {
        let vectors = panels.vectors(of: panel)
        let first = panels.firstVector(of: panel) * lanes
        let block = RegisterBlock.split(width, vectors: vectors)
        var job = RowJob(
            c: c + first, cStrides: cStrides, a: a, aStrides: aStrides, walk: walk, b: b, height: height, blocks: block.full,
            lastLanes: panels.isLast(panel) ? panels.lastLanes : lanes, epilogue: epilogue)
        job.epilogue.bias = epilogue.bias.map { $0 + first }
        job.epilogue.addend = epilogue.addend.map { $0 + first }
        runBlocks(job, rows: block.rows, vectors: vectors)
        if block.rest > 0 {
            let done = block.full * block.rows
            job.c += done * cStrides.column
            job.a += done * aStrides.column
            job.epilogue.addend = job.epilogue.addend.map { $0 + done * cStrides.column }
            job.blocks = 1
            runBlocks(job, rows: block.rest, vectors: vectors)
        }
        b += walk.count * vectors * lanes
    }
}

/// One panel's share of a product.
private struct RowJob {
    var c: UnsafeMutablePointer<Float>
    let cStrides: PositionStrides
    var a: UnsafePointer<Float>
    let aStrides: PositionStrides
    let walk: InnerWalk
    let b: UnsafePointer<Float>
    let height: Int
    /// Blocks of rows side by side.
    var blocks: Int
    /// Lanes in use in the panel's last vector.
    let lastLanes: Int
    var epilogue: ProductEpilogue
}

@inline(__always)
private func run<let R: Int, let N: Int>(_ job: borrowing RowJob, _: Size<R>.Type, _: Size<N>.Type) {
    let walk = job.walk
    let (aColumn, cColumn) = (job.aStrides.column, job.cStrides.column)
    let (clamps, isWhole, lastLanes) = (job.epilogue.clamps, job.lastLanes == lanes, job.lastLanes)
    for y in 0..<job.height {
        for block in 0..<job.blocks {
            let a = job.a + y * job.aStrides.row + block * R * aColumn
            let c = job.c + y * job.cStrides.row + block * R * cColumn
            var sums = InlineArray<R, InlineArray<N, Vector>>(repeating: InlineArray<N, Vector>(repeating: Vector()))
            if let bias = job.epilogue.bias {
                for r in 0..<R { for n in 0..<N { sums[unchecked: r][unchecked: n] = load(bias + n * lanes) } }
            }
            var b = job.b
            for outer in 0..<walk.outer {
                for inner in 0..<walk.inner {
                    var place = a + outer * walk.outerStride + inner * walk.innerStride
                    for _ in 0..<walk.length {
                        var row = InlineArray<N, Vector>(repeating: Vector())
                        for n in 0..<N { row[unchecked: n] = load(b + n * lanes) }
                        for r in 0..<R {
                            let factor = Vector(repeating: place[r * aColumn])
                            for n in 0..<N {
                                sums[unchecked: r][unchecked: n] = multiplyAdd(factor, row[unchecked: n], sums[unchecked: r][unchecked: n])
                            }
                        }
                        place += 1
                        b += N * lanes
                    }
                }
            }
            if let addend = job.epilogue.addend {
                // May read behind the columns: the next row's, or the slack behind a buffer.
                let source = addend + y * job.cStrides.row + block * R * cColumn
                for r in 0..<R {
                    for n in 0..<N { sums[unchecked: r][unchecked: n] += load(source + r * cColumn + n * lanes) }
                }
            }
            if clamps {
                let (lowest, highest) = (Vector(repeating: job.epilogue.lowest), Vector(repeating: job.epilogue.highest))
                for r in 0..<R {
                    for n in 0..<N {
                        sums[unchecked: r][unchecked: n] = nas_vector_at_most(
                            nas_vector_at_least(sums[unchecked: r][unchecked: n], lowest), highest)
                    }
                }
            }
            for r in 0..<R {
                for n in 0..<N - 1 { store(c + r * cColumn + n * lanes, sums[unchecked: r][unchecked: n]) }
            }
            if isWhole {
                for r in 0..<R { store(c + r * cColumn + (N - 1) * lanes, sums[unchecked: r][unchecked: N - 1]) }
            } else {
                for r in 0..<R { store(c + r * cColumn + (N - 1) * lanes, sums[unchecked: r][unchecked: N - 1], lanes: lastLanes) }
            }
        }
    }
}

/// One function for each block of rows: what is unrolled must be known when it is compiled.
private func runBlocks(_ job: borrowing RowJob, rows: Int, vectors: Int) {
    switch vectors {
    case 1: runBlocks1(job, rows: rows)
    case 2: runBlocks2(job, rows: rows)
    default: runBlocks3(job, rows: rows)
    }
}

@inline(never)
private func runBlocks1(_ job: borrowing RowJob, rows: Int) {
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
private func runBlocks2(_ job: borrowing RowJob, rows: Int) {
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
private func runBlocks3(_ job: borrowing RowJob, rows: Int) {
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
