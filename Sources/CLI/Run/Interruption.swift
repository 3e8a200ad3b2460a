import Foundation
import Synchronization

/// Ctrl-C and a polite kill: remembered as a wish to stop, for the driver to end between two commits. The second one
/// ends the program at once; nothing that was finished is lost by that either.
enum Interruption {
    private static let requests = Atomic<Int>(0)

    static var isRequested: Bool { requests.load(ordering: .relaxed) > 0 }

    /// Call once, before the first trial.
    static func watch() {
        // Also makes sure that the counter exists before a handler needs it.
        guard !isRequested else { return }
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number) { _ in
                if Interruption.requests.add(1, ordering: .relaxed).newValue > 1 { _exit(130) }
            }
        }
    }
}
