internal import Foundation

/// A Raspberry Pi 5's own power controller, as `vcgencmd pmic_read_adc` prints it: currents and voltages of twelve rails.
package enum PMICReading {
    /// Watts at the 5 V input: 1.1451 x the sum of the rails + 0.5879, a line through measurements of both (jfikar, RPi5-power).
    ///
    /// - Throws: a `SensorProblem` where the text is not what the command prints.
    package static func watts(_ text: String) throws(SensorProblem) -> Double {
        var (amperes, volts): ([Substring: Double], [Substring: Double]) = ([:], [:])
        for line in text.split(whereSeparator: \.isNewline) {
            // VDD_CORE_A current(7)=1.23456000A
            let words = line.split(separator: " ")
            guard words.count == 2, let equals = words[1].firstIndex(of: "="), words[0].count > 2,
                let value = Double(words[1][words[1].index(after: equals)...].dropLast()), value.isFinite
            else { continue }
            let rail = words[0].dropLast(2)
            if words[0].hasSuffix("_A") { amperes[rail] = value } else if words[0].hasSuffix("_V") { volts[rail] = value }
        }
        let rails = amperes.compactMap { rail, current in volts[rail].map { $0 * current } }
        guard !rails.isEmpty, rails.count == amperes.count else {
            throw SensorProblem("vcgencmd pmic_read_adc gave no rails with current and voltage: only a Raspberry Pi 5 has them")
        }
        return 1.1451 * rails.reduce(0, +) + 0.5879
    }
}
