internal import CostModel
internal import GRDB
internal import Support

/// The table is made for runs with several boards: others have none.
extension Store {
    private static let table = """
        CREATE TABLE IF NOT EXISTS further_board (
            number INTEGER PRIMARY KEY,
            board_name TEXT NOT NULL, target TEXT NOT NULL, profile_hash TEXT NOT NULL, budget TEXT NOT NULL, mission TEXT
        ) STRICT
        """

    /// Puts these in the place of those that are there.
    static func replace(_ boards: [RunBoard], _ db: Database) throws {
        guard try !boards.isEmpty || db.tableExists("further_board") else { return }
        try db.execute(sql: table)
        try db.execute(sql: "DELETE FROM further_board")
        for (index, board) in boards.enumerated() {
            try db.execute(
                sql: "INSERT INTO further_board VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    index + 1, board.target.board.name, StoreEncoding.text(board.target), board.profileHash.description,
                    StoreEncoding.text(board.budget), board.mission.map { StoreEncoding.text($0) },
                ])
        }
    }

    static func furtherBoards(_ db: Database) throws -> [RunBoard] {
        guard try db.tableExists("further_board") else { return [] }
        return try Row.fetchAll(db, sql: "SELECT * FROM further_board ORDER BY number").map { row in
            RunBoard(
                target: try StoreEncoding.value(Target.self, row["target"]), profileHash: try hash(row, "profile_hash"),
                budget: try StoreEncoding.value(Budget.self, row["budget"]),
                mission: try (row["mission"] as String?).map { try StoreEncoding.value(Mission.self, $0) })
        }
    }
}
