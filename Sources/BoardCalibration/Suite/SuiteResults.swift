internal import CostModel
internal import Foundation
internal import Support

/// What the suite's program has written: a line for each network and pass.
struct SuiteResults {
    /// How long a network took in one pass.
    struct Reading: Hashable {
        let pass: Int
        let name: String
        let seconds: Double
        /// kHz; nil where the board does not say.
        let frequency: Double?
        /// Degrees Celsius.
        let temperature: Double?
    }

    let readings: [Reading]

    private init(_ readings: [Reading]) { self.readings = readings }

    /// A last line that was not written to its end is left out; it is measured again.
    init(_ text: String, file: String) throws(Diagnostic) {
        var readings: [Reading] = []
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        lines.removeLast()
        for (index, line) in lines.enumerated() {
            let words = line.split(separator: " ")
            if words.isEmpty || words[0] == "#" { continue }
            guard words.count == 7, words[0] == "sample", let pass = Int(words[1]), let nanoseconds = DecimalNumber.parse(words[4]),
                nanoseconds > 0,
                let frequency = DecimalNumber.parse(words[5]), let temperature = DecimalNumber.parse(words[6])
            else {
                throw Diagnostic(
                    "is not a line of the suite's results", file: file, location: SourceLocation(line: index + 1, column: 1),
                    sourceLine: String(line), hint: "a sample is: sample PASS NAME REPEATS NANOSECONDS KHZ MILLIDEGREES")
            }
            readings.append(
                Reading(
                    pass: pass, name: String(words[2]), seconds: nanoseconds * 1e-9, frequency: frequency > 0 ? frequency : nil,
                    temperature: temperature > -1000 && temperature != -1 ? temperature / 1000 : nil))
        }
        self.readings = readings
    }

    func only(_ names: Set<String>) -> SuiteResults { SuiteResults(readings.filter { names.contains($0.name) }) }

    /// Returns for each network the middle of its passes in seconds, and as a share of it their deviation divided by the square root of
    /// their number.
    func timings() -> [String: (seconds: Double, noise: Double)] {
        Dictionary(grouping: readings, by: \.name).mapValues { readings in
            let middle = median(readings.map(\.seconds))
            // 1.4826 times the median absolute deviation is the standard deviation of normal values.
            let spread = 1.4826 * median(readings.map { abs($0.seconds - middle) })
            return (middle, spread / middle / Double(readings.count).squareRoot())
        }
    }
}
