/// Neighbouring positions as one row, as wide as channels and vectors have in common: a vector of it always meets the same
/// channels, however many there are, and factors of the channels are repeated alongside.
enum WideRow {
    /// Floats in a wide row: a multiple of the channels and of a vector. Four vectors where the channels allow, whose factors
    /// then stay in registers; else at least 16, for long loops.
    static func width(channels: Int) -> Int {
        var (a, b) = (channels, lanes)
        while b != 0 { (a, b) = (b, a % b) }
        let common = channels / a * lanes
        if 4 * lanes % common == 0 { return 4 * lanes }
        return (16 * lanes + common - 1) / common * common
    }
}
