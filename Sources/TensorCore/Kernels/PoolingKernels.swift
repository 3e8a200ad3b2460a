/// The sizes of a pooling, and what meets what.
struct PoolingGeometry {
    let input: TensorShape
    let output: TensorShape
    let taps: TapTables
    /// 1 / positions, for each output position, in averages.
    let shares: UnsafePointer<Float>
}

/// y = the largest of each window; `winners` gets its position within the image. Not-a-number wins, the first of equals wins.
func maxPoolForward(
    _ y: UnsafeMutablePointer<Float>, winners: UnsafeMutablePointer<Int32>, _ x: UnsafePointer<Float>, _ geometry: PoolingGeometry,
    examples: Int
) {
    let channels = geometry.input.channels
    let (rowStarts, rowTaps) = (geometry.taps.rows.starts, geometry.taps.rows.taps)
    let (columnStarts, columnTaps) = (geometry.taps.columns.starts, geometry.taps.columns.taps)
    for example in 0..<examples {
        let image = x + example * geometry.input.elements
        for row in 0..<geometry.output.height {
            for column in 0..<geometry.output.width {
                let offset = ((example * geometry.output.height + row) * geometry.output.width + column) * channels
                let (target, winner) = (y + offset, winners + offset)
                target.update(repeating: -.infinity, count: channels)
                winner.update(repeating: 0, count: channels)
                for i in Int(rowStarts[row])..<Int(rowStarts[row + 1]) {
                    for j in Int(columnStarts[column])..<Int(columnStarts[column + 1]) {
                        let position = rowTaps[i].source * Int32(geometry.input.width) + columnTaps[j].source
                        let source = image + Int(position) * channels
                        for channel in 0..<channels {
                            let (value, best) = (source[channel], target[channel])
                            // False for a best that is not a number, which therefore stays.
                            let keeps = !(value > best) && value == value
                            target[channel] = keeps || best != best ? best : value
                            winner[channel] = keeps || best != best ? winner[channel] : position
                        }
                    }
                }
            }
        }
    }
}

/// Gives each window's gradient to its winner; `dx` must hold zeros or what is to be added to.
func maxPoolBackward(
    _ dx: UnsafeMutablePointer<Float>, dy: UnsafePointer<Float>, winners: UnsafePointer<Int32>, _ geometry: PoolingGeometry,
    examples: Int
) {
    let channels = geometry.input.channels
    for example in 0..<examples {
        let image = dx + example * geometry.input.elements
        for position in 0..<geometry.output.positions {
            let offset = (example * geometry.output.positions + position) * channels
            for channel in 0..<channels {
                image[Int(winners[offset + channel]) * channels + channel] += dy[offset + channel]
            }
        }
    }
}

/// y = the sum of each window times its share.
func averagePoolForward(_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ geometry: PoolingGeometry, examples: Int) {
    let channels = geometry.input.channels
    let (rowStarts, rowTaps) = (geometry.taps.rows.starts, geometry.taps.rows.taps)
    let (columnStarts, columnTaps) = (geometry.taps.columns.starts, geometry.taps.columns.taps)
    for example in 0..<examples {
        let image = x + example * geometry.input.elements
        for row in 0..<geometry.output.height {
            for column in 0..<geometry.output.width {
                let position = row * geometry.output.width + column
                let target = y + (example * geometry.output.positions + position) * channels
                target.update(repeating: 0, count: channels)
                for i in Int(rowStarts[row])..<Int(rowStarts[row + 1]) {
                    for j in Int(columnStarts[column])..<Int(columnStarts[column + 1]) {
                        let source = image + (Int(rowTaps[i].source) * geometry.input.width + Int(columnTaps[j].source)) * channels
                        for channel in 0..<channels { target[channel] += source[channel] }
                    }
                }
                let share = geometry.shares[position]
                for channel in 0..<channels { target[channel] *= share }
            }
        }
    }
}

/// Spreads each window's gradient evenly; `dx` must hold zeros or what is to be added to.
func averagePoolBackward(_ dx: UnsafeMutablePointer<Float>, dy: UnsafePointer<Float>, _ geometry: PoolingGeometry, examples: Int) {
    let channels = geometry.input.channels
    let (rowStarts, rowTaps) = (geometry.taps.rows.starts, geometry.taps.rows.taps)
    let (columnStarts, columnTaps) = (geometry.taps.columns.starts, geometry.taps.columns.taps)
    for example in 0..<examples {
        let image = dx + example * geometry.input.elements
        for row in 0..<geometry.output.height {
            for column in 0..<geometry.output.width {
                let position = row * geometry.output.width + column
                let slope = dy + (example * geometry.output.positions + position) * channels
                let share = geometry.shares[position]
                for i in Int(rowStarts[row])..<Int(rowStarts[row + 1]) {
                    for j in Int(columnStarts[column])..<Int(columnStarts[column + 1]) {
                        let target = image + (Int(rowTaps[i].source) * geometry.input.width + Int(columnTaps[j].source)) * channels
                        for channel in 0..<channels { target[channel] += slope[channel] * share }
                    }
                }
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
        let slope = dy + example * width
        for position in 0..<positions {
            let target = dx + (example * positions + position) * width
            if accumulates {
                for index in 0..<width { target[index] += slope[index] * share }
            } else {
                for index in 0..<width { target[index] = slope[index] * share }
            }
        }
    }
}
