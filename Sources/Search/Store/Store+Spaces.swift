internal import Foundation
internal import GRDB
internal import NAS
internal import Support

/// A search space as trials were proposed in it: what turns their short forms into choices by name.
struct SpaceVersion {
    let number: Int
    let decisions: [Decision]

    /// Nil where the text is no architecture of this space.
    func choices(_ shortForm: String) -> [Choice]? {
        guard let architecture = Architecture(stored: shortForm), architecture.options.count == decisions.count else { return nil }
        var choices: [Choice] = []
        choices.reserveCapacity(decisions.count)
        for (decision, option) in zip(decisions, architecture.options) {
            guard let option else { continue }
            guard decision.options.indices.contains(option) else { return nil }
            choices.append(Choice(decision: decision.name, option: decision.options[option]))
        }
        return choices
    }
}

extension Architecture {
    /// Reads a short form of one's own: whether it is one of the space is not looked at.
    init?(stored shortForm: String) {
        var shortForm = shortForm
        guard let architecture = shortForm.withUTF8({ Architecture(stored: $0) }) else { return nil }
        self = architecture
    }

    /// Reads the bytes of a short form as they lie: a loop over a text's takes twice as long, a million times where a large run goes on.
    init?(stored shortForm: UnsafeBufferPointer<UInt8>) {
        var index = 0
        let options = [Int?](unsafeUninitializedCapacity: shortForm.count / 2 + 1) { options, count in
            while index < shortForm.count {
                if count > 0 {
                    guard shortForm[index] == UInt8(ascii: "-") else { return }
                    index += 1
                }
                guard let option = Self.option(shortForm, &index) else {
                    index = -1
                    return
                }
                options.initializeElement(at: count, to: option)
                count += 1
            }
        }
        guard index == shortForm.count else { return nil }
        self.init(options: options)
    }

    /// The one that begins here, whose end it goes to; nil where there is none.
    private static func option(_ shortForm: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Int?? {
        let first = index
        if first < shortForm.count, shortForm[first] == UInt8(ascii: ".") {
            index += 1
            return .some(nil)
        }
        var number = 0
        while index < shortForm.count, case let digit = shortForm[index] &- UInt8(ascii: "0"), digit < 10, number < 1 << 24 {
            number = number * 10 + Int(digit)
            index += 1
        }
        return index > first ? .some(number) : nil
    }
}

extension Store {
    private struct StoredDecision: Codable {
        let name: String
        let options: [String]
    }

    /// Adds a version.
    ///
    /// - Returns: its number.
    static func add(_ space: RunDefinition.Space, _ db: Database) throws -> Int {
        let decisions = space.decisions.map { StoredDecision(name: $0.name, options: $0.options) }
        try db.execute(
            sql: "INSERT INTO space_version (space_hash, space_text, decisions) VALUES (?, ?, ?)",
            arguments: [space.hash.description, space.text, StoreEncoding.text(decisions)])
        return Int(db.lastInsertedRowID)
    }

    static func spaceVersion(_ number: Int, _ db: Database) throws -> SpaceVersion {
        SpaceVersion(number: number, decisions: try decisions(spaceRow(number, db)))
    }

    static func spaceRow(_ number: Int, _ db: Database) throws -> TableRow {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM space_version WHERE version = ?", arguments: [number]) else {
            throw UnreadableColumn("space_version", "version", "no row \(number)", reason: "the run or a trial names it")
        }
        return TableRow(row, of: "space_version")
    }

    static func decisions(_ version: TableRow) throws -> [Decision] {
        let decisions: [StoredDecision] = try version.json("decisions") { decisions in
            decisions.allSatisfy { !$0.options.isEmpty } ? nil : "a decision has no options"
        }
        return decisions.map { Decision(name: $0.name, options: $0.options) }
    }
}
