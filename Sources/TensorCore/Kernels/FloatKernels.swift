/// Floats to floats, y = (x - mean) * scale, with a mean and a scale for each channel; 0 where x is no number. The difference is rounded
/// before the product, so that the bits are the same in every kernel class, and a mean that is large beside the deviation loses nothing.
///
/// - Parameters:
///   - count: values, channels last, beginning at the first channel.
///   - means: the channels' means again and again, `period` of them; `scales` alike.
func normaliseFloats(
    _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, count: Int, means: UnsafePointer<Float>, scales: UnsafePointer<Float>,
    period: Int
) {
    var first = 0
    while first < count {
        let (target, source) = (y + first, x + first)
        for index in 0..<min(period, count - first) {
            let value = (source[index] - means[index]) * scales[index]
            target[index] = value == value ? value : 0
        }
        first += period
    }
}
