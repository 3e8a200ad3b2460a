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
    ///
    /// - Parameters:
    ///   - format: how it is printed.
    ///   - width: of the terminal, in columns: longer facts of a table go on below their beginning; nil for a line each.
    public func text(as format: ListingFormat, width: Int? = nil) -> String {
        switch format {
        case .json: return JSON.object(facts.map { ($0.name, $0.value) }).text()
        case .csv: return Listing(facts.map { fact in Column<Void>(fact.name) { fact.value } }, [()]).text(as: .csv)
        case .table:
            let margin = (facts.map { DisplayWidth.of($0.heading) }.max() ?? 0) + 2
            return facts.map { fact in
                let space = String(repeating: " ", count: margin - DisplayWidth.of(fact.heading))
                let line = fact.heading + space + (fact.shown ?? fact.value.readable).onOneLine
                guard let width else { return line + "\n" }
                return Paragraph.lines(of: line, width: width, hanging: min(margin, width / 2)).map { $0 + "\n" }.joined()
            }.joined()
        }
    }
}
