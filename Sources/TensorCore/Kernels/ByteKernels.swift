/// Bytes to floats, y = x * scale + shift, with a scale and a shift for each channel. The product is rounded before the sum,
/// so that the bits are the same in every kernel class.
///
/// - Parameters:
///   - count: bytes, channels last, beginning at the first channel.
///   - scales: the channels' scales again and again, `period` of them; `shifts` alike. A long period lets the inner loop
///     vectorise for any number of channels.
func scaleBytes(
    _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<UInt8>, count: Int, scales: UnsafePointer<Float>,
    shifts: UnsafePointer<Float>, period: Int
) {
    if period == 1 {
        let (scale, shift) = (scales[0], shifts[0])
        for index in 0..<count { y[index] = Float(x[index]) * scale + shift }
        return
    }
    var first = 0
    while first < count {
        let (target, source) = (y + first, x + first)
        for index in 0..<min(period, count - first) { target[index] = Float(source[index]) * scales[index] + shifts[index] }
        first += period
    }
}

/// The same for pixels in the opposite order: the first of y is the last of x.
func scaleBytesReversed(
    _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<UInt8>, pixels: Int, channels: Int, scales: UnsafePointer<Float>,
    shifts: UnsafePointer<Float>
) {
    // A number of channels that is known when this is compiled makes loops that vectorise.
    switch channels {
    case 1: reverse(y, x, pixels: pixels, channels: 1, scales: scales, shifts: shifts)
    case 3: reverse(y, x, pixels: pixels, channels: 3, scales: scales, shifts: shifts)
    default: reverse(y, x, pixels: pixels, channels: channels, scales: scales, shifts: shifts)
    }
}

@inline(__always)
private func reverse(
    _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<UInt8>, pixels: Int, channels: Int, scales: UnsafePointer<Float>,
    shifts: UnsafePointer<Float>
) {
    if channels == 1 {
        let (scale, shift) = (scales[0], shifts[0])
        for pixel in 0..<pixels { y[pixel] = Float(x[pixels - 1 - pixel]) * scale + shift }
        return
    }
    for pixel in 0..<pixels {
        let (target, source) = (y + pixel * channels, x + (pixels - 1 - pixel) * channels)
        for channel in 0..<channels { target[channel] = Float(source[channel]) * scales[channel] + shifts[channel] }
    }
}

/// What black becomes: `pixels` times the channels' shifts.
func fillBlack(_ y: UnsafeMutablePointer<Float>, pixels: Int, channels: Int, shifts: UnsafePointer<Float>) {
    for pixel in 0..<pixels {
        for channel in 0..<channels { y[pixel * channels + channel] = shifts[channel] }
    }
}
