import Foundation
import Synchronization

/// How often inputs got as far as some place: a fuzzer that never gets past a parser tests little.
final class Reached: Sendable {
    static let shared = Reached()
    private let counts = Mutex<[String: Int]>([:])

    static func mark(_ place: String) { shared.counts.withLock { $0[place, default: 0] += 1 } }

    var summary: String {
        counts.withLock { counts in counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ") }
    }
}

/// Prints at once, for this process may not live long.
func say(_ text: String) {
    print(text)
    fflush(nil)
}
