import Foundation

/// What is known of one thing: a line a fact for a person, one object or one row for a program.
struct Report {
    struct Fact {
        /// The name in CSV and JSON, with its unit: a promise to scripts.
        let name: String
        /// What a person reads before the value.
        let heading: String
        let value: JSON
        /// What a person reads; nil for the value as it is.
        let shown: String?
    }

    private(set) var facts: [Fact] = []

    mutating func add(_ name: String, _ heading: String, _ value: JSON, shown: String? = nil) {
        facts.append(Fact(name: name, heading: heading, value: value, shown: shown))
    }

    /// A fact whose name is heading enough.
    mutating func add(_ name: String, _ value: JSON) { add(name, name.replacingOccurrences(of: "_", with: " "), value) }

    func text(as format: ListingFormat) -> String {
        switch format {
        case .json: return JSON.object(facts.map { ($0.name, $0.value) }).text()
        case .csv:
            var listing = Listing(facts.map { .init($0.name, $0.name) })
            listing.append(facts.map(\.value))
            return listing.text(as: .csv)
        case .table:
            let width = (facts.map(\.heading.count).max() ?? 0) + 2
            return facts.map { $0.heading.padding(toLength: width, withPad: " ", startingAt: 0) + ($0.shown ?? $0.value.readable) + "\n" }
                .joined()
        }
    }
}
