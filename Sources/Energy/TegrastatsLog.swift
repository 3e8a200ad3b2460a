/// What `tegrastats --logfile` has kept: a line a reading, from JetPack 5 on with the time before it.
enum TegrastatsLog {
    /// `--interval` of tegrastats where it is not given, 1000 ms.
    static let usualInterval = 1.0

    /// Nil where the lines are none of tegrastats'.
    static func samples(_ lines: [Substring], interval: Double?) -> (samples: [(seconds: Double, watts: Double)], isClock: Bool)? {
        var samples: [(seconds: Double, watts: Double)] = []
        var clocks = 0
        for line in lines {
            guard let watts = try? TegrastatsReading.inputWatts(String(line)) else { continue }
            let words = line.split(separator: " ", maxSplits: 2)
            if words.count > 2, let time = ClockTime("\(words[0]) \(words[1])") {
                clocks += 1
                samples.append((time.seconds, watts))
            } else {
                samples.append((Double(samples.count) * (interval ?? usualInterval), watts))
            }
        }
        // A log that began without times and goes on with them cannot be put in order.
        guard !samples.isEmpty, clocks == 0 || clocks == samples.count else { return nil }
        return (samples, clocks > 0)
    }
}
