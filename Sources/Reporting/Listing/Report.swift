internal import Foundation

/// What is known of one thing: a line a fact for a person, one object or one row for a program.
public struct Report {
    /// One thing that is known: its names and its value.
    public struct Fact: Sendable {
        /// The name in CSV and JSON, with its unit: a promise to scripts.
        public let name: String
        /// What a person reads before the value.
        public let heading: String
        /// The value, as CSV and JSON have it.
        public let value: JSON
        /// What a person reads; nil for the value as it is.
        public let shown: String?
    }

    /// The facts, in the order in which they were added.
    public private(set) var facts: [Fact] = []

    /// Makes a report without facts.
    public init() {}

    /// Adds a fact.
    ///
    /// - Parameters:
    ///   - name: the name in CSV and JSON, with its unit.
    ///   - heading: what a person reads before the value.
    ///   - value: the value in CSV and JSON.
    ///   - shown: what a person reads for the value; nil for the value as it is.
    public mutating func add(_ name: String, _ heading: String, _ value: some JSONConvertible, shown: String? = nil) {
        facts.append(Fact(name: name, heading: heading, value: value.json, shown: shown))
    }

    /// Adds a fact whose name is heading enough.
    public mutating func add(_ name: String, _ value: some JSONConvertible) {
        add(name, name.replacingOccurrences(of: "_", with: " "), value)
    }

    /// Returns a line a fact as a table, a row under the facts' names as CSV, or an object as JSON; it ends with a line feed.
    public func text(as format: ListingFormat) -> String {
        switch format {
        case .json: return JSON.object(facts.map { ($0.name, $0.value) }).text()
        case .csv: return Listing(facts.map { fact in Column<Void>(fact.name) { fact.value } }, [()]).text(as: .csv)
        case .table:
            let width = (facts.map(\.heading.count).max() ?? 0) + 2
            return facts.map { $0.heading.padding(toLength: width, withPad: " ", startingAt: 0) + ($0.shown ?? $0.value.readable) + "\n" }
                .joined()
        }
    }
}
