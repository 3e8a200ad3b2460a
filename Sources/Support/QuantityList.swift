/// Lists of quantities with commas between them: `latency=20ms,memory=2MB`.
public enum QuantityList {
    /// Returns the parts of a list, also empty ones.
    ///
    /// - Throws: a `Diagnostic` without a place where a comma stands for a decimal point: `latency=1,5ms`.
    public static func parts(of text: String) throws(Diagnostic) -> [Substring] {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        for (part, next) in zip(parts, parts.dropFirst()) where !next.contains("=") {
            guard let sign = part.lastIndex(of: "="), let hint = DecimalNumber.commaHint(part[part.index(after: sign)...] + "," + next)
            else {
                continue
            }
            throw Diagnostic("'\(part),\(next)' has a decimal comma, and commas separate quantities", hint: hint)
        }
        return parts
    }
}
