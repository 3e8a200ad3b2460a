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

    private init?(stored shortForm: UnsafeBufferPointer<UInt8>) {
        // Instead of the number that is being read.
        let (nothing, inactive) = (-1, -2)
        var options: [Int?] = []
        var number = nothing
        options.reserveCapacity(shortForm.count / 2 + 1)
        for byte in shortForm {
            switch byte {
            case UInt8(ascii: "-"):
                guard number != nothing else { return nil }
                options.append(number == inactive ? nil : number)
                number = nothing
            case UInt8(ascii: "."):
                guard number == nothing else { return nil }
                number = inactive
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard number != inactive, number < 1 << 24 else { return nil }
                number = max(number, 0) * 10 + Int(byte - UInt8(ascii: "0"))
            default: return nil
            }
        }
        if number != nothing { options.append(number == inactive ? nil : number) } else if !options.isEmpty { return nil }
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
