import ArgumentParser
import Reporting

/// How wide what a command prints may be.
struct TableOptions: ParsableArguments {
    @Flag(help: "Show every column and all texts whole, however narrow the terminal is (a pipe and a file get them anyway).")
    var wide = false

    /// The columns of the terminal that a table is fitted to; nil where it is printed whole.
    ///
    /// - Parameter output: the file that it goes to; nil for standard output.
    func width(to output: String? = nil) -> Int? { wide || output != nil ? nil : Terminal.width }

    /// Prints prose, folded between words where the terminal is narrower.
    func say(_ text: String) { Terminal.print(Paragraph.folded(text, width: width())) }

    /// Prints prose beside a table, on standard error, folded likewise.
    func note(_ text: String) {
        if wide { Terminal.printError(text) } else { Terminal.printNote(text) }
    }
}
