internal import NetworkGraph

/// y = the pixel at a place between the pixels of x, `[height, width, channels]`: bilinear, with black outside.
func sampleBilinear(
    _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<UInt8>, _ shape: Shape, _ place: (row: Float, column: Float)
) {
    let (top, left) = (place.row.rounded(.down), place.column.rounded(.down))
    let (below, beside) = (place.row - top, place.column - left)
    y.update(repeating: 0, count: shape.channels)
    func add(_ row: Int, _ column: Int, _ share: Float) {
        guard share != 0, row >= 0, row < shape.height, column >= 0, column < shape.width else { return }
        let source = x + (row * shape.width + column) * shape.channels
        for channel in 0..<shape.channels { y[channel] += share * Float(source[channel]) }
    }
    let (row, column) = (Int(top), Int(left))
    add(row, column, (1 - below) * (1 - beside))
    add(row, column + 1, (1 - below) * beside)
    add(row + 1, column, below * (1 - beside))
    add(row + 1, column + 1, below * beside)
}

/// Changes the colours of an image of values from 0 to 255 in place.
func recolour(_ y: UnsafeMutablePointer<Float>, pixels: Int, channels: Int, _ change: ColourChange) {
    let count = pixels * channels
    if change.brightness != 1 {
        for index in 0..<count { y[index] = inByteRange(y[index] * change.brightness) }
    }
    if change.contrast != 1 {
        var sum = 0.0
        for pixel in 0..<pixels { sum += Double(grey(y + pixel * channels, channels)) }
        let rest = (1 - change.contrast) * Float(sum / Double(max(pixels, 1)))
        for index in 0..<count { y[index] = inByteRange(y[index] * change.contrast + rest) }
    }
    if change.saturation != 1, channels == 3 {
        for pixel in 0..<pixels {
            let colours = y + pixel * 3
            let rest = (1 - change.saturation) * grey(colours, 3)
            for channel in 0..<3 { colours[channel] = inByteRange(colours[channel] * change.saturation + rest) }
        }
    }
}

/// y = y * scale + shift, with a scale and a shift for each channel as in `scaleBytes`.
func scaleInPlace(
    _ y: UnsafeMutablePointer<Float>, count: Int, scales: UnsafePointer<Float>, shifts: UnsafePointer<Float>, period: Int
) {
    var first = 0
    while first < count {
        let target = y + first
        for index in 0..<min(period, count - first) { target[index] = target[index] * scales[index] + shifts[index] }
        first += period
    }
}

/// The luma of red, green and blue (ITU-R BT.601, as torchvision rounds it); of other channels the mean.
@inline(__always)
private func grey(_ pixel: UnsafePointer<Float>, _ channels: Int) -> Float {
    if channels == 3 { return 0.2989 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2] }
    var sum: Float = 0
    for channel in 0..<channels { sum += pixel[channel] }
    return sum / Float(channels)
}

@inline(__always)
private func inByteRange(_ value: Float) -> Float { value < 0 ? 0 : (value > 255 ? 255 : value) }
