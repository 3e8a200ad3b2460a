internal import CKernelShims

/// The sizes of a depthwise convolution, seen from the target of a kernel: the output forward, the input for its gradient.
struct DepthwiseGeometry {
    let targetHeight: Int
    let targetWidth: Int
    let sourceHeight: Int
    let sourceWidth: Int
    let channels: Int
    let kernelWidth: Int
    let taps: TapTables
}

/// y[n, t, c] = the sum over taps of x[n, s, c] * w[tap, c], or added to what is there. With the tables of the other
/// direction it is the gradient of the input.
func depthwise(
    _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, _ geometry: DepthwiseGeometry,
    examples: Int, accumulates: Bool
) {
    let channels = geometry.channels
    let (rowStarts, rowTaps) = (geometry.taps.rows.starts, geometry.taps.rows.taps)
    let (columnStarts, columnTaps) = (geometry.taps.columns.starts, geometry.taps.columns.taps)
    let (height, width, kernelWidth) = (geometry.targetHeight, geometry.targetWidth, geometry.kernelWidth)
    let (sourceHeight, sourceWidth) = (geometry.sourceHeight, geometry.sourceWidth)
    for example in 0..<examples {
        for row in 0..<height {
            let (firstRow, lastRow) = (Int(rowStarts[row]), Int(rowStarts[row + 1]))
            for column in 0..<width {
                let (firstColumn, lastColumn) = (Int(columnStarts[column]), Int(columnStarts[column + 1]))
                let target = y + ((example * height + row) * width + column) * channels
                var channel = 0
                while channel + 32 <= channels {
                    var (a, b) = (SIMD8<Float>(), SIMD8<Float>())
                    var (c, d) = (SIMD8<Float>(), SIMD8<Float>())
                    for i in firstRow..<lastRow {
                        let sourceRow = x + (example * sourceHeight + Int(rowTaps[i].source)) * sourceWidth * channels + channel
                        let weightRow = weight + Int(rowTaps[i].kernel) * kernelWidth * channels + channel
                        for j in firstColumn..<lastColumn {
                            let source = sourceRow + Int(columnTaps[j].source) * channels
                            let factor = weightRow + Int(columnTaps[j].kernel) * channels
                            a = nas_multiply_add8(load8(source), load8(factor), a)
                            b = nas_multiply_add8(load8(source + 8), load8(factor + 8), b)
                            c = nas_multiply_add8(load8(source + 16), load8(factor + 16), c)
                            d = nas_multiply_add8(load8(source + 24), load8(factor + 24), d)
                        }
                    }
                    if accumulates {
                        a += load8(target + channel)
                        b += load8(target + channel + 8)
                        c += load8(target + channel + 16)
                        d += load8(target + channel + 24)
                    }
                    store8(target + channel, a)
                    store8(target + channel + 8, b)
                    store8(target + channel + 16, c)
                    store8(target + channel + 24, d)
                    channel += 32
                }
                while channel + 8 <= channels {
                    var a = accumulates ? load8(target + channel) : SIMD8<Float>()
                    for i in firstRow..<lastRow {
                        let sourceRow = x + (example * sourceHeight + Int(rowTaps[i].source)) * sourceWidth * channels + channel
                        let weightRow = weight + Int(rowTaps[i].kernel) * kernelWidth * channels + channel
                        for j in firstColumn..<lastColumn {
                            a = nas_multiply_add8(
                                load8(sourceRow + Int(columnTaps[j].source) * channels),
                                load8(weightRow + Int(columnTaps[j].kernel) * channels), a)
                        }
                    }
                    store8(target + channel, a)
                    channel += 8
                }
                while channel < channels {
                    var sum = accumulates ? target[channel] : 0
                    for i in firstRow..<lastRow {
                        let sourceRow = x + (example * sourceHeight + Int(rowTaps[i].source)) * sourceWidth * channels + channel
                        let weightRow = weight + Int(rowTaps[i].kernel) * kernelWidth * channels + channel
                        for j in firstColumn..<lastColumn {
                            sum = nas_multiply_add(
                                sourceRow[Int(columnTaps[j].source) * channels], weightRow[Int(columnTaps[j].kernel) * channels], sum)
                        }
                    }
                    target[channel] = sum
                    channel += 1
                }
            }
        }
    }
}

/// dw[tap, c] = the sum over all positions of x[n, s, c] * dy[n, t, c]. `geometry` is the forward one, `reach` the output
/// columns that each kernel column meets without padding, and the input column of the first.
func depthwiseWeightGradient(
    _ gradient: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ slope: UnsafePointer<Float>, _ geometry: DepthwiseGeometry,
    reach: UnsafePointer<KernelReach>, strideWidth: Int, kernelHeight: Int, examples: Int
) {
    let channels = geometry.channels
    let (rowStarts, rowTaps) = (geometry.taps.rows.starts, geometry.taps.rows.taps)
    let (height, width, kernelWidth) = (geometry.targetHeight, geometry.targetWidth, geometry.kernelWidth)
    let (sourceHeight, sourceWidth) = (geometry.sourceHeight, geometry.sourceWidth)
    let step = strideWidth * channels
    gradient.update(repeating: 0, count: kernelHeight * kernelWidth * channels)
    for example in 0..<examples {
        for row in 0..<height {
            let slopeRow = slope + (example * height + row) * width * channels
            for i in Int(rowStarts[row])..<Int(rowStarts[row + 1]) {
                let sourceRow = x + (example * sourceHeight + Int(rowTaps[i].source)) * sourceWidth * channels
                for kernelColumn in 0..<kernelWidth {
                    let range = reach[kernelColumn]
                    guard range.first < range.end else { continue }
                    let target = gradient + (Int(rowTaps[i].kernel) * kernelWidth + kernelColumn) * channels
                    let source = sourceRow + range.source * channels
                    let start = slopeRow + range.first * channels
                    let count = range.end - range.first
                    var channel = 0
                    while channel + 32 <= channels {
                        var (a, b) = (load8(target + channel), load8(target + channel + 8))
                        var (c, d) = (load8(target + channel + 16), load8(target + channel + 24))
                        var (from, by) = (source + channel, start + channel)
                        for _ in 0..<count {
                            a = nas_multiply_add8(load8(from), load8(by), a)
                            b = nas_multiply_add8(load8(from + 8), load8(by + 8), b)
                            c = nas_multiply_add8(load8(from + 16), load8(by + 16), c)
                            d = nas_multiply_add8(load8(from + 24), load8(by + 24), d)
                            from += step
                            by += channels
                        }
                        store8(target + channel, a)
                        store8(target + channel + 8, b)
                        store8(target + channel + 16, c)
                        store8(target + channel + 24, d)
                        channel += 32
                    }
                    while channel + 8 <= channels {
                        var a = load8(target + channel)
                        var (from, by) = (source + channel, start + channel)
                        for _ in 0..<count {
                            a = nas_multiply_add8(load8(from), load8(by), a)
                            from += step
                            by += channels
                        }
                        store8(target + channel, a)
                        channel += 8
                    }
                    while channel < channels {
                        var sum = target[channel]
                        for index in 0..<count {
                            sum = nas_multiply_add(source[index * step + channel], start[index * channels + channel], sum)
                        }
                        target[channel] = sum
                        channel += 1
                    }
                }
            }
        }
    }
}

/// Which output columns a kernel column meets inside the input.
struct KernelReach {
    let first: Int
    let end: Int
    /// The input column under output column `first`.
    let source: Int

    init(kernelColumn: Int, window: Window, inputWidth: Int, outputWidth: Int) {
        let offset = kernelColumn * window.dilationWidth - window.paddingLeft
        let stride = window.strideWidth
        first = offset >= 0 ? 0 : (-offset + stride - 1) / stride
        let last = inputWidth - 1 - offset
        end = last < 0 ? 0 : min(outputWidth, last / stride + 1)
        source = first * stride + offset
    }
}
