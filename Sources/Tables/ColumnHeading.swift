package import Support

/// The heading of a column, with the unit that it names: `raspi4_ms`, `Main Voltage(V)`, `energy [mJ]`, `avg_W_at_5V`.
package struct ColumnHeading: Sendable, Hashable {
    /// As it stands in the file.
    package let text: String
    /// What it says besides the unit, in lower case.
    package let words: [String]
    package let unit: MeasurementUnit?
    /// What stands in brackets and is no unit: `start_time(iso)`.
    package let note: String?
    /// What stands behind the unit, or in brackets besides it, in lower case.
    package let behind: [String]

    /// - Throws: a `Diagnostic` without a place where the unit could be two.
    package init(_ text: String) throws(Diagnostic) {
        self.text = text
        var name = text.drop { $0 == "#" || $0 == " " }
        var bracketed: [(inside: String, behind: Substring)] = []
        for (open, close) in [("(", ")"), ("[", "]")] as [(Character, Character)] {
            guard let start = name.lastIndex(of: open), let end = name.lastIndex(of: close), start < end else { continue }
            let inside = name[name.index(after: start)..<end].trimming(\.isWhitespace)
            let rest = name[name.index(after: end)...]
            if !inside.isEmpty { bracketed.append((inside, rest)) }
            name = name[..<start] + rest
        }
        let words = Self.words(name)
        try HeadingScale.check(name, words, bracketed: bracketed.map(\.inside), in: text)
        var (named, place) = try Self.unit(of: words, in: text)
        if named?.dimension == .time, Self.isRate(name, words, place: place ?? 0) { (named, place) = (nil, nil) }
        guard !bracketed.isEmpty else {
            (unit, note) = (named, nil)
            self.words = words.enumerated().filter { $0.offset != place }.map { $0.element.lowercased() }
            behind = place.map { words[($0 + 1)...].map { $0.lowercased() } } ?? []
            return
        }
        var (unit, note, behind): (MeasurementUnit?, String?, [String]) = (nil, nil, [])
        for (inside, rest) in bracketed {
            guard let found = try Self.unit(inside, in: text) else {
                note = inside
                continue
            }
            if let unit, unit != found { throw Self.several([unit, found], in: text) }
            unit = found
            behind = Self.words(rest)
        }
        if let unit, let named, let place, Self.contradicts(named, unit, word: words[place]) {
            throw Self.several([named, unit], in: text)
        }
        if unit != nil, let note { behind += Self.words(note[...]) }
        (self.unit, self.note, self.behind) = (unit, unit == nil ? note : nil, behind.map { $0.lowercased() })
        // Said twice.
        let repeated = named != nil && named == unit ? place : nil
        self.words = words.enumerated().filter { $0.offset != repeated }.map { $0.element.lowercased() }
    }

    private static func words(_ name: Substring) -> [String] {
        name.split { !($0.isLetter || $0.isNumber || $0 == "+" || $0 == "%") }.map(String.init)
    }

    private static func several(_ units: [MeasurementUnit], in text: String) -> Diagnostic {
        Diagnostic(
            "the column '\(text)' names several units: \(units.map(\.symbol).joined(separator: ", "))", hint: "keep only the right one")
    }

    /// Whether a word that is spelled like a unit says another one than the heading's own. `Power min (W)` is a minimum, and in
    /// `Voltage A (V)` a channel is called A.
    private static func contradicts(_ other: MeasurementUnit, _ unit: MeasurementUnit, word: String) -> Bool {
        guard other != unit, word.lowercased() != "min" else { return false }
        return other.dimension == unit.dimension || (word.count > 1 && other.symbol == normalised(word))
    }

    /// Either mu is a u.
    private static func normalised(_ word: String) -> String { String(word.map { "µμ".contains($0) ? "u" : $0 }) }

    /// `images/s` and `inferences_per_s` are no times.
    private static func isRate(_ name: some StringProtocol, _ words: [String], place: Int) -> Bool {
        let lower = words.map { $0.lowercased() }
        if place > 0, lower[place - 1] == "per" { return true }
        let times: Set = ["time", "timestamp", "latency", "duration", "elapsed", "delay", "t", "zeit", "temps", "tiempo", "tempo", "tijd"]
        guard !lower.contains(where: times.contains) else { return false }
        let counted: Set = ["images", "inferences", "frames", "samples", "queries", "rate", "throughput", "fps"]
        return place > 0 && (lower.contains(where: counted.contains) || name.contains("/\(words[place])"))
    }

    /// The last word if it is a unit; else the only one that is spelled exactly like one: `mJ_per_inference`.
    private static func unit(of words: [String], in text: String) throws(Diagnostic) -> (MeasurementUnit?, Int?) {
        var inside: [(unit: MeasurementUnit, place: Int)] = []
        for (place, word) in words.enumerated().dropLast() {
            guard let unit = try? MeasurementUnit.named(word), unit.symbol == normalised(word),
                // Single small letters are names: "model s", "run h".
                word.count > 1 || word.first?.isUppercase == true, word != "min"
            else { continue }
            inside.append((unit, place))
        }
        if let last = words.last, let unit = try Self.unit(last, in: text) {
            // The least of several measurements: latency_ms_min.
            if last.lowercased() == "min", inside.count == 1 { return (inside[0].unit, inside[0].place) }
            let isPer = words.count >= 2 && words[words.count - 2].lowercased() == "per"
            // V/mV is a voltage in millivolts.
            if !isPer, let other = inside.first(where: { contradicts($0.unit, unit, word: words[$0.place]) }),
                other.place > 0 || words[0].count > 1 || !text.contains("\(words[0])/\(last)")
            {
                throw several([other.unit, unit], in: text)
            }
            return (unit, words.count - 1)
        }
        guard Set(inside.map(\.unit)).count <= 1 else {
            throw several(inside.map(\.unit), in: text)
        }
        return (inside.last?.unit, inside.last?.place)
    }

    private static func unit(_ spelling: String, in text: String) throws(Diagnostic) -> MeasurementUnit? {
        do throws(Diagnostic) {
            // An abbreviation may have its point: (sec.)
            return try MeasurementUnit.named(spelling.count > 1 && spelling.last == "." ? String(spelling.dropLast()) : spelling)
        } catch {
            throw Diagnostic("the unit of column '\(text)' is not clear: \(error.message)", hint: error.hint)
        }
    }
}
