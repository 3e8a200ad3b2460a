internal import Support

/// What a heading says about the scale of its numbers besides a unit: a prefix apart from its unit, a factor, a quotient. The unit alone
/// would not tell, so it is refused.
enum HeadingScale {
    /// - Parameters:
    ///   - name: the heading without what stands in brackets.
    ///   - words: of the name.
    ///   - bracketed: what stands in brackets.
    /// - Throws: a `Diagnostic` without a place.
    static func check(_ name: some StringProtocol, _ words: [String], bracketed: [String], in text: String) throws(Diagnostic) {
        let problem: String?
        if let apart = apart(words) {
            problem = "'\(apart)' stands apart from its unit"
        } else if let factor = ([String(name)] + bracketed).lazy.compactMap(factor).first {
            problem = "it has a factor, '\(factor)'"
        } else if let quotient = quotient(text) {
            problem = "'\(quotient)' is a quotient"
        } else {
            problem = nil
        }
        guard let problem else { return }
        throw Diagnostic("the unit of column '\(text)' is not clear: \(problem)", hint: "write one unit, such as power_mW")
    }

    /// `power milli watts`, `power m W`, but not `run m`.
    private static func apart(_ words: [String]) -> String? {
        let prefixes: Set = ["milli", "micro", "nano", "kilo", "mega", "centi", "deci", "giga", "pico"]
        if let prefix = words.first(where: { prefixes.contains($0.lowercased()) }) { return prefix }
        guard words.count >= 2, ["m", "u", "µ", "n", "k"].contains(words[words.count - 2]) else { return nil }
        return words[words.count - 2]
    }

    /// `x1000`, `1000x`, `x 1000`, `10^3`, `*1000`, `1e-3`.
    private static func factor(_ text: String) -> String? {
        if let sign = text.first(where: { "*×·÷^".contains($0) }) { return String(sign) }
        let words = text.split { !($0.isLetter || $0.isNumber) }.map { $0.lowercased() }
        for (place, word) in words.enumerated() {
            if isExponent(word) { return word }
            if word.hasPrefix("x"), isPowerOfTen(word.dropFirst()) { return word }
            if word.hasSuffix("x"), isPowerOfTen(word.dropLast()) { return word }
            guard word == "x" else { continue }
            // 224 x 224 is a size.
            let (before, after) = (place > 0 ? words[place - 1] : "", place + 1 < words.count ? words[place + 1] : "")
            if isNumber(after) != isNumber(before), isNumber(after) || isPowerOfTen(before[...]) {
                return "x \(isNumber(after) ? after : before)"
            }
        }
        return nil
    }

    private static func isNumber(_ word: String) -> Bool { !word.isEmpty && word.utf8.allSatisfy { (48...57).contains($0) } }

    private static func isPowerOfTen(_ word: Substring) -> Bool {
        word.utf8.count >= 2 && word.utf8.first == UInt8(ascii: "1") && word.utf8.dropFirst().allSatisfy { $0 == UInt8(ascii: "0") }
    }

    private static func isExponent(_ word: String) -> Bool {
        guard let end = word.firstIndex(of: "e") else { return false }
        return isNumber(String(word[..<end])) && word[word.index(after: end)...].utf8.allSatisfy { (48...57).contains($0) }
    }

    /// `W/h`, `mW/1000`; but `P/mW` and `V/mV` say a quantity and its unit, and `mJ/image` is a unit of each image.
    private static func quotient(_ text: String) -> String? {
        let sides = text.split(separator: "/", omittingEmptySubsequences: false).map { side in
            side.split { !($0.isLetter || $0.isNumber) }.map(String.init)
        }
        for (left, right) in zip(sides, sides.dropFirst()) {
            let (above, below) = (left.last ?? "", right.first ?? "")
            guard above.count > 1 || above.first?.isUppercase == true, let unit = try? MeasurementUnit.named(above),
                !counted.contains(below.lowercased())
            else { continue }
            if above.count == 1, let other = try? MeasurementUnit.named(below), other.dimension == unit.dimension { continue }
            return "\(above)/\(below)"
        }
        return nil
    }

    private static let counted: Set = [
        "inference", "inferences", "image", "images", "frame", "frames", "sample", "samples", "run", "runs", "iteration", "iterations",
        "query", "queries", "step", "steps", "batch",
    ]
}
