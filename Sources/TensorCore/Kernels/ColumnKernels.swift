internal import NetworkGraph

/// How rows of a column matrix are gathered from an activation: row (n, y, x) holds, tap by tap, the `width` channels of
/// the source positions under a kernel at (y, x). Zero where it hangs over the edge.
struct ColumnGeometry {
    let sourceHeight: Int
    let sourceWidth: Int
    /// All channels of the source; a group's are `width` of them, from the pointer that is given.
    let sourceChannels: Int
    let width: Int
    let targetHeight: Int
    let targetWidth: Int
    let window: SlidingWindow

    var rowWidth: Int { window.taps * width }
}

/// Rows `first ..< first + rows` of the column matrix of x.
func imageToColumns(
    _ columns: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ geometry: ColumnGeometry, first: Int, rows: Int
) {
    let window = geometry.window
    let (kernelHeight, kernelWidth, width) = (window.kernelHeight, window.kernelWidth, geometry.width)
    let (sourceHeight, sourceWidth, channels) = (geometry.sourceHeight, geometry.sourceWidth, geometry.sourceChannels)
    let (targetHeight, targetWidth) = (geometry.targetHeight, geometry.targetWidth)
    let isContiguous = window.dilationWidth == 1 && width == channels
    var column = first % targetWidth
    var row = first / targetWidth % targetHeight
    var image = x + first / targetWidth / targetHeight * sourceHeight * sourceWidth * channels
    var target = columns
    for _ in 0..<rows {
        let left = column * window.strideWidth - window.paddingLeft
        let lowest = min(max(0, -left), kernelWidth)
        let highest = max(min(kernelWidth, sourceWidth - left), lowest)
        for kernelRow in 0..<kernelHeight {
            let y = row * window.strideHeight - window.paddingTop + kernelRow * window.dilationHeight
            if y < 0 || y >= sourceHeight {
                fill(target, count: kernelWidth * width)
            } else if isContiguous {
                fill(target, count: lowest * width)
                copy(target + lowest * width, image + (y * sourceWidth + left + lowest) * channels, count: (highest - lowest) * width)
                fill(target + highest * width, count: (kernelWidth - highest) * width)
            } else {
                for kernelColumn in 0..<kernelWidth {
                    let place = left + kernelColumn * window.dilationWidth
                    if place < 0 || place >= sourceWidth {
                        fill(target + kernelColumn * width, count: width)
                    } else {
                        copy(target + kernelColumn * width, image + (y * sourceWidth + place) * channels, count: width)
                    }
                }
            }
            target += kernelWidth * width
        }
        column += 1
        if column == targetWidth {
            column = 0
            row += 1
            if row == targetHeight {
                row = 0
                image += sourceHeight * sourceWidth * channels
            }
        }
    }
}
