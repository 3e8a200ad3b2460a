/// Tiles whose points are in the cache at a time when weights' gradients are summed. More of them spare loads and stores of the
/// sums; measured with 16 to 64 channels on Zen 5.
private func gradientTiles(inputs: Int, outputs: Int) -> Int { max(64, 4096 / (inputs + outputs)) }

/// Floats of scratch for `winogradAddWeightGradient`, at most for `tiles` of them.
func winogradGradientScratch(inputs: Int, outputs: Int, tiles: Int) -> Int {
    let most = min(gradientTiles(inputs: inputs, outputs: outputs), tiles)
    return WinogradTiles.points
        * (WinogradTiles.pointStride(tiles: most, width: paddedToLanes(inputs))
            + WinogradTiles.pointStride(tiles: most, width: paddedToLanes(outputs)))
}

/// Floats of the sums of `winogradAddWeightGradient`.
func winogradGradientSums(inputs: Int, outputs: Int) -> Int {
    WinogradTiles.points * inputs * Panels(columns: outputs).paddedColumns
}

/// sums[point, input, output] += the sum over tiles of (B^T d B)[point, input] * (A e A^T)[point, output], for the 4 x 4 pixels
/// d of the images x with their border and the 2 x 2 pixels e of the gradient of the output: the inner part of
/// F(3 x 3, 2 x 2) (Lavin and Gray 2016, section 3). It is the adjoint of `winogradProduct` in g, hence the same matrices.
/// `winogradWeightGradient` makes the gradient of the sums. May read less than a vector behind x and e.
func winogradAddWeightGradient(
    _ sums: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ xStrides: ImageStrides, _ e: UnsafePointer<Float>,
    _ eStrides: ImageStrides, inputs: Int, outputs: Int, _ tiles: WinogradTiles, scratch: UnsafeMutablePointer<Float>
) {
    let padded = Panels(columns: outputs).paddedColumns
    let total = tiles.count
    let most = gradientTiles(inputs: inputs, outputs: outputs)
    let blocks = (total + most - 1) / most
    let even = (total + blocks - 1) / blocks
    let vWidth = paddedToLanes(inputs)
    let vStride = WinogradTiles.pointStride(tiles: even, width: vWidth)
    let wStride = WinogradTiles.pointStride(tiles: even, width: padded)
    let w = scratch + WinogradTiles.points * vStride
    var first = 0
    while first < total {
        let count = min(even, total - first)
        winogradInputs(scratch, pointStride: vStride, x, xStrides, channels: inputs, tiles, first: first, count: count)
        winogradOutputGradients(w, pointStride: wStride, e, eStrides, channels: outputs, padded: padded, tiles, first: first, count: count)
        for point in 0..<WinogradTiles.points {
            reductionProduct(
                sums + point * inputs * padded, scratch + point * vStride, PositionWalk(stride: vWidth), w + point * wStride,
                PositionWalk(stride: padded), length: count, rows: inputs, columns: outputs)
        }
        first += count
    }
}

/// A e: [1 0; 1 1; 1 -1; 0 1].
@inline(__always)
private func outputGradientPoints(_ a: Vector, _ b: Vector) -> FourVectors { (a, a + b, a - b, b) }

/// w[point, tile, channel] = A e A^T; pixels outside count as zero. Rows are `padded` wide, empty lanes get what lies behind.
private func winogradOutputGradients(
    _ w: UnsafeMutablePointer<Float>, pointStride: Int, _ e: UnsafePointer<Float>, _ strides: ImageStrides, channels: Int,
    padded: Int, _ tiles: WinogradTiles, first: Int, count: Int
) {
    var done = 0
    while done < count {
        let run = WinogradRun(tiles, first: first &+ done, most: count &- done)
        let (start, target) = (e + run.offset(strides), w + done &* padded)
        var channel = 0
        while channel < padded {
            outputGradientRow(target + channel, width: padded, pointStride: pointStride, start + channel, strides, run)
            channel &+= lanes
        }
        done &+= run.count
    }
}

/// One vector of channels.
@inline(__always)
private func outputGradientRow(
    _ w: UnsafeMutablePointer<Float>, width: Int, pointStride: Int, _ e: UnsafePointer<Float>, _ strides: ImageStrides,
    _ run: WinogradRun
) {
    let zero = Vector()
    var (place, target, tile) = (e, w, 0)
    @inline(__always)
    func column(_ place: UnsafePointer<Float>) -> FourVectors {
        outputGradientPoints(load(place), run.hasSecondRow ? load(place + strides.row) : zero)
    }
    while tile < run.count {
        let left = column(place)
        let right = tile == run.halfTile ? (zero, zero, zero, zero) : column(place + strides.column)
        var points = target
        store(points, stride: pointStride, outputGradientPoints(left.0, right.0))
        points += 4 &* pointStride
        store(points, stride: pointStride, outputGradientPoints(left.1, right.1))
        points += 4 &* pointStride
        store(points, stride: pointStride, outputGradientPoints(left.2, right.2))
        points += 4 &* pointStride
        store(points, stride: pointStride, outputGradientPoints(left.3, right.3))
        place += 2 &* strides.column
        target += width
        tile &+= 1
    }
}

/// gradient[tap, input, output] = G^T sums G, of all that was added; the sums are used up.
func winogradWeightGradient(
    _ gradient: UnsafeMutablePointer<Float>, _ sums: UnsafeMutablePointer<Float>, inputs: Int, outputs: Int
) {
    let padded = Panels(columns: outputs).paddedColumns
    let pointStride = inputs * padded
    var target = sums
    for _ in 0..<pointStride / lanes {
        let (a, b) = (taps(target, stride: 4 &* pointStride), taps(target + pointStride, stride: 4 &* pointStride))
        let (c, d) = (
            taps(target + 2 &* pointStride, stride: 4 &* pointStride), taps(target + 3 &* pointStride, stride: 4 &* pointStride)
        )
        store(target, stride: pointStride, taps((a.0, b.0, c.0, d.0)))
        store(target + 3 &* pointStride, stride: pointStride, taps((a.1, b.1, c.1, d.1)))
        store(target + 6 &* pointStride, stride: pointStride, taps((a.2, b.2, c.2, d.2)))
        target += lanes
    }
    for row in 0..<WinogradTiles.taps * inputs { copy(gradient + row * outputs, sums + row * padded, count: outputs) }
}

@inline(__always)
private func store(_ target: UnsafeMutablePointer<Float>, stride: Int, _ values: (Vector, Vector, Vector)) {
    store(target, values.0)
    store(target + stride, values.1)
    store(target + 2 &* stride, values.2)
}

@inline(__always)
private func taps(_ source: UnsafeMutablePointer<Float>, stride: Int) -> (Vector, Vector, Vector) {
    taps(load(source, stride: stride))
}

/// G^T m: [1 1/2 1/2 0; 0 1/2 -1/2 0; 0 1/2 1/2 1].
@inline(__always)
private func taps(_ m: FourVectors) -> (Vector, Vector, Vector) {
    let half = Vector(repeating: 0.5)
    let (sum, difference) = ((m.1 + m.2) * half, (m.1 - m.2) * half)
    return (m.0 + sum, difference, sum + m.3)
}
