/// Moments that a clock shows one after the other. A time of day begins anew at midnight.
struct ClockSequence {
    private var previous: Double?
    private var midnights = 0.0

    /// The seconds of the next moment: since 1970, or of times of day alone since the midnight before the first.
    mutating func seconds(of moment: ClockTime) -> Double {
        if !moment.hasDate, let previous, moment.seconds + midnights < previous - 43200 { midnights += 86400 }
        let seconds = moment.seconds + (moment.hasDate ? 0 : midnights)
        previous = seconds
        return seconds
    }
}
