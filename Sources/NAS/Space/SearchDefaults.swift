public import Support

/// The `defaults:` part of a space file: settings of the run that the command line overrides. Outside the space's hash.
public struct SearchDefaults: Sendable, Hashable {
    /// One setting of the file.
    public struct Entry: Sendable, Hashable {
        /// The option's name without its dashes: `max-time`.
        public let key: String
        /// The value as it would stand on the command line: `4000mAh@5V`, `energy=5mJ,latency=20ms`.
        public let value: String
        /// Where the value stands in the file.
        public let location: SourceLocation

        /// Creates a setting of an option.
        public init(key: String, value: String, location: SourceLocation) {
            self.key = key
            self.value = value
            self.location = location
        }
    }

    /// The options of the command line that a file may give, without their dashes.
    public static let knownKeys = [
        "data", "data-options", "board", "runtime", "threads", "precision", "budget", "confidence", "objectives", "battery", "hours",
        "rate", "efficiency",
        "ageing", "idle", "load", "awake", "every", "wake", "asleep", "strategy", "trials", "max-time", "workers", "seed", "epochs",
        "rungs", "reduction", "retrain", "folds",
    ]

    /// In the order of the file.
    public let entries: [Entry]

    /// Creates defaults from settings, in the order of the file.
    public init(entries: [Entry] = []) { self.entries = entries }

    /// The value of an option, nil where the file does not give it.
    public subscript(key: String) -> String? { entries.first { $0.key == key }?.value }

    /// Returns the place of an option's value, for a diagnostic about it.
    public func location(of key: String) -> SourceLocation? { entries.first { $0.key == key }?.location }
}
