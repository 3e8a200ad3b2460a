/// Neighbouring vectors of one row, in registers.
protocol RegisterRow {
    static var vectors: Int { get }
    /// Zeros.
    init()
    init(_ source: UnsafePointer<Float>)
    /// Adds factor * row.
    mutating func add(_ factor: Vector, _ row: Self)
    mutating func add(_ row: Self)
    mutating func clamp(_ lowest: Vector, _ highest: Vector)
    /// All but the last vector whole, of the last the first `lastLanes` lanes.
    func store(to target: UnsafeMutablePointer<Float>, lastLanes: Int)
}

struct RegisterRow1: RegisterRow {
    static var vectors: Int { 1 }
    private var a = Vector()

    @inline(__always) init() {}
    @inline(__always) init(_ source: UnsafePointer<Float>) { a = load(source) }
    @inline(__always) mutating func add(_ factor: Vector, _ row: Self) { a = multiplyAdd(factor, row.a, a) }
    @inline(__always) mutating func add(_ row: Self) { a += row.a }
    @inline(__always) mutating func clamp(_ lowest: Vector, _ highest: Vector) { a = clamped(a, lowest, highest) }
    @inline(__always) func store(to target: UnsafeMutablePointer<Float>, lastLanes: Int) {
        TensorCore.store(target, a, lanes: lastLanes)
    }
}

struct RegisterRow2: RegisterRow {
    static var vectors: Int { 2 }
    private var a = Vector()
    private var b = Vector()

    @inline(__always) init() {}
    @inline(__always) init(_ source: UnsafePointer<Float>) { (a, b) = (load(source), load(source + lanes)) }
    @inline(__always) mutating func add(_ factor: Vector, _ row: Self) {
        a = multiplyAdd(factor, row.a, a)
        b = multiplyAdd(factor, row.b, b)
    }
    @inline(__always) mutating func add(_ row: Self) {
        a += row.a
        b += row.b
    }
    @inline(__always) mutating func clamp(_ lowest: Vector, _ highest: Vector) {
        (a, b) = (clamped(a, lowest, highest), clamped(b, lowest, highest))
    }
    @inline(__always) func store(to target: UnsafeMutablePointer<Float>, lastLanes: Int) {
        TensorCore.store(target, a)
        TensorCore.store(target + lanes, b, lanes: lastLanes)
    }
}

struct RegisterRow3: RegisterRow {
    static var vectors: Int { 3 }
    private var a = Vector()
    private var b = Vector()
    private var c = Vector()

    @inline(__always) init() {}
    @inline(__always) init(_ source: UnsafePointer<Float>) {
        (a, b, c) = (load(source), load(source + lanes), load(source + 2 * lanes))
    }
    @inline(__always) mutating func add(_ factor: Vector, _ row: Self) {
        a = multiplyAdd(factor, row.a, a)
        b = multiplyAdd(factor, row.b, b)
        c = multiplyAdd(factor, row.c, c)
    }
    @inline(__always) mutating func add(_ row: Self) {
        a += row.a
        b += row.b
        c += row.c
    }
    @inline(__always) mutating func clamp(_ lowest: Vector, _ highest: Vector) {
        (a, b, c) = (clamped(a, lowest, highest), clamped(b, lowest, highest), clamped(c, lowest, highest))
    }
    @inline(__always) func store(to target: UnsafeMutablePointer<Float>, lastLanes: Int) {
        TensorCore.store(target, a)
        TensorCore.store(target + lanes, b)
        TensorCore.store(target + 2 * lanes, c, lanes: lastLanes)
    }
}

/// Rows of accumulators, in registers. A block is one row or two smaller blocks, which the compiler takes apart into single
/// vectors whatever it makes of loops: an array would have to be unrolled first, and stays in memory where that fails. A
/// kernel has two blocks, since the compiler keeps a structure of more than 15 fields in memory.
protocol RegisterBlock {
    associatedtype Row: RegisterRow
    static var rows: Int { get }
    /// Zeros.
    init()
    /// Each row the same.
    init(repeating row: Row)
    /// Row r gains source[r * stride] * row.
    mutating func add(_ source: UnsafePointer<Float>, stride: Int, _ row: Row)
    /// Row r gains the row that begins at source + r * stride.
    mutating func add(_ source: UnsafePointer<Float>, stride: Int)
    mutating func clamp(_ lowest: Vector, _ highest: Vector)
    func store(to target: UnsafeMutablePointer<Float>, stride: Int, lastLanes: Int)
}

struct SingleRow<Row: RegisterRow>: RegisterBlock {
    static var rows: Int { 1 }
    private var row: Row

    @inline(__always) init() { row = Row() }
    @inline(__always) init(repeating row: Row) { self.row = row }
    @inline(__always) mutating func add(_ source: UnsafePointer<Float>, stride: Int, _ row: Row) {
        self.row.add(Vector(repeating: source.pointee), row)
    }
    @inline(__always) mutating func add(_ source: UnsafePointer<Float>, stride: Int) { row.add(Row(source)) }
    @inline(__always) mutating func clamp(_ lowest: Vector, _ highest: Vector) { row.clamp(lowest, highest) }
    @inline(__always) func store(to target: UnsafeMutablePointer<Float>, stride: Int, lastLanes: Int) {
        prefetchAhead(target)
        if Row.vectors > 1 { prefetchAhead(target + lanes) }
        if Row.vectors > 2 { prefetchAhead(target + 2 * lanes) }
        row.store(to: target, lastLanes: lastLanes)
    }
}

struct RowsPair<Upper: RegisterBlock, Lower: RegisterBlock>: RegisterBlock where Upper.Row == Lower.Row {
    typealias Row = Upper.Row
    static var rows: Int { @inline(__always) get { Upper.rows + Lower.rows } }
    private var upper: Upper
    private var lower: Lower

    @inline(__always) init() { (upper, lower) = (Upper(), Lower()) }
    @inline(__always) init(repeating row: Row) { (upper, lower) = (Upper(repeating: row), Lower(repeating: row)) }
    @inline(__always) mutating func add(_ source: UnsafePointer<Float>, stride: Int, _ row: Row) {
        upper.add(source, stride: stride, row)
        lower.add(source + Upper.rows &* stride, stride: stride, row)
    }
    @inline(__always) mutating func add(_ source: UnsafePointer<Float>, stride: Int) {
        upper.add(source, stride: stride)
        lower.add(source + Upper.rows &* stride, stride: stride)
    }
    @inline(__always) mutating func clamp(_ lowest: Vector, _ highest: Vector) {
        upper.clamp(lowest, highest)
        lower.clamp(lowest, highest)
    }
    @inline(__always) func store(to target: UnsafeMutablePointer<Float>, stride: Int, lastLanes: Int) {
        upper.store(to: target, stride: stride, lastLanes: lastLanes)
        lower.store(to: target + Upper.rows &* stride, stride: stride, lastLanes: lastLanes)
    }
}

/// Nothing, for a block without a second half.
struct NoRows<Row: RegisterRow>: RegisterBlock {
    static var rows: Int { 0 }

    @inline(__always) init() {}
    @inline(__always) init(repeating row: Row) {}
    @inline(__always) mutating func add(_ source: UnsafePointer<Float>, stride: Int, _ row: Row) {}
    @inline(__always) mutating func add(_ source: UnsafePointer<Float>, stride: Int) {}
    @inline(__always) mutating func clamp(_ lowest: Vector, _ highest: Vector) {}
    @inline(__always) func store(to target: UnsafeMutablePointer<Float>, stride: Int, lastLanes: Int) {}
}

// At most 14 vectors a block: the compiler keeps larger structures in memory.
typealias Rows0<Row: RegisterRow> = NoRows<Row>
typealias Rows1<Row: RegisterRow> = SingleRow<Row>
typealias Rows2<Row: RegisterRow> = RowsPair<Rows1<Row>, Rows1<Row>>
typealias Rows3<Row: RegisterRow> = RowsPair<Rows2<Row>, Rows1<Row>>
typealias Rows4<Row: RegisterRow> = RowsPair<Rows2<Row>, Rows2<Row>>
typealias Rows5<Row: RegisterRow> = RowsPair<Rows4<Row>, Rows1<Row>>
typealias Rows6<Row: RegisterRow> = RowsPair<Rows4<Row>, Rows2<Row>>
typealias Rows7<Row: RegisterRow> = RowsPair<Rows4<Row>, Rows3<Row>>
typealias Rows8<Row: RegisterRow> = RowsPair<Rows4<Row>, Rows4<Row>>
typealias Rows9<Row: RegisterRow> = RowsPair<Rows8<Row>, Rows1<Row>>
typealias Rows10<Row: RegisterRow> = RowsPair<Rows8<Row>, Rows2<Row>>
typealias Rows11<Row: RegisterRow> = RowsPair<Rows8<Row>, Rows3<Row>>
typealias Rows12<Row: RegisterRow> = RowsPair<Rows8<Row>, Rows4<Row>>
