internal import Foundation

/// How a child process ended, and by whose doing.
package struct WorkerEnding: Sendable, Hashable {
    package let exitCode: Int32
    /// 0 where none ended it.
    package let signal: Int32
    /// Whether this side killed it, because it did not end by itself.
    package let isForced: Bool

    enum Cause {
        /// What it computed: it exited, or did what the kernel forbids.
        case itself
        /// SIGKILL, or the kernel's limit of CPU time. Somebody may have meant it, or the machine may be short of memory.
        case killed
        /// A signal that no computation raises: somebody wanted it to end.
        case asked
    }

    var cause: Cause {
        if signal == 0 || isForced { return .itself }
        switch signal {
        case SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS: return .itself
        case SIGKILL, SIGXCPU: return .killed
        default: return .asked
        }
    }

    var words: String {
        if isForced { return "the worker closed its output, and was ended" }
        return signal != 0 ? "the worker was ended by signal \(signal)" : "the worker ended with exit code \(exitCode)"
    }
}
