/// Floats of scratch for `winogradProduct`, whatever the number of tiles.
func winogradScratch(inputs: Int, outputs: Int) -> Int {
    let most = WinogradBlock.tiles(outputs: outputs)
    let width = WinogradBlock.widestPanel(outputs: outputs) * lanes
    return WinogradTiles.points
        * (WinogradTiles.pointStride(tiles: most, width: paddedToLanes(inputs))
            + WinogradTiles.pointStride(tiles: most, width: width))
}

/// Floats of the transformed weights.
func winogradWeightCount(inputs: Int, outputs: Int) -> Int {
    WinogradTiles.points * inputs * Panels(columns: outputs).paddedColumns
}

/// How many tiles are in the cache at a time. Measured with 16 to 64 channels on Zen 5: 12 to 24 are equally good.
private enum WinogradBlock {
    static func widestPanel(outputs: Int) -> Int {
        let panels = Panels(columns: outputs)
        return panels.vectors(of: panels.count - 1)
    }

    static func tiles(outputs: Int) -> Int { widestPanel(outputs: outputs) == 1 ? 24 : 16 }
}

/// u[panel, point, input, column] = G g G^T for the kernel g[tap, input, output] (Lavin and Gray 2016, section 4.1), in the order
/// in which `winogradProduct` reads them, empty lanes zero.
///
/// `isTurned` makes the weights of the gradient of the input: g[8 - tap, output, input], so that `inputs` are the channels of the
/// output's gradient. Either way g is the convolution's own weights, [3, 3, its inputs, its outputs].
func winogradWeights(_ u: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, inputs: Int, outputs: Int, isTurned: Bool) {
    // The taps first go where the first nine points will be.
    for tap in 0..<WinogradTiles.taps {
        packPanels(
            u, g + (isTurned ? 8 - tap : tap) * inputs * outputs, inner: inputs, innerStride: isTurned ? 1 : outputs,
            columns: outputs, columnStride: isTurned ? inputs : 1, at: tap * inputs, of: WinogradTiles.points * inputs)
    }
    let panels = Panels(columns: outputs)
    var panelStart = u
    for panel in 0..<panels.count {
        let pointStride = inputs * panels.vectors(of: panel) * lanes
        var place = 0
        while place < pointStride {
            let target = panelStart + place
            @inline(__always)
            func column(_ index: Int) -> FourVectors {
                let first = target + index &* pointStride
                return weightPoints(load(first), load(first + 3 &* pointStride), load(first + 6 &* pointStride))
            }
            let (a, b, c) = (column(0), column(1), column(2))
            store(target, stride: pointStride, weightPoints(a.0, b.0, c.0))
            store(target + 4 &* pointStride, stride: pointStride, weightPoints(a.1, b.1, c.1))
            store(target + 8 &* pointStride, stride: pointStride, weightPoints(a.2, b.2, c.2))
            store(target + 12 &* pointStride, stride: pointStride, weightPoints(a.3, b.3, c.3))
            place &+= lanes
        }
        panelStart += WinogradTiles.points * pointStride
    }
}

/// G g: [1 0 0; 1/2 1/2 1/2; 1/2 -1/2 1/2; 0 0 1].
@inline(__always)
private func weightPoints(_ a: Vector, _ b: Vector, _ c: Vector) -> FourVectors {
    let half = Vector(repeating: 0.5)
    let (ends, middle) = ((a + c) * half, b * half)
    return (a, ends + middle, ends - middle, c)
}

/// y[image, row, column, output] = the sum over taps and inputs of x[image, row + tap row, column + tap column, input]
/// * g[tap, input, output], a 3 x 3 convolution with stride 1 of images that have their border: Winograd's minimal filtering
/// F(2 x 2, 3 x 3), A^T [(G g G^T) . (B^T d B)] A (Lavin and Gray 2016, section 4.1). `u` is g transformed by
/// `winogradWeights`. A not-a-number or an infinity in x reaches all outputs of its tiles.
///
/// A block of tiles at a time: its points v go to scratch, each panel's products [tiles, inputs] x [inputs, panel] for all 16
/// points behind them or in their place, and from there through A^T m A to y, so that all stays in the cache.
func winogradProduct(
    _ y: UnsafeMutablePointer<Float>, _ yStrides: ImageStrides, _ x: UnsafePointer<Float>, _ xStrides: ImageStrides,
    transformed u: UnsafePointer<Float>, inputs: Int, outputs: Int, _ tiles: WinogradTiles, _ epilogue: ProductEpilogue,
    scratch: UnsafeMutablePointer<Float>
) {
    let panels = Panels(columns: outputs)
    let (most, total) = (WinogradBlock.tiles(outputs: outputs), tiles.count)
    let blocks = (total + most - 1) / most
    let even = (total + blocks - 1) / blocks
    let vWidth = paddedToLanes(inputs)
    let vStride = WinogradTiles.pointStride(tiles: even, width: vWidth)
    var first = 0
    while first < total {
        let count = min(even, total - first)
        winogradInputs(scratch, pointStride: vStride, x, xStrides, channels: inputs, tiles, first: first, count: count)
        var weights = u
        for panel in 0..<panels.count {
            let vectors = panels.vectors(of: panel)
            // The last panel's products replace the points, row by row, where they fit: that much more stays in the cache.
            let isInPlace = panels.isLast(panel) && vectors * lanes <= vWidth
            let mWidth = isInPlace ? vWidth : vectors * lanes
            let mStride = isInPlace ? vStride : WinogradTiles.pointStride(tiles: even, width: mWidth)
            let m = isInPlace ? scratch : scratch + WinogradTiles.points * vStride
            let block = BlockSizes.split(count, vectors: vectors)
            var job = PointJob(
                m: m, mStride: mStride, mWidth: mWidth, v: UnsafePointer(scratch), vStride: vStride, u: weights, inputs: inputs,
                blocks: block.full)
            job.run(rows: block.rows, vectors: vectors)
            if block.rest > 0 {
                job.m += block.full * block.rows * mWidth
                job.v += block.full * block.rows * vWidth
                job.blocks = 1
                job.run(rows: block.rest, vectors: vectors)
            }
            let column = panels.firstVector(of: panel) * lanes
            var shifted = epilogue
            shifted.bias = epilogue.bias.map { $0 + column }
            shifted.addend = epilogue.addend.map { $0 + column }
            winogradOutputs(
                y + column, yStrides, m, width: mWidth, pointStride: mStride, vectors: vectors,
                lastLanes: panels.isLast(panel) ? panels.lastLanes : lanes, tiles, first: first, count: count, shifted)
            weights += WinogradTiles.points * inputs * vectors * lanes
        }
        first += count
    }
}

/// A^T m: [1 1 1 0; 0 1 -1 1].
@inline(__always)
private func outputs(_ m: FourVectors) -> (Vector, Vector) { (m.0 + m.1 + m.2, m.1 - m.2 + m.3) }

@inline(__always)
func load(_ source: UnsafePointer<Float>, stride: Int) -> FourVectors {
    (load(source), load(source + stride), load(source + 2 &* stride), load(source + 3 &* stride))
}

/// y = A^T m A for `count` tiles from `first` on and the vectors of one panel, m[point, tile, column]; m is used up.
private func winogradOutputs(
    _ y: UnsafeMutablePointer<Float>, _ strides: ImageStrides, _ m: UnsafeMutablePointer<Float>, width: Int, pointStride: Int,
    vectors: Int, lastLanes: Int, _ tiles: WinogradTiles, first: Int, count: Int, _ epilogue: ProductEpilogue
) {
    var done = 0
    while done < count {
        let run = WinogradRun(tiles, first: first &+ done, most: count &- done)
        let offset = run.offset(strides)
        for vector in 0..<vectors {
            var shifted = epilogue
            let column = vector &* lanes
            shifted.bias = epilogue.bias.map { $0 + column }
            shifted.addend = epilogue.addend.map { $0 + (offset &+ column) }
            let source = m + (done &* width &+ column)
            outputRow(
                y + (offset &+ column), strides, source, width: width, pointStride: pointStride,
                used: vector == vectors - 1 ? lastLanes : lanes, run, shifted)
        }
        done &+= run.count
    }
}

/// One vector of columns.
@inline(__always)
private func outputRow(
    _ y: UnsafeMutablePointer<Float>, _ strides: ImageStrides, _ m: UnsafeMutablePointer<Float>, width: Int, pointStride: Int,
    used: Int, _ run: WinogradRun, _ epilogue: ProductEpilogue
) {
    let bias = epilogue.bias.map { load($0) } ?? Vector()
    let (lowest, highest, clamps) = (Vector(repeating: epilogue.lowest), Vector(repeating: epilogue.highest), epilogue.clamps)
    let isPlain = epilogue.addend == nil && !clamps && used == lanes
    var (m, place, tile) = (m, 0, 0)
    @inline(__always)
    func write(_ value: Vector, _ place: Int) {
        var value = value + bias
        if isPlain { return store(y + place, value) }
        if let addend = epilogue.addend { value += load(addend + place) }
        if clamps { value = clamped(value, lowest, highest) }
        if used == lanes { return store(y + place, value) }
        // Through memory: taking lanes out of a vector that was just computed makes the compiler compute them one by one.
        store(m, value)
        copy(y + place, m, count: used)
    }
    while tile < run.count {
        var source = m
        let a = outputs(load(source, stride: pointStride))
        source += 4 &* pointStride
        let b = outputs(load(source, stride: pointStride))
        source += 4 &* pointStride
        let c = outputs(load(source, stride: pointStride))
        source += 4 &* pointStride
        let d = outputs(load(source, stride: pointStride))
        let (left, right) = (outputs((a.0, b.0, c.0, d.0)), outputs((a.1, b.1, c.1, d.1)))
        write(left.0, place)
        if run.hasSecondRow { write(left.1, place &+ strides.row) }
        if tile != run.halfTile {
            write(right.0, place &+ strides.column)
            if run.hasSecondRow { write(right.1, place &+ strides.row &+ strides.column) }
        }
        m += width
        place &+= 2 &* strides.column
        tile &+= 1
    }
}
