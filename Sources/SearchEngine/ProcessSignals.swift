internal import Foundation

/// What signals do to a process that searches or trains.
package enum ProcessSignals {
    /// Makes errors of what would end the process, and lets it see how its children end.
    package static func prepare() {
        // A reader that goes away (`| head`, a worker that was killed) is an error of that write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        // So is a file that grows beyond what the shell allows (`ulimit -f`).
        signal(SIGXFSZ, SIG_IGN)
        // Whoever started this program may not care how its children end; how a worker ended says what becomes of its trial.
        signal(SIGCHLD, SIG_DFL)
    }
}
