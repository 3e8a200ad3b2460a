internal import Foundation

/// Asks a search to stop, from another thread or from a signal's handler queue.
public final class StopFlag: @unchecked Sendable {
    private let lock = NSLock()
    private var raised = false

    /// Creates a flag that is not raised.
    public init() {}

    /// Asks the search to stop. A raised flag stays raised.
    public func raise() {
        lock.lock()
        raised = true
        lock.unlock()
    }

    /// Whether the search was asked to stop.
    public var isRaised: Bool {
        lock.lock()
        defer { lock.unlock() }
        return raised
    }
}
