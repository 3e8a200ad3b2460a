internal import CostModel
internal import GRDB
internal import Support

extension Store {
    /// Puts these in the place of those that are there. What was known of trials' costs is of no more use.
    static func replace(_ boards: [RunBoard], _ db: Database) throws {
        try db.execute(sql: "DELETE FROM board")
        for (number, board) in boards.enumerated() {
            try db.execute(
                sql: "INSERT INTO board VALUES (?, ?, ?, ?, ?, ?, NULL)",
                arguments: [
                    number, board.target.board.name, StoreEncoding.text(board.target), board.profileHash.description,
                    StoreEncoding.text(board.budget), board.mission.map { StoreEncoding.text($0) },
                ])
        }
    }

    static func boards(_ db: Database) throws -> [RunBoard] {
        try Row.fetchAll(db, sql: "SELECT * FROM board ORDER BY number").map { row in
            RunBoard(
                target: try StoreEncoding.value(Target.self, row["target"]),
                profileHash: try StoreEncoding.hash(row["profile_hash"], "profile_hash"),
                budget: try StoreEncoding.value(Budget.self, row["budget"]),
                mission: try (row["mission"] as String?).map { try StoreEncoding.value(Mission.self, $0) })
        }
    }
}
