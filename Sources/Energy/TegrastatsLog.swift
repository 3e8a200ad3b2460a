internal import Support

/// What `tegrastats` has printed: a line a reading, from JetPack 5 on with the time before it. Programs that keep lines of others (`ts`,
/// syslog) put a time of their own before them.
enum TegrastatsLog {
    /// `--interval` of tegrastats where it is not given, 1000 ms.
    private static let usualInterval = 1.0

    /// Lines without a time before them are an interval apart, also those without a power that can be read; a line that is none of
    /// tegrastats' may or may not stand for a reading.
    ///
    /// - Throws: a `Diagnostic` without a file where it is not clear when a reading was made.
    /// - Returns: nil where the lines are none of tegrastats'.
    static func samples(
        _ lines: [Substring], interval: Double?
    ) throws(Diagnostic) -> (samples: [(seconds: Double, watts: Double)], isClock: Bool)? {
        let inputs = lines.map { TegrastatsReading.input(String($0)) }
        guard let first = inputs.firstIndex(where: { $0 != nil }), let last = inputs.lastIndex(where: { $0 != nil }),
            let rail = inputs[first]?.rail
        else { return nil }
        guard time(lines[first]).isEmpty else {
            return (try timed(lines, inputs.map { $0?.rail == rail ? $0?.watts : nil }), true)
        }
        var samples: [(seconds: Double, watts: Double)] = []
        var intervals = 0
        for (index, line) in lines.enumerated().prefix(last + 1) where line.contains(where: { !$0.isWhitespace }) {
            guard line.contains("RAM ") || inputs[index] != nil else {
                throw problem(
                    "is not a line of tegrastats, and it is not known whether it takes the place of one", index,
                    hint: "take it out if it does not; or keep logs with a time before each line, as ts does")
            }
            guard time(line).isEmpty || inputs[index] == nil else {
                throw problem("begins with a time, and lines before it do not", index, hint: "a file has one form of tegrastats' lines")
            }
            // Another rail is another power.
            if let input = inputs[index], input.rail == rail {
                samples.append((Double(intervals) * (interval ?? usualInterval), input.watts))
            }
            intervals += 1
        }
        return (samples, false)
    }

    /// Returns the samples of lines with a time before each; lines without watts are left out.
    private static func timed(_ lines: [Substring], _ watts: [Double?]) throws(Diagnostic) -> [(seconds: Double, watts: Double)] {
        var samples: [(seconds: Double, watts: Double)] = []
        var clock = ClockSequence()
        for (index, line) in lines.enumerated() {
            guard let watts = watts[index] else { continue }
            let before = time(line)
            guard !before.isEmpty else {
                throw problem("has no time before it, and lines before it have", index, hint: "a file has one form of tegrastats' lines")
            }
            guard let seconds = seconds(before, &clock) else {
                throw problem(
                    "begins with '\(before.prefix(60))', which is not a known form of time", index,
                    hint: "a date with a time of day, seconds since 1970, or nothing")
            }
            samples.append((seconds, watts))
        }
        return samples
    }

    private static func problem(_ message: String, _ index: Int, hint: String) -> Diagnostic {
        Diagnostic(message, location: SourceLocation(line: index + 1, column: 1), hint: hint)
    }

    /// What stands before tegrastats' own words.
    private static func time(_ line: Substring) -> Substring {
        line.prefix(upTo: line.firstRange(of: "RAM ")?.lowerBound ?? line.startIndex).drop(while: \.isWhitespace)
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
