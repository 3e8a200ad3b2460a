import Dispatch
import Foundation
import Search

/// Ctrl-C and a polite kill: a wish to stop, for the driver to end between two commits. The second one ends the program at
/// once; nothing that was finished is lost by that either.
final class Interruption {
    let flag = StopFlag()
    private let sources: [any DispatchSourceSignal]

    /// - Parameter endsAtOnce: whether already the first one ends the program, for what leaves nothing behind.
    init(endsAtOnce: Bool = false) {
        let flag = flag
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            // Otherwise the signal would end the process before the source sees it.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInitiated))
            source.setEventHandler {
                if endsAtOnce || flag.isRaised { _exit(ExitStatus.interrupted.rawValue) }
                flag.raise()
            }
            source.resume()
            return source
        }
    }
}
