/// Neighbouring positions as one row, as wide as channels and vectors have in common: a vector of it always meets the same
/// channels, however many there are, and factors of the channels are repeated alongside.
enum WideRow {
    /// Floats in a wide row: a multiple of the channels and of a vector, and of four vectors where the channels allow.
    static func width(channels: Int) -> Int {
        var (a, b) = (channels, lanes)
        while b != 0 { (a, b) = (b, a % b) }
        let common = channels / a * lanes
        return common >= 4 * lanes ? common : common * ((4 * lanes + common - 1) / common)
    }
}
