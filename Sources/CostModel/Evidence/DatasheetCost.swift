/// What a board file says of a network, or of a piece of one, where its estimate is combined with measurements.
struct DatasheetCost: Sendable {
    /// Seconds of the operations on the target.
    var seconds = 0.0
    /// Operations that run there: each is a call.
    var calls = 0
    /// Seconds of the operations on the target that was measured, where that is another.
    var secondsWhereMeasured = 0.0

    static func += (sum: inout DatasheetCost, piece: DatasheetCost) {
        sum.seconds += piece.seconds
        sum.calls += piece.calls
        sum.secondsWhereMeasured += piece.secondsWhereMeasured
    }
}
