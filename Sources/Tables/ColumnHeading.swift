public import Support

/// The heading of a column, with the unit that it names: `raspi4_ms`, `Main Voltage(V)`, `energy [mJ]`, `avg_W_at_5V`.
public struct ColumnHeading: Sendable, Hashable {
    /// As it stands in the file.
    public let text: String
    /// What it says besides the unit, in lower case.
    public let words: [String]
    public let unit: MeasurementUnit?
    /// What stands in brackets and is no unit: `start_time(iso)`.
    public let note: String?

    /// - Throws: a `Diagnostic` without a place where the unit could be two.
    public init(_ text: String) throws(Diagnostic) {
        self.text = text
        var name = text.drop { $0 == "#" || $0 == " " }
        var bracketed: [String] = []
        for (open, close) in [("(", ")"), ("[", "]")] as [(Character, Character)] {
            guard let start = name.lastIndex(of: open), let end = name.lastIndex(of: close), start < end else { continue }
            let inside = name[name.index(after: start)..<end].trimmed
            if !inside.isEmpty { bracketed.append(inside) }
            name = name[..<start] + name[name.index(after: end)...]
        }
        let words = name.split { !($0.isLetter || $0.isNumber || $0 == "+" || $0 == "%") }.map(String.init)
        try Self.checkScale(name, words, in: text)
        if !bracketed.isEmpty {
            var (unit, note): (MeasurementUnit?, String?)
            for inside in bracketed {
                if let found = try Self.unit(inside, in: text) { unit = found } else { note = inside }
            }
            (self.unit, self.note) = (unit, unit == nil ? note : nil)
            self.words = words.map { $0.lowercased() }
            return
        }
        note = nil
        var (unit, place) = try Self.unit(of: words, in: text)
        if unit?.dimension == .time, Self.isRate(name, words, place: place ?? 0) { (unit, place) = (nil, nil) }
        self.unit = unit
        self.words = words.enumerated().filter { $0.offset != place }.map { $0.element.lowercased() }
    }

    /// A prefix apart from its unit, or a factor, which the unit alone would not tell.
    private static func checkScale(_ name: some StringProtocol, _ words: [String], in text: String) throws(Diagnostic) {
        let prefixes: Set = ["milli", "micro", "nano", "kilo", "mega", "centi", "deci", "giga", "pico"]
        let isFactor =
            name.contains("*") || name.contains("×")
            || words.contains { word in
                let lower = word.lowercased()
                return lower.first?.isNumber == true && lower.dropFirst().first == "e" && lower.dropFirst(2).allSatisfy(\.isNumber)
            }
        let apart = words.first { prefixes.contains($0.lowercased()) }
        // "power m W", but not "run m".
        let letter = words.count >= 2 && ["m", "u", "µ", "n", "k"].contains(words[words.count - 2]) ? words[words.count - 2] : nil
        guard isFactor || apart != nil || letter != nil else { return }
        throw Diagnostic(
            "the unit of column '\(text)' is not clear: \((apart ?? letter).map { "'\($0)' stands apart from its unit" } ?? "it has a factor")",
            hint: "write one unit, such as power_mW")
    }

    /// `images/s` and `inferences_per_s` are no times.
    private static func isRate(_ name: some StringProtocol, _ words: [String], place: Int) -> Bool {
        let lower = words.map { $0.lowercased() }
        if place > 0, lower[place - 1] == "per" { return true }
        let times: Set = ["time", "timestamp", "latency", "duration", "elapsed", "delay"]
        guard !lower.contains(where: times.contains) else { return false }
        let counted: Set = ["images", "inferences", "frames", "samples", "queries", "rate", "throughput", "fps"]
        return place > 0 && (lower.contains(where: counted.contains) || name.contains("/\(words[place])"))
    }

    /// The last word if it is a unit; else the only one that is spelled exactly like one: `mJ_per_inference`.
    private static func unit(of words: [String], in text: String) throws(Diagnostic) -> (MeasurementUnit?, Int?) {
        var inside: [(unit: MeasurementUnit, place: Int)] = []
        for (place, word) in words.enumerated().dropLast() {
            guard let unit = try? MeasurementUnit.named(word), unit.symbol == word.map({ "µμ".contains($0) ? "u" : String($0) }).joined(),
                // Single small letters are names: "model s", "run h".
                word.count > 1 || word.first?.isUppercase == true, word != "min"
            else { continue }
            inside.append((unit, place))
        }
        if let last = words.last, let unit = try Self.unit(last, in: text) {
            // The least of several measurements: latency_ms_min.
            if last.lowercased() == "min", inside.count == 1 { return (inside[0].unit, inside[0].place) }
            return (unit, words.count - 1)
        }
        guard Set(inside.map(\.unit)).count <= 1 else {
            throw Diagnostic("the column '\(text)' names several units: \(inside.map(\.unit.symbol).joined(separator: ", "))")
        }
        return (inside.last?.unit, inside.last?.place)
    }

    private static func unit(_ spelling: String, in text: String) throws(Diagnostic) -> MeasurementUnit? {
        do throws(Diagnostic) {
            return try MeasurementUnit.named(spelling)
        } catch {
            throw Diagnostic("the unit of column '\(text)' is not clear: \(error.message)", hint: error.hint)
        }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
