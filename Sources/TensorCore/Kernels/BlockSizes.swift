/// How much of a product is kept in registers at a time: `rows` x `vectors` accumulators, beside one row of the right operand
/// and one broadcast number.
enum BlockSizes {
    /// Most rows for 1, 2 or 3 vectors. AVX-512 and NEON have 32 registers, AVX2 and SSE 16.
    static func mostRows(vectors: Int) -> Int {
        #if NAS_X86_64_V4 || arch(arm64)
        vectors == 1 ? 24 : (vectors == 2 ? 14 : 8)
        #else
        vectors == 1 ? 12 : (vectors == 2 ? 6 : 4)
        #endif
    }

    /// `total` rows as `full` blocks of `rows` and one of `rest`, as even as they can be.
    static func split(_ total: Int, vectors: Int) -> (rows: Int, full: Int, rest: Int) {
        let most = mostRows(vectors: vectors)
        let blocks = (total + most - 1) / most
        let rows = (total + blocks - 1) / blocks
        return (rows, total / rows, total % rows)
    }
}

/// The columns of a matrix cut into panels of one, two or three vectors: pairs, and one panel of three where the number of
/// vectors is odd, so that no panel of one wastes loads unless it is the only one.
struct Panels {
    /// Vectors that cover the columns; the last may be partly empty.
    let vectors: Int
    /// Lanes in use in the last vector.
    let lastLanes: Int

    init(columns: Int) {
        vectors = (columns + lanes - 1) / lanes
        lastLanes = columns - (vectors - 1) * lanes
    }

    var count: Int { max(vectors / 2, 1) }
    /// Columns with the empty lanes counted.
    var paddedColumns: Int { vectors * lanes }

    func firstVector(of panel: Int) -> Int { panel * 2 }
    func vectors(of panel: Int) -> Int { panel == count - 1 ? vectors - 2 * panel : 2 }
    func isLast(_ panel: Int) -> Bool { panel == count - 1 }
}
