public import NetworkGraph
public import Support

/// Takes networks apart where a single tensor goes on: few pieces make up many networks of a space, so that what is additive
/// over pieces needs to be computed once for each of them.
///
/// The canonical graph of an architecture is that of its pieces, one behind the other, but for the order of execution; no
/// operation can be fused with one of another piece.
public struct PieceTable: Sendable {
    private let space: SearchSpace
    private let task: TaskShape
    private var units: UnitTable
    private var unitFacts: ContiguousArray<Unit> = []
    private var pieces: ContiguousArray<Piece> = []
    /// The numbers of pieces joined from a piece and a unit.
    private var joined: [Int: Int] = [:]
    private var shapes: ContiguousArray<Shape> = []

    /// What a layer became.
    private struct Unit {
        /// Where it stands alone; nil where it does nothing.
        let piece: Int?
        /// The number of the shape that comes out.
        let result: Int
        let startsAnew: Bool
        let hasZeros: Bool
    }

    /// Lists the pieces of a space for a task.
    ///
    /// - Throws: a diagnostic where the task does not fit the space.
    public init(_ space: SearchSpace, task: TaskShape) throws(Diagnostic) {
        try space.check(task)
        self.space = space
        self.task = task
        units = UnitTable(layers: space.plan.layerCount, optionCounts: space.optionCounts)
    }

    /// How many pieces are known. They are numbered from 0.
    public var count: Int { pieces.count }

    /// How much is remembered, about, in bytes.
    public var size: Int { units.size * 4 + pieces.count * 4096 }

    /// Returns a piece as a canonical graph whose input is the tensor that goes in.
    public func graph(of piece: Int) -> InferredGraph { pieces[piece].graph }

    /// Returns the pieces of a network, in order; nil where it is not the sum of pieces, because zeros in it may change what is before or
    /// behind them.
    ///
    /// - Throws: a diagnostic where the architecture is not of this space, or the network cannot be built.
    public mutating func pieces(of architecture: Architecture) throws(Diagnostic) -> [Int]? {
        try space.checkOptions(of: architecture)
        var walk = Walk(reader: space.reader(wanting: architecture, fallback: .fail))
        do throws(WalkError) {
            let input = try SearchSpace.inputShape(space.plan, task, walk.reader)
            walk.reader = input.reader
            walk.shape = number(of: input.shape)
            try follow(space.plan.network, &walk)
        } catch {
            throw space.diagnostic(of: error)
        }
        try space.checkResult(shapes[walk.shape], task: task)
        return walk.hasZeros ? nil : walk.pieces
    }

    /// How far a network has been followed.
    private struct Walk {
        var reader: DecisionReader
        var shape = 0
        var pieces: [Int] = []
        var hasZeros = false
    }

    private mutating func follow(_ layer: Layer, _ walk: inout Walk) throws(WalkError) {
        switch layer.kind {
        case .sequence(let layers): for inner in layers { try follow(inner, &walk) }
        case .choice(let decision, let options): try follow(options[walk.reader.take(decision)], &walk)
        case .repetition(let times, let layers):
            for inner in try layers.prefix(walk.reader.times(times)) { try follow(inner, &walk) }
        case .conditional(let condition, let then, let otherwise):
            try follow(walk.reader.holds(condition) ? then : otherwise, &walk)
        case .leaf, .residual, .branches, .cell:
            let slot = units.slot(of: layer, behind: walk.shape, options: walk.reader.wanted)
            if units[slot] == UnitTable.unknown { units[slot] = Int32(try build(layer, walk)) }
            append(Int(units[slot]), &walk)
        }
    }

    private mutating func append(_ number: Int, _ walk: inout Walk) {
        let unit = unitFacts[number]
        walk.shape = unit.result
        if unit.hasZeros { walk.hasZeros = true }
        guard let piece = unit.piece, !walk.hasZeros else { return }
        guard let last = walk.pieces.last, !(unit.startsAnew && pieces[last].endsOpen) else {
            walk.pieces.append(piece)
            return
        }
        let key = last << 32 | number
        let both: Int
        if let known = joined[key] {
            both = known
        } else {
            both = pieces.count
            pieces.append(pieces[last].joined(with: pieces[piece]))
            joined[key] = both
        }
        walk.pieces[walk.pieces.count - 1] = both
    }

    /// - Returns: the number of a new unit.
    private mutating func build(_ layer: Layer, _ walk: Walk) throws(WalkError) -> Int {
        var emitter = Emitter(
            input: shapes[walk.shape], classes: space.plan.classes ?? task.classes, reader: walk.reader, network: layer)
        let output = try emitter.emit(layer, 0)
        let written = emitter.builder.finish(output: output)
        let piece = Piece(written.canonical())
        let doesNothing = piece.graph.output == 0
        unitFacts.append(
            Unit(
                piece: doesNothing ? nil : pieces.count, result: number(of: written.outputShape), startsAnew: piece.startsAnew,
                hasZeros: piece.hasZeros))
        if !doesNothing { pieces.append(piece) }
        return unitFacts.count - 1
    }

    /// Spaces have few shapes.
    private mutating func number(of shape: Shape) -> Int {
        if let known = shapes.firstIndex(of: shape) { return known }
        shapes.append(shape)
        return shapes.count - 1
    }
}
