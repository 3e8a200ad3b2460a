import Support

/// An option's value that cannot be: the same words as a `Diagnostic`, but the command line's own fault.
struct UsageError: Error, CustomStringConvertible {
    let diagnostic: Diagnostic

    init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }

    init(_ message: String, hint: String? = nil) { diagnostic = Diagnostic(message, hint: hint) }

    var description: String { diagnostic.description }
}
