import Foundation
import Reporting

/// Whether a person reads standard output, and how wide their window is.
enum Terminal {
    static let isInteractive = isPerson(at: STDOUT_FILENO)

    /// The same of standard error.
    static let errorsAreInteractive = isPerson(at: STDERR_FILENO)

    private static func isPerson(at descriptor: Int32) -> Bool {
        isatty(descriptor) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    static var errorWidth: Int { width(of: STDERR_FILENO) ?? 80 }

    /// The columns of the window on standard output: what the environment variable COLUMNS says, or the terminal; 80 where neither knows,
    /// and at least 20, for less holds no table. Nil where standard output is no terminal.
    static var width: Int? { width(of: STDOUT_FILENO) }

    private static func width(of descriptor: Int32) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        if let text = ProcessInfo.processInfo.environment["COLUMNS"], let columns = Int(text), columns > 0 { return max(columns, 20) }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return max(Int(size.ws_col), 20)
    }

    /// Prints at once: a pipe's reader should not wait for a full buffer.
    static func print(_ text: String, terminator: String = "\n") {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data((text + terminator).utf8))
        } catch {
            // A reader that has seen enough (`| head`) is no fault, and ends no search; nor is a terminal that was closed.
            let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
            if cause.code == Int(EPIPE) || (cause.code == Int(EIO) && isInteractive) { return }
            printError("error: standard output cannot be written: \(String(cString: strerror(Int32(cause.code))))")
            _exit(ExitStatus.failed.rawValue)
        }
    }

    static func printError(_ text: String, terminator: String = "\n") {
        try? FileHandle.standardError.write(contentsOf: Data((text + terminator).utf8))
    }

    /// Prints prose on standard error, folded between words where the terminal is narrower.
    static func printNote(_ text: String) { printError(Paragraph.folded(text, width: width(of: STDERR_FILENO))) }

    /// `1 h 05 min`, `4 min 10 s`, `12 s`.
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "-" }
        let whole = Int(seconds.rounded())
        if whole >= 86_400 { return "\(whole / 86_400) d \(whole % 86_400 / 3600) h" }
        if whole >= 3600 { return String(format: "%d h %02d min", whole / 3600, whole % 3600 / 60) }
        if whole >= 60 { return String(format: "%d min %02d s", whole / 60, whole % 60) }
        return seconds < 10 ? String(format: "%.1f s", seconds) : "\(whole) s"
    }
}
