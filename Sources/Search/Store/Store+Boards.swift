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
        let boards = try Row.fetchAll(db, sql: "SELECT * FROM board ORDER BY number").enumerated().map { number, row in
            try board(TableRow(row, of: "board"), number: number)
        }
        guard !boards.isEmpty else { throw UnreadableColumn("board", "number", "no row") }
        return boards
    }

    /// What estimates on the first board are kept by, without reading the board.
    static func firstProfileHash(_ db: Database) throws -> StableHash {
        guard let row = try Row.fetchOne(db, sql: "SELECT profile_hash FROM board ORDER BY number LIMIT 1") else {
            throw UnreadableColumn("board", "number", "no row")
        }
        return try TableRow(row, of: "board").hash("profile_hash")
    }

    private static func board(_ row: TableRow, number: Int) throws -> RunBoard {
        guard try row.value("number") == number else { throw row.unreadable("number", reason: "boards are counted from 0 on") }
        let target = try row.json("target") { (target: Target) in target.problem }
        guard try row.value("board_name") == target.board.name else {
            throw row.unreadable("board_name", reason: "the target is \(target.board.name)")
        }
        let mission: String? = try row.valueIfAny("mission")
        return RunBoard(
            target: target, profileHash: try row.hash("profile_hash"),
            budget: try row.json("budget") { (budget: Budget) in budget.problem },
            mission: mission == nil ? nil : try row.json("mission") { (mission: Mission) in mission.problem })
    }
}
