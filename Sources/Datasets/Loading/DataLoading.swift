/// How data sets are read: where large ones are kept as they were read, and who is told how far it is.
public struct DataLoading: Sendable {
    /// Where large sets are kept; nil where each is read from its files, into memory.
    public var cache: PreparedCache?
    /// Whether the files are read although their set was kept, and compared with what was kept.
    public var verifies: Bool
    /// Is told what happens, on the thread that reads.
    public var observe: @Sendable (LoadingEvent) -> Void
    package var limits = Limits()

    /// Reads into memory unless a cache is named.
    public init(cache: PreparedCache? = nil, verifies: Bool = false, observe: @escaping @Sendable (LoadingEvent) -> Void = { _ in }) {
        self.cache = cache
        self.verifies = verifies
        self.observe = observe
    }

    /// With the user's cache (`PreparedCache.standard`).
    public static var standard: DataLoading { DataLoading(cache: .standard()) }

    /// From where on it is worth it.
    package struct Limits: Sendable {
        /// A set of fewer bytes and of fewer files is read again as quickly as it is found.
        package var leastBytes = 32 << 20
        package var leastFiles = 2000
        /// A file that was changed so shortly before it is read may change once more under the same time stamp.
        package var settlingSeconds = 2.0
        /// Fewer bytes of values stay in memory while they are read.
        package var heldBytes = 8 << 20
        /// How often it is written down how far reading is.
        package var recordingSeconds = 1.0
    }
}

/// What happens while a data set is read.
public enum LoadingEvent: Sendable, Hashable {
    /// So far it is.
    case progress(LoadingProgress)
    /// An earlier reading was interrupted there, and goes on.
    case goingOn(LoadingProgress)
    /// Something that a person should know.
    case note(String)
    /// The set was read, or cannot be.
    case ended
}

/// How far the reading of a data set is.
public struct LoadingProgress: Sendable, Hashable {
    /// What is counted.
    public enum Unit: Sendable, Hashable {
        case examples, bytes
    }

    /// What is done: `reading pictures`, `reading train.csv`.
    public let activity: String
    /// How much of it is done.
    public let done: Int
    /// How much there is.
    public let total: Int
    /// What both count.
    public let unit: Unit

    /// Creates what is to be shown.
    public init(activity: String, done: Int, total: Int, unit: Unit) {
        (self.activity, self.done, self.total, self.unit) = (activity, done, total, unit)
    }
}
