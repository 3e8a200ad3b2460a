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

    /// Of bytes as they lie: a loop over a text's takes twice as long, a million times where a large run goes on.
    private init?(stored shortForm: UnsafeBufferPointer<UInt8>) {
        var options: [Int?] = []
        var number: Int?
        var isInactive = false
        options.reserveCapacity(shortForm.count / 2 + 1)
        for byte in shortForm {
            switch byte {
            case UInt8(ascii: "-"):
                guard isInactive || number != nil else { return nil }
                options.append(number)
                (number, isInactive) = (nil, false)
            case UInt8(ascii: "."):
                guard number == nil, !isInactive else { return nil }
                isInactive = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard !isInactive, (number ?? 0) < 1 << 24 else { return nil }
                number = (number ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
            default: return nil
            }
        }
        if isInactive || number != nil { options.append(number) } else if !options.isEmpty { return nil }
        self.init(options: options)
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
        guard let text = try String.fetchOne(db, sql: "SELECT decisions FROM space_version WHERE version = ?", arguments: [number]) else {
            throw UnreadableColumn(column: "space_version", text: String(number))
        }
        let decisions = try StoreEncoding.value([StoredDecision].self, text)
        return SpaceVersion(number: number, decisions: decisions.map { Decision(name: $0.name, options: $0.options) })
    }
}
