/// gradient[i, j, c] += the sum over row, column of x[row, column, i, j, c] * outputGradient[row, column, c], places of x and of the
/// outputGradient as in `depthwise`.
///
/// The kernel is cut into tiles whose sums stay in registers while positions go by: 3 x 3 whole, 5 x 5 whole where there are
/// 32 registers. A sum takes the positions row by row, under dilation those of each phase by themselves, and then joins the
/// gradient: its bits depend on the sizes alone, neither on the tiles nor on the width of a vector.
func depthwiseWeightGradient(
    _ gradient: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ outputGradient: UnsafePointer<Float>, _ shape: DepthwiseShape
) {
    for phase in 0..<min(shape.phases, shape.columns) {
        let part = shape.columns(ofPhase: phase)
        let (x, outputGradient) = (x + phase * shape.xColumn, outputGradient + phase * shape.yColumn)
        var j = 0
        while j < shape.kernelWidth {
            let width = tileWidth(shape.kernelWidth - j)
            var i = 0
            while i < shape.kernelHeight {
                let height = tileHeight(shape.kernelHeight - i, width: width)
                let target = gradient + (i * shape.kernelWidth + j) * shape.tapWeight
                depthwiseTile(target, x + (i * shape.tapRow + j * shape.tapColumn), outputGradient, part, height: height, width: width)
                i += height
            }
            j += width
        }
    }
}

/// The widest tile in what is left of a kernel's width.
private func tileWidth(_ left: Int) -> Int { left >= 5 ? 5 : left == 4 ? 2 : left }

/// The highest tile in what is left of a kernel's height whose sums leave registers for a block of the slope.
private func tileHeight(_ left: Int, width: Int) -> Int {
    #if NAS_X86_64_V4
    let most = width == 5 ? 5 : 3
    #else
    let most = width == 5 ? 2 : 3
    #endif
    return left >= most ? most : 1
}

private func depthwiseTile(
    _ gradient: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ outputGradient: UnsafePointer<Float>, _ shape: DepthwiseShape,
    height: Int, width: Int
) {
    switch (height, width) {
    case (1, 1): depthwiseTile(gradient, x, outputGradient, shape, InlineArray<1, Int8>.self, InlineArray<1, Int8>.self)
    case (1, 2): depthwiseTile(gradient, x, outputGradient, shape, InlineArray<1, Int8>.self, InlineArray<2, Int8>.self)
    case (1, 3): depthwiseTile(gradient, x, outputGradient, shape, InlineArray<1, Int8>.self, InlineArray<3, Int8>.self)
    case (1, 5): depthwiseTile(gradient, x, outputGradient, shape, InlineArray<1, Int8>.self, InlineArray<5, Int8>.self)
    case (2, 5): depthwiseTile(gradient, x, outputGradient, shape, InlineArray<2, Int8>.self, InlineArray<5, Int8>.self)
    case (3, 1): depthwiseTile(gradient, x, outputGradient, shape, InlineArray<3, Int8>.self, InlineArray<1, Int8>.self)
    case (3, 2): depthwiseTile(gradient, x, outputGradient, shape, InlineArray<3, Int8>.self, InlineArray<2, Int8>.self)
    case (3, 3): depthwiseTile(gradient, x, outputGradient, shape, InlineArray<3, Int8>.self, InlineArray<3, Int8>.self)
    case (5, 5): depthwiseTile(gradient, x, outputGradient, shape, InlineArray<5, Int8>.self, InlineArray<5, Int8>.self)
    default: preconditionFailure("no tile of \(height) x \(width)")
    }
}

@inline(__always)
private func depthwiseTile<let height: Int, let width: Int>(
    _ gradient: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ outputGradient: UnsafePointer<Float>, _ shape: DepthwiseShape,
    _ rows: InlineArray<height, Int8>.Type, _ columns: InlineArray<width, Int8>.Type
) {
    switch shape.step {
    case 1: depthwiseTile(gradient, x, outputGradient, shape, rows, columns, InlineArray<1, Int8>.self)
    case 2: depthwiseTile(gradient, x, outputGradient, shape, rows, columns, InlineArray<2, Int8>.self)
    default: depthwiseTile(gradient, x, outputGradient, shape, rows, columns, InlineArray<0, Int8>.self)
    }
}

/// `depthwiseWeightGradient` of `height` x `width` taps, where neighbouring outputs are `step` taps apart, or, where that is
/// 0, any distance.
@inline(never)
private func depthwiseTile<let height: Int, let width: Int, let step: Int>(
    _ gradient: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ outputGradient: UnsafePointer<Float>, _ shape: DepthwiseShape,
    _: InlineArray<height, Int8>.Type, _: InlineArray<width, Int8>.Type, _: InlineArray<step, Int8>.Type
) {
    for channel in stride(from: 0, to: shape.channels, by: lanes) {
        var sums = InlineArray<height, InlineArray<width, Vector>>(repeating: InlineArray<width, Vector>(repeating: Vector()))
        var (sourceRow, factorRow) = (x + channel, outputGradient + channel)
        for _ in 0..<shape.rows {
            var (source, factor) = (sourceRow, factorRow)
            var left = shape.columns
            while step > 0 && left >= 4 {
                addSharing(&sums, source, factor, shape, InlineArray<4, Int8>.self, InlineArray<step, Int8>.self)
                source += 4 &* shape.xColumn
                factor += 4 &* shape.yColumn
                left -= 4
            }
            for _ in 0..<left {
                addPlain(&sums, source, factor, shape)
                source += shape.xColumn
                factor += shape.yColumn
            }
            sourceRow += shape.xRow
            factorRow += shape.yRow
        }
        let count = min(lanes, shape.channels - channel)
        var targetRow = gradient + channel
        for i in 0..<height {
            var target = targetRow
            for j in 0..<width {
                add(target, sums[unchecked: i][unchecked: j], count)
                target += shape.tapWeight
            }
            targetRow += shape.kernelWidth &* shape.tapWeight
        }
    }
}

@inline(__always)
private func add(_ y: UnsafeMutablePointer<Float>, _ value: Vector, _ count: Int) {
    if count == lanes { store(y, load(y) + value) } else { addPart(y, value, count) }
}

/// Out of line, for there are as many of these as taps.
@inline(never)
private func addPart(_ y: UnsafeMutablePointer<Float>, _ value: Vector, _ count: Int) {
    store(y, load(y) + value, lanes: count)
}

/// The positions of `size` columns: their gradients are in registers, and each vector of x is loaded once for all of them that
/// meet it in a row of the kernel.
@inline(__always)
private func addSharing<let height: Int, let width: Int, let size: Int, let step: Int>(
    _ sums: inout InlineArray<height, InlineArray<width, Vector>>, _ x: UnsafePointer<Float>, _ outputGradient: UnsafePointer<Float>,
    _ shape: DepthwiseShape, _: InlineArray<size, Int8>.Type, _: InlineArray<step, Int8>.Type
) {
    var factors = InlineArray<size, Vector>(repeating: Vector())
    for column in 0..<size { factors[unchecked: column] = load(outputGradient + column &* shape.yColumn) }
    var row = x
    for i in 0..<height {
        var source = row
        for place in 0..<(size - 1) * step + width {
            let value = load(source)
            source += shape.tapColumn
            for j in 0..<width where place >= j && (place - j) % step == 0 && (place - j) / step < size {
                let factor = factors[unchecked: (place - j) / step]
                sums[unchecked: i][unchecked: j] = multiplyAdd(value, factor, sums[unchecked: i][unchecked: j])
            }
        }
        row += shape.tapRow
    }
}

/// The position of one column.
@inline(__always)
private func addPlain<let height: Int, let width: Int>(
    _ sums: inout InlineArray<height, InlineArray<width, Vector>>, _ x: UnsafePointer<Float>, _ outputGradient: UnsafePointer<Float>,
    _ shape: DepthwiseShape
) {
    let factor = load(outputGradient)
    var row = x
    for i in 0..<height {
        var source = row
        for j in 0..<width {
            sums[unchecked: i][unchecked: j] = multiplyAdd(load(source), factor, sums[unchecked: i][unchecked: j])
            source += shape.tapColumn
        }
        row += shape.tapRow
    }
}
