internal import Support

/// What `tegrastats` has printed: a line a reading, from JetPack 5 on with the time before it. Programs that keep lines of others (`ts`,
/// syslog) put a time of their own before them.
enum TegrastatsLog {
    /// `--interval` of tegrastats where it is not given, 1000 ms.
    private static let usualInterval = 1.0

    /// Nil where the lines are none of tegrastats'.
    ///
    /// - Throws: a `Diagnostic` without a file where a line begins with what is no time that is known.
    static func samples(
        _ lines: [Substring], interval: Double?
    ) throws(Diagnostic) -> (samples: [(seconds: Double, watts: Double)], isClock: Bool)? {
        var samples: [(seconds: Double, watts: Double)] = []
        var (clocks, clock) = (0, ClockSequence())
        for (index, line) in lines.enumerated() {
            guard let watts = try? TegrastatsReading.inputWatts(String(line)) else { continue }
            let before = line.prefix(upTo: line.firstRange(of: "RAM ")?.lowerBound ?? line.startIndex)
            guard before.contains(where: { !$0.isWhitespace }) else {
                samples.append((Double(samples.count) * (interval ?? usualInterval), watts))
                continue
            }
            guard let seconds = seconds(before, &clock) else {
                throw Diagnostic(
                    "begins with '\(before.prefix(60))', which is no time that is known",
                    location: SourceLocation(line: index + 1, column: 1),
                    hint: "a date with a time of day, seconds since 1970, or nothing")
            }
            clocks += 1
            samples.append((seconds, watts))
        }
        // A log that began without times and goes on with them cannot be put in order.
        guard !samples.isEmpty, clocks == 0 || clocks == samples.count else { return nil }
        return (samples, clocks > 0)
    }

    /// Nil where that is no time.
    private static func seconds(_ before: Substring, _ clock: inout ClockSequence) -> Double? {
        let text = String(
            before.split(whereSeparator: { "[], \t".contains($0) }).joined(separator: " ").reversed().drop { $0 == ":" }.reversed())
        if let moment = ClockTime(text) { return clock.seconds(of: moment) }
        if let number = DecimalNumber.parse(text) { return number * MeterRowReader.epochFactor(number) }
        // "Wed May 01 23:59:00 2024", and "May 01 23:59:00 host tegrastats[123]:".
        for word in text.split(separator: " ") {
            if let moment = ClockTime(String(word)), !moment.hasDate { return clock.seconds(of: moment) }
        }
        return nil
    }
}
