internal import NetworkGraph

/// The sizes of a pooling, and what meets what.
struct PoolingGeometry {
    let input: Shape
    let output: Shape
    /// For each output position the input positions under its window.
    let windows: TapTables
    /// For each input position the output positions whose windows it is under.
    let readers: TapTables

    init(_ window: SlidingWindow, input: Shape, output: Shape) {
        (self.input, self.output) = (input, output)
        windows = TapTables(window, input: input, output: output, fromOutput: true)
        readers = TapTables(window, input: input, output: output, fromOutput: false)
    }
}

/// y = the largest of each window; `winners` gets its position within the image. Not-a-number wins, the first of equals wins.
func maxPoolForward(
    _ y: UnsafeMutablePointer<Float>, winners: UnsafeMutablePointer<Int32>, _ x: UnsafePointer<Float>, _ geometry: PoolingGeometry,
    examples: Int
) {
    let (channels, width) = (geometry.input.channels, geometry.input.width)
    let (rows, columns) = (geometry.windows.rows, geometry.windows.columns)
    forEachPosition(geometry.output, examples: examples) { example, row, column, offset in
        let image = x + example * geometry.input.elements
        for channel in stride(from: 0, to: channels, by: lanes) {
            var best = Vector(repeating: -.infinity)
            var winner = IndexVector()
            for i in Int(rows.starts[row])..<Int(rows.starts[row + 1]) {
                for j in Int(columns.starts[column])..<Int(columns.starts[column + 1]) {
                    let position = Int(rows.taps[i].source) * width + Int(columns.taps[j].source)
                    let value = load(image + (position * channels + channel))
                    // False for a best that is not a number, which therefore stays.
                    let isBetter = ((value .> best) .| (value .!= value)) .& (best .== best)
                    best.replace(with: value, where: isBetter)
                    winner.replace(with: Int32(truncatingIfNeeded: position), where: isBetter)
                }
            }
            let count = min(lanes, channels - channel)
            store(y + offset + channel, best, lanes: count)
            for lane in 0..<count { winners[offset + channel + lane] = winner[lane] }
        }
    }
}

/// Gives each window's gradient to its winner, or adds it to what is there: each input position looks which windows it won.
func maxPoolBackward(
    _ dx: UnsafeMutablePointer<Float>, dy: UnsafePointer<Float>, winners: UnsafePointer<Int32>, _ geometry: PoolingGeometry,
    examples: Int, accumulates: Bool
) {
    let channels = geometry.input.channels
    let (rows, columns) = (geometry.readers.rows, geometry.readers.columns)
    forEachPosition(geometry.input, examples: examples) { example, row, column, offset in
        let image = example * geometry.output.elements
        let position = IndexVector(repeating: Int32(truncatingIfNeeded: row * geometry.input.width + column))
        for channel in stride(from: 0, to: channels, by: lanes) {
            var sum = accumulates ? load(dx + (offset + channel)) : Vector()
            for i in Int(rows.starts[row])..<Int(rows.starts[row + 1]) {
                for j in Int(columns.starts[column])..<Int(columns.starts[column + 1]) {
                    let reader = Int(rows.taps[i].source) * geometry.output.width + Int(columns.taps[j].source)
                    let place = image + reader * channels + channel
                    let winner = UnsafeRawPointer(winners + place).loadUnaligned(as: IndexVector.self)
                    sum += Vector().replacing(with: load(dy + place), where: winner .== position)
                }
            }
            store(dx + offset + channel, sum, lanes: min(lanes, channels - channel))
        }
    }
}

/// y = the sum of each window times its share.
func averagePoolForward(
    _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ geometry: PoolingGeometry, shares: UnsafePointer<Float>,
    examples: Int
) {
    let (channels, width) = (geometry.input.channels, geometry.input.width)
    let (rows, columns) = (geometry.windows.rows, geometry.windows.columns)
    forEachPosition(geometry.output, examples: examples) { example, row, column, offset in
        let image = x + example * geometry.input.elements
        let share = Vector(repeating: shares[row * geometry.output.width + column])
        for channel in stride(from: 0, to: channels, by: lanes) {
            var sum = Vector()
            for i in Int(rows.starts[row])..<Int(rows.starts[row + 1]) {
                for j in Int(columns.starts[column])..<Int(columns.starts[column + 1]) {
                    sum += load(image + ((Int(rows.taps[i].source) * width + Int(columns.taps[j].source)) * channels + channel))
                }
            }
            store(y + offset + channel, sum * share, lanes: min(lanes, channels - channel))
        }
    }
}

/// Spreads each window's gradient evenly, or adds it to what is there.
func averagePoolBackward(
    _ dx: UnsafeMutablePointer<Float>, dy: UnsafePointer<Float>, _ geometry: PoolingGeometry, shares: UnsafePointer<Float>,
    examples: Int, accumulates: Bool
) {
    let channels = geometry.input.channels
    let (rows, columns) = (geometry.readers.rows, geometry.readers.columns)
    forEachPosition(geometry.input, examples: examples) { example, row, column, offset in
        let image = dy + example * geometry.output.elements
        for channel in stride(from: 0, to: channels, by: lanes) {
            var sum = accumulates ? load(dx + (offset + channel)) : Vector()
            for i in Int(rows.starts[row])..<Int(rows.starts[row + 1]) {
                for j in Int(columns.starts[column])..<Int(columns.starts[column + 1]) {
                    let reader = Int(rows.taps[i].source) * geometry.output.width + Int(columns.taps[j].source)
                    sum = multiplyAdd(load(image + (reader * channels + channel)), Vector(repeating: shares[reader]), sum)
                }
            }
            store(dx + offset + channel, sum, lanes: min(lanes, channels - channel))
        }
    }
}

/// Every position of every image, with the place of its first channel.
@inline(__always)
private func forEachPosition(
    _ shape: Shape, examples: Int, _ body: (_ example: Int, _ row: Int, _ column: Int, _ offset: Int) -> Void
) {
    var offset = 0
    for example in 0..<examples {
        for row in 0..<shape.height {
            for column in 0..<shape.width {
                body(example, row, column, offset)
                offset += shape.channels
            }
        }
    }
}

/// y[n, c] = the mean over positions of x[n, p, c].
func globalAverageForward(
    _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, examples: Int, positions: Int, width: Int
) {
    let share = 1 / Float(positions)
    for example in 0..<examples {
        let target = y + example * width
        sumRows(target, x + example * positions * width, rows: positions, width: width)
        scale(target, by: share, count: width)
    }
}

/// dx[n, p, c] = dy[n, c] / positions, or added to what is there.
func globalAverageBackward(
    _ dx: UnsafeMutablePointer<Float>, dy: UnsafePointer<Float>, examples: Int, positions: Int, width: Int, accumulates: Bool
) {
    let share = 1 / Float(positions)
    for example in 0..<examples {
        let outputGradient = dy + example * width
        for position in 0..<positions {
            let target = dx + (example * positions + position) * width
            if accumulates {
                for index in 0..<width { target[index] += outputGradient[index] * share }
            } else {
                for index in 0..<width { target[index] = outputGradient[index] * share }
            }
        }
    }
}
