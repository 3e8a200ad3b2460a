internal import Foundation

/// What is known of one thing: a line a fact for a person, one object or one row for a program.
public struct Report {
    public struct Fact: Sendable {
        /// The name in CSV and JSON, with its unit: a promise to scripts.
        public let name: String
        /// What a person reads before the value.
        public let heading: String
        public let value: JSON
        /// What a person reads; nil for the value as it is.
        public let shown: String?
    }

    public private(set) var facts: [Fact] = []

    public init() {}

    public mutating func add(_ name: String, _ heading: String, _ value: some JSONConvertible, shown: String? = nil) {
        facts.append(Fact(name: name, heading: heading, value: value.json, shown: shown))
    }

    /// Adds a fact whose name is heading enough.
    public mutating func add(_ name: String, _ value: some JSONConvertible) {
        add(name, name.replacingOccurrences(of: "_", with: " "), value)
    }

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
