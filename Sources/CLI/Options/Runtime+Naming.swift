import CostModel
import Support

extension Runtime {
    /// A runtime as the user names it.
    init(named text: String) throws(Diagnostic) {
        guard let runtime = Runtime(rawValue: text) else {
            throw Diagnostic(
                "unknown runtime '\(text)'", hint: Spelling.hint(for: text, among: Self.allCases.map(\.rawValue), called: "runtimes"))
        }
        self = runtime
    }
}
