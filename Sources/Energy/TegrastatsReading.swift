internal import Support

/// A line of Jetson's `tegrastats`: `POM_5V_IN 1388/1402` (milliwatts, now and on average) or `VDD_IN 4162mW/4162mW`.
package enum TegrastatsReading {
    /// Returns the watts of each rail now.
    package static func watts(_ line: String) -> [String: Double] {
        let words = line.split(separator: " ")
        var rails: [String: Double] = [:]
        for (name, value) in zip(words, words.dropFirst()) {
            guard name.hasPrefix("POM_") || name.hasPrefix("VDD_") || name.hasPrefix("VIN_"),
                let now = value.split(separator: "/").first, value.contains("/")
            else { continue }
            if let milliwatts = DecimalNumber.parse(now.hasSuffix("mW") ? now.dropLast(2) : now) {
                rails[String(name)] = milliwatts / 1000
            }
        }
        return rails
    }

    /// Returns the power of the whole board: that of the rail that all others hang off; nil where the line names none.
    package static func input(_ line: String) -> (rail: String, watts: Double)? {
        let rails = watts(line)
        for name in ["POM_5V_IN", "VDD_IN", "VIN_SYS_5V0"] { if let watts = rails[name] { return (name, watts) } }
        return nil
    }

    /// Returns the watts of the whole board.
    ///
    /// - Throws: a `SensorProblem` where the line names no such rail.
    package static func inputWatts(_ line: String) throws(SensorProblem) -> Double {
        guard let input = input(line) else { throw SensorProblem("tegrastats names no input rail (POM_5V_IN, VDD_IN)") }
        return input.watts
    }
}
