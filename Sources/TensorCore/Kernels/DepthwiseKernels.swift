internal import CKernelShims

/// The sizes of a depthwise convolution over one image, and the floats from one place to the next.
///
/// x[row, column, i, j, c] stands for x[row * xRow + column * xColumn + i * tapRow + j * tapColumn + c], which meets
/// output pixel (row, column) with kernel tap (i, j): a stride is in `xRow` and `xColumn`, a dilation in the taps. Nothing
/// is tested against the borders, so the image has its padding around it. It is fastest when x starts on a cache line and
/// its pixels are an odd number of lines apart (80 floats for 64 or 72 channels): no load straddles two lines, and a row
/// does not crowd into a few sets of the cache.
struct DepthwiseShape {
    let rows: Int
    var columns: Int
    let channels: Int
    let kernelHeight: Int
    let kernelWidth: Int

    let xRow: Int
    var xColumn: Int
    let tapRow: Int
    let tapColumn: Int
    /// From the weights of one tap to those of the next: the channels of the layer, of which `channels` may be a part.
    let tapWeight: Int
    let yRow: Int
    var yColumn: Int

    /// How many taps neighbouring outputs are apart, if that is 1 or 2, so that they share columns of x; else 0.
    var step: Int { xColumn == tapColumn ? 1 : xColumn == 2 * tapColumn ? 2 : 0 }

    /// How many outputs those are apart that share columns of x: more than one where taps are further apart than outputs.
    var phases: Int {
        kernelWidth > 1 && xColumn > 0 && tapColumn > xColumn && tapColumn % xColumn == 0 ? tapColumn / xColumn : 1
    }

    /// Every output of a row that is a multiple of `phases` away from `phase`, which is one of its columns.
    func columns(ofPhase phase: Int) -> DepthwiseShape {
        var part = self
        part.columns = (columns - phase - 1) / phases + 1
        part.xColumn = xColumn * phases
        part.yColumn = yColumn * phases
        return part
    }
}

/// What a sum starts from and what becomes of it: y = min(max(bias + sum, lowest), highest), where what y held is added
/// to the sum if `accumulates`. What is not a number stays so.
struct DepthwiseEpilogue {
    /// One number for each channel.
    var bias: UnsafePointer<Float>?
    var accumulates = false
    var lowest = -Float.infinity
    var highest = Float.infinity
}

/// y[row, column, c] = the sum over i, j of x[row, column, i, j, c] * weight[i, j, c], with an ending.
///
/// It is the forward convolution and, with the kernel turned round, the gradient of its input; under stride s that takes
/// s * s calls of fewer taps, each with a `yColumn` of s pixels. Stores touch nothing but the channels; loads reach up to a
/// vector beyond the last one. Each sum goes through the taps row by row, whatever the size of the image.
///
/// Columns are cut into blocks of at most eight, as many as the sums that keep both multipliers busy, and their sizes
/// differ by at most one: 14 is 7 + 7, for 8 + 6 would leave the multipliers idle in the second. Under dilation, blocks are
/// made of every `phases`-th column. Channels are the outermost loop, so that the rows that outputs share stay in the first
/// cache however many channels there are.
func depthwise(
    _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, _ shape: DepthwiseShape,
    _ ending: DepthwiseEpilogue = DepthwiseEpilogue()
) {
    for phase in 0..<min(shape.phases, shape.columns) {
        let part = shape.columns(ofPhase: phase)
        let (y, x) = (y + phase * shape.yColumn, x + phase * shape.xColumn)
        let blocks = (part.columns + 7) / 8
        let (size, larger) = part.columns.quotientAndRemainder(dividingBy: blocks)
        if larger > 0 { depthwiseRun(y, x, weight, part, ending, blocks: larger, size: size + 1) }
        let first = larger * (size + 1)
        depthwiseRun(
            y + first * part.yColumn, x + first * part.xColumn, weight, part, ending, blocks: blocks - larger, size: size)
    }
}

/// `depthwise` over `blocks` blocks of `size` columns.
private func depthwiseRun(
    _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, _ shape: DepthwiseShape,
    _ ending: DepthwiseEpilogue, blocks: Int, size: Int
) {
    switch size {
    case 1: depthwiseRun(y, x, weight, shape, ending, blocks, InlineArray<1, Int8>.self)
    case 2: depthwiseRun(y, x, weight, shape, ending, blocks, InlineArray<2, Int8>.self)
    case 3: depthwiseRun(y, x, weight, shape, ending, blocks, InlineArray<3, Int8>.self)
    case 4: depthwiseRun(y, x, weight, shape, ending, blocks, InlineArray<4, Int8>.self)
    case 5: depthwiseRun(y, x, weight, shape, ending, blocks, InlineArray<5, Int8>.self)
    case 6: depthwiseRun(y, x, weight, shape, ending, blocks, InlineArray<6, Int8>.self)
    case 7: depthwiseRun(y, x, weight, shape, ending, blocks, InlineArray<7, Int8>.self)
    default: depthwiseRun(y, x, weight, shape, ending, blocks, InlineArray<8, Int8>.self)
    }
}

/// `depthwise` over blocks of known size.
@inline(__always)
private func depthwiseRun<let size: Int>(
    _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, _ shape: DepthwiseShape,
    _ ending: DepthwiseEpilogue, _ blocks: Int, _ columns: InlineArray<size, Int8>.Type
) {
    switch (shape.kernelWidth, shape.step) {
    case (2, 1): depthwiseRun(y, x, weight, shape, ending, blocks, columns, InlineArray<2, Int8>.self, InlineArray<1, Int8>.self)
    case (3, 1): depthwiseRun(y, x, weight, shape, ending, blocks, columns, InlineArray<3, Int8>.self, InlineArray<1, Int8>.self)
    case (3, 2): depthwiseRun(y, x, weight, shape, ending, blocks, columns, InlineArray<3, Int8>.self, InlineArray<2, Int8>.self)
    case (5, 1): depthwiseRun(y, x, weight, shape, ending, blocks, columns, InlineArray<5, Int8>.self, InlineArray<1, Int8>.self)
    case (5, 2): depthwiseRun(y, x, weight, shape, ending, blocks, columns, InlineArray<5, Int8>.self, InlineArray<2, Int8>.self)
    case (7, 1): depthwiseRun(y, x, weight, shape, ending, blocks, columns, InlineArray<7, Int8>.self, InlineArray<1, Int8>.self)
    default: depthwiseRun(y, x, weight, shape, ending, blocks, columns, InlineArray<1, Int8>.self, InlineArray<0, Int8>.self)
    }
}

/// `depthwise` over blocks of known size with a kernel `width` taps wide, whose outputs are `step` taps apart; where `step`
/// is 0, the shape has the width, and outputs share nothing.
@inline(never)
private func depthwiseRun<let size: Int, let width: Int, let step: Int>(
    _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, _ shape: DepthwiseShape,
    _ ending: DepthwiseEpilogue, _ blocks: Int, _: InlineArray<size, Int8>.Type, _: InlineArray<width, Int8>.Type,
    _: InlineArray<step, Int8>.Type
) {
    let (lowest, highest) = (Vector(repeating: ending.lowest), Vector(repeating: ending.highest))
    let clamps = ending.lowest != -Float.infinity || ending.highest != Float.infinity
    for channel in stride(from: 0, to: shape.channels, by: lanes) {
        let start = if let bias = ending.bias { load(bias + channel) } else { Vector() }
        let kernel = weight + channel
        let count = min(lanes, shape.channels - channel)
        var (sourceRow, targetRow) = (x + channel, y + channel)
        for _ in 0..<shape.rows {
            var (source, target) = (sourceRow, targetRow)
            for _ in 0..<blocks {
                var sums = InlineArray<size, Vector>(repeating: start)
                if step > 0 {
                    addSharing(&sums, source, kernel, shape, InlineArray<width, Int8>.self, InlineArray<step, Int8>.self)
                } else {
                    addPlain(&sums, source, kernel, shape)
                }
                if ending.accumulates { add(&sums, target, shape.yColumn) }
                if clamps {
                    for column in 0..<size {
                        let raised = nas_vector_at_least(sums[unchecked: column], lowest)
                        sums[unchecked: column] = nas_vector_at_most(raised, highest)
                    }
                }
                store(target, sums, shape.yColumn, count)
                source += size &* shape.xColumn
                target += size &* shape.yColumn
            }
            sourceRow += shape.xRow
            targetRow += shape.yRow
        }
    }
}

/// What y holds is added.
@inline(__always)
private func add<let size: Int>(_ sums: inout InlineArray<size, Vector>, _ y: UnsafeMutablePointer<Float>, _ distance: Int) {
    var place = y
    for column in 0..<size {
        sums[unchecked: column] += load(place)
        place += distance
    }
}

/// The first `count` channels of each sum: all lanes, half of them (24, 72, 120 channels in vectors of 16), or any number.
/// That last case is out of line, for its many branches would take registers from the loops around it.
@inline(__always)
private func store<let size: Int>(
    _ y: UnsafeMutablePointer<Float>, _ sums: InlineArray<size, Vector>, _ distance: Int, _ count: Int
) {
    if count == lanes {
        var place = y
        for column in 0..<size {
            prefetchAhead(place)
            store(place, sums[unchecked: column])
            place += distance
        }
    } else if count == lanes / 2 {
        var place = y
        for column in 0..<size {
            prefetchAhead(place)
            store(place, sums[unchecked: column], lanes: lanes / 2)
            place += distance
        }
    } else {
        storePart(y, sums, distance, count)
    }
}

@inline(never)
private func storePart<let size: Int>(
    _ y: UnsafeMutablePointer<Float>, _ sums: InlineArray<size, Vector>, _ distance: Int, _ count: Int
) {
    var place = y
    for column in 0..<size {
        store(place, sums[unchecked: column], lanes: count)
        place += distance
    }
}

/// Sums over the taps of `width` columns. Each vector of x is loaded once for all outputs of the block that meet it, so that
/// loads, which may straddle two cache lines, do not hold up the multipliers. Sums and a row of the kernel are in registers.
@inline(__always)
private func addSharing<let size: Int, let width: Int, let step: Int>(
    _ sums: inout InlineArray<size, Vector>, _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, _ shape: DepthwiseShape,
    _: InlineArray<width, Int8>.Type, _: InlineArray<step, Int8>.Type
) {
    var (row, weight) = (x, weight)
    for _ in 0..<shape.kernelHeight {
        var factors = InlineArray<width, Vector>(repeating: Vector())
        for j in 0..<width {
            factors[unchecked: j] = load(weight)
            weight += shape.tapWeight
        }
        var source = row
        for place in 0..<(size - 1) * step + width {
            let value = load(source)
            source += shape.tapColumn
            for j in 0..<width where place >= j && (place - j) % step == 0 && (place - j) / step < size {
                let column = (place - j) / step
                sums[unchecked: column] = multiplyAdd(value, factors[unchecked: j], sums[unchecked: column])
            }
        }
        row += shape.tapRow
    }
}

/// Sums over the taps of a kernel of any width, with a load of x for each product.
@inline(__always)
private func addPlain<let size: Int>(
    _ sums: inout InlineArray<size, Vector>, _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, _ shape: DepthwiseShape
) {
    var (row, weight) = (x, weight)
    for _ in 0..<shape.kernelHeight {
        var source = row
        for _ in 0..<shape.kernelWidth {
            let factor = load(weight)
            var place = source
            for column in 0..<size {
                sums[unchecked: column] = multiplyAdd(load(place), factor, sums[unchecked: column])
                place += shape.xColumn
            }
            source += shape.tapColumn
            weight += shape.tapWeight
        }
        row += shape.tapRow
    }
}
