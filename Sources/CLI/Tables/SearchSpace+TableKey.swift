import NAS
import Support

extension SearchSpace {
    /// Reads a short form, or as published tables write it, one digit a decision with nothing between them.
    func architecture(tableKey text: String) throws(Diagnostic) -> Architecture {
        let isDigits = text.count == decisions.count && text.allSatisfy(\.isNumber)
        return try architecture(shortForm: isDigits ? text.map(String.init).joined(separator: "-") : text)
    }
}
