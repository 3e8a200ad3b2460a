internal import Foundation
public import Support

/// Logs of meters between supply and board: CSV, or words with spaces between them, with a header that names time and power, or
/// time, voltage and current.
///
/// Known: FNIRSI (`timestamp sample_in_packet voltage_V current_A ...`), a supply's `timestamp amps volts watts`, and any file whose
/// header has a time (`time`, `timestamp`, `seconds`) with `watts`/`power`, or `volts`/`voltage` and `amps`/`current`; a unit may
/// follow (`current_mA`, `power_mW`, `time_ms`).
public enum MeterLog {
    /// - Throws: a `Diagnostic` with the line that cannot be read.
    public static func read(_ text: String, file: String) throws(Diagnostic) -> PowerTrace {
        var columns: Columns?
        var samples: [PowerTrace.Sample] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let words = line.split(whereSeparator: { $0 == "," || $0 == ";" || $0.isWhitespace }).map(String.init)
            if words.isEmpty || words[0].hasPrefix("#") { continue }
            // A header separates runs; the first one says what the columns are.
            if let header = Columns(words) {
                if columns == nil { columns = header }
                continue
            }
            guard let columns else { continue }
            guard let sample = columns.sample(words) else {
                // A meter that is unplugged leaves half a line.
                if index + 1 == lines.count { break }
                throw Diagnostic(
                    "is not a line of numbers as the header says", file: file, location: SourceLocation(line: index + 1, column: 1),
                    sourceLine: String(line))
            }
            samples.append(sample)
        }
        guard columns != nil else {
            throw Diagnostic(
                "has no header with a time and a power, or a voltage and a current", file: file,
                hint: "for example: time_s,voltage_V,current_A")
        }
        return try PowerTrace(samples, file: file)
    }

    private struct Columns {
        private let time: (index: Int, factor: Double)
        private let power: (index: Int, factor: Double)?
        private let volts: (index: Int, factor: Double)?
        private let amperes: (index: Int, factor: Double)?
        private let count: Int

        private static let factors = ["mA": 1e-3, "mV": 1e-3, "mW": 1e-3, "ms": 1e-3, "us": 1e-6, "uA": 1e-6, "uW": 1e-6]

        init?(_ words: [String]) {
            func find(_ names: [String]) -> (index: Int, factor: Double)? {
                for (index, word) in words.enumerated() {
                    let lower = word.lowercased()
                    guard names.contains(where: { lower == $0 || lower.hasPrefix($0 + "_") }) else { continue }
                    // The prefix of the unit: current_mA, time_us.
                    let unit = word.split(separator: "_").dropFirst().last.map(String.init) ?? ""
                    return (index, Self.factors[unit] ?? 1)
                }
                return nil
            }
            guard let time = find(["timestamp", "time", "seconds", "t"]) else { return nil }
            power = find(["watts", "power", "w"])
            volts = find(["volts", "voltage", "v"])
            amperes = find(["amps", "current", "a"])
            guard power != nil || (volts != nil && amperes != nil) else { return nil }
            self.time = time
            count = words.count
        }

        func sample(_ words: [String]) -> PowerTrace.Sample? {
            func value(_ column: (index: Int, factor: Double)?) -> Double? {
                guard let column, words.indices.contains(column.index), let number = Double(words[column.index]), number.isFinite else { return nil }
                return number * column.factor
            }
            guard words.count == count, let seconds = value(time) else { return nil }
            // A supply's own power has more digits than the product of its voltage and current.
            if power != nil { return value(power).map { PowerTrace.Sample(seconds: seconds, watts: $0) } }
            guard let volts = value(volts), let amperes = value(amperes) else { return nil }
            return PowerTrace.Sample(seconds: seconds, watts: volts * amperes)
        }
    }
}
