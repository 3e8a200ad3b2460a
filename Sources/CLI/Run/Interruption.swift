import Dispatch
import Foundation
import Search
import Synchronization

/// Signals that ask the program to end: Ctrl-C, `kill`, a terminal that closes, the end of a session or of a batch job.
///
/// Where there is nothing to save, the first one ends the program. A search takes the first as a wish to stop, for its driver to end
/// between two commits; the second ends it at once, and nothing that was finished is lost by that either.
enum Interruption {
    private enum Response {
        case endsProgram(saying: String?)
        case stopsSearch(StopFlag)
    }

    private static let response = Mutex(Response.endsProgram(saying: nil))

    /// Until a search asks for something else.
    static func endsProgram(saying words: String? = nil) {
        response.withLock { $0 = .endsProgram(saying: words) }
        _ = listening
    }

    /// - Returns: a flag that the first signal from now on raises.
    static func stopFlag() -> StopFlag {
        let flag = StopFlag()
        response.withLock { $0 = .stopsSearch(flag) }
        _ = listening
        return flag
    }

    /// They live as long as the program. A SIGHUP that is ignored already (`nohup`) stays so.
    private nonisolated(unsafe) static let listening: [any DispatchSourceSignal] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT].compactMap {
        (number: Int32) -> (any DispatchSourceSignal)? in
        // Otherwise the signal would end the process before the source sees it.
        let before = signal(number, SIG_IGN)
        if number == SIGHUP, unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { return nil }
        #if os(Linux)
        // The source replaces this, a moment later; one that comes before must not be lost.
        signal(number) { _ in _exit(ExitStatus.interrupted.rawValue) }
        #endif
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInitiated))
        source.setEventHandler { take() }
        source.resume()
        return source
    }

    private static func take() {
        let response = response.withLock { $0 }
        switch response {
        case .stopsSearch(let flag):
            if flag.isRaised { _exit(ExitStatus.interrupted.rawValue) }
            flag.raise()
        case .endsProgram(let words):
            if let words { Terminal.printError(words) }
            _exit(ExitStatus.interrupted.rawValue)
        }
    }
}
