internal import Foundation

extension ProcessPool {
    /// Two workers with one thread each beat one worker with two, so each is told to use one.
    static let oneThread = [
        "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "GOTO_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "BLIS_NUM_THREADS",
    ]

    /// What a child finds in its environment: this process's, one thread, and whose child it is.
    package static var childEnvironment: [String: String] {
        var environment = ProcessInfo.processInfo.environment
        for name in oneThread { environment[name] = "1" }
        // A crash is a row of the table; a backtrace of some seconds helps nobody who searches.
        environment["SWIFT_BACKTRACE"] = "enable=no"
        environment[WorkerLoop.driverVariable] = String(ProcessInfo.processInfo.processIdentifier)
        return environment
    }
}
