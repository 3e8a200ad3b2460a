internal import NetworkGraph

/// Bytes with their meaning: scale x (q - zero point).
struct QuantizedTensor {
    var shape: Shape
    var values: [Int]
    var scale: Float
    var zeroPoint: Int

    /// Rounded to the nearest, halves away from zero, and kept within -128 to 127.
    static func quantized(_ value: Float, scale: Float, zeroPoint: Int) -> Int {
        let units = max(min(value / scale, 1000), -1000)
        return max(min(Int(units >= 0 ? units + 0.5 : units - 0.5) + zeroPoint, 127), -128)
    }

    /// To the nearest, halves away from zero.
    static func average(_ sum: Int, _ count: Int, zeroPoint: Int) -> Int {
        (sum >= 0 ? sum + count / 2 : sum - count / 2) / count + zeroPoint
    }

    func at(_ y: Int, _ x: Int, _ channel: Int) -> Int { values[(y * shape.width + x) * shape.channels + channel] }
}
