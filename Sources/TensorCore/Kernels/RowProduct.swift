/// How the inner dimension of a product lies in the left operand: `outer` x `inner` runs of `length` neighbouring floats.
/// A matrix is one run. A convolution over a padded image is a run of kernel width x channels for each kernel row (`inner`),
/// so that it is a product with rows that overlap, and no column matrix is made.
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
        let block = BlockSizes.split(width, vectors: vectors)
        var job = RowJob(
            c: c + first, cStrides: cStrides, a: a, aStrides: aStrides, walk: walk, b: b, height: height, blocks: block.full,
            lastLanes: panels.isLast(panel) ? panels.lastLanes : lanes, epilogue: epilogue)
        job.epilogue.bias = epilogue.bias.map { $0 + first }
        job.epilogue.addend = epilogue.addend.map { $0 + first }
        job.run(rows: block.rows, vectors: vectors)
        if block.rest > 0 {
            let done = block.full * block.rows
            job.c += done * cStrides.column
            job.a += done * aStrides.column
            job.epilogue.addend = job.epilogue.addend.map { $0 + done * cStrides.column }
            job.blocks = 1
            job.run(rows: block.rest, vectors: vectors)
        }
        b += walk.count * vectors * lanes
    }
}

/// One panel's share of a product.
private struct RowJob: BlockKernel {
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

    @inline(never)
    func run<Upper: RegisterBlock, Lower: RegisterBlock>(_: Upper.Type, _: Lower.Type) where Upper.Row == Lower.Row {
        let walk = walk
        let (aColumn, cColumn) = (aStrides.column, cStrides.column)
        let (clamps, lastLanes) = (epilogue.clamps, lastLanes)
        let (lowest, highest) = (Vector(repeating: epilogue.lowest), Vector(repeating: epilogue.highest))
        let rows = Upper.rows + Lower.rows
        let skip = walk.innerStride &- walk.length &+ 1
        var y = 0
        while y < height {
            var block = 0
            while block < blocks {
                let a = a + (y &* aStrides.row &+ block &* rows &* aColumn)
                let offset = y &* cStrides.row &+ block &* rows &* cColumn
                var (upper, lower) = (Upper(), Lower())
                if let bias = epilogue.bias { (upper, lower) = (Upper(repeating: Upper.Row(bias)), Lower(repeating: Upper.Row(bias))) }
                var b = b
                var outer = 0
                while outer < walk.outer {
                    var place = a + outer &* walk.outerStride
                    // One loop over all runs: with a loop inside another the sums would go to memory after each run.
                    var left = walk.length
                    var count = walk.inner &* walk.length
                    while count > 0 {
                        let row = Upper.Row(b)
                        upper.add(place, stride: aColumn, row)
                        lower.add(place + Upper.rows &* aColumn, stride: aColumn, row)
                        b += Upper.Row.vectors &* lanes
                        left &-= 1
                        place += left == 0 ? skip : 1
                        left = left == 0 ? walk.length : left
                        count &-= 1
                    }
                    outer &+= 1
                }
                let (c, below) = (c + offset, Upper.rows &* cColumn)
                if let addend = epilogue.addend {
                    // May read behind the columns: the next row's, or the slack behind a buffer.
                    upper.add(addend + offset, stride: cColumn)
                    lower.add(addend + offset + below, stride: cColumn)
                }
                if clamps {
                    upper.clamp(lowest, highest)
                    lower.clamp(lowest, highest)
                }
                Self.store(upper, lower, to: c, stride: cColumn, lastLanes: lastLanes)
                block &+= 1
            }
            y &+= 1
        }
    }

    @inline(__always)
    private static func store<Upper: RegisterBlock, Lower: RegisterBlock>(
        _ upper: Upper, _ lower: Lower, to c: UnsafeMutablePointer<Float>, stride: Int, lastLanes: Int
    ) {
        let below = Upper.rows &* stride
        // Twice, for the compiler to leave out the test of the lanes where all are in use.
        if lastLanes == lanes {
            upper.store(to: c, stride: stride, lastLanes: lanes)
            lower.store(to: c + below, stride: stride, lastLanes: lanes)
        } else {
            upper.store(to: c, stride: stride, lastLanes: lastLanes)
            lower.store(to: c + below, stride: stride, lastLanes: lastLanes)
        }
    }
}
