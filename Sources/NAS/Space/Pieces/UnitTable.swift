/// Finds what a layer becomes behind a tensor of some shape without building it again: a unit's number for each combination of
/// layer, shape, and options of the decisions that the layer may read.
///
/// A tree with a branch for every option, in the order of the decisions: exact, and a step is one look into an array.
struct UnitTable {
    /// For each layer, by its id, the decisions it may read; nil until it is asked for.
    private var footprints: ContiguousArray<ContiguousArray<Int>?>
    private var roots: [Int: Int] = [:]
    private var slots: ContiguousArray<Int32> = []
    private let optionCounts: [Int32]

    static let unknown: Int32 = -1

    init(layers: Int, optionCounts: [Int32]) {
        footprints = ContiguousArray(repeating: nil, count: layers)
        self.optionCounts = optionCounts
    }

    /// The entry of a unit.
    ///
    /// - Parameters:
    ///   - shape: the number of the shape that goes in.
    ///   - options: of all decisions; -1 where nothing is chosen.
    mutating func slot(of layer: Layer, behind shape: Int, options: [Int32]) -> Int {
        let footprint: ContiguousArray<Int>
        if let known = footprints[layer.id] {
            footprint = known
        } else {
            footprint = Self.footprint(of: layer)
            footprints[layer.id] = footprint
        }
        let key = shape * footprints.count + layer.id
        let root: Int
        if let known = roots[key] {
            root = known
        } else {
            root = branch(footprint.first)
            roots[key] = root
        }
        var slot = root
        for place in footprint.indices {
            slot += Int(options[footprint[place]] + 1)
            guard place + 1 < footprint.count else { break }
            if slots[slot] == Self.unknown { slots[slot] = Int32(branch(footprint[place + 1])) }
            slot = Int(slots[slot])
        }
        return slot
    }

    /// The number of the unit, or `unknown`.
    subscript(slot: Int) -> Int32 {
        get { slots[slot] }
        set { slots[slot] = newValue }
    }

    var size: Int { slots.count }

    /// Room for every option of a decision, and for none.
    private mutating func branch(_ decision: Int?) -> Int {
        let start = slots.count
        let count = decision.map { Int(optionCounts[$0]) + 1 } ?? 1
        slots.append(contentsOf: repeatElement(Self.unknown, count: count))
        return start
    }

    private static func footprint(of layer: Layer) -> ContiguousArray<Int> {
        var decisions: Set<Int> = []
        layer.forEachDecision { decisions.insert($0) }
        return ContiguousArray(decisions.sorted())
    }
}

extension Layer {
    /// Calls with every decision that building the layer may read.
    func forEachDecision(_ body: (Int) -> Void) {
        switch kind {
        case .leaf(let leaf): for value in leaf.values { value.forEachDecision(body) }
        case .sequence(let layers): for layer in layers { layer.forEachDecision(body) }
        case .residual(let inner, let shortcut, let activation, _):
            inner.forEachDecision(body)
            if case .layers(let side) = shortcut { side.forEachDecision(body) }
            activation.value.forEachDecision(body)
        case .branches(let layers, let merge, _):
            for layer in layers { layer.forEachDecision(body) }
            merge.value.forEachDecision(body)
        case .choice(let decision, let options):
            body(decision)
            for option in options { option.forEachDecision(body) }
        case .repetition(let times, let layers):
            times.forEachDecision(body)
            for layer in layers { layer.forEachDecision(body) }
        case .cell(let cell): for edges in cell.entering { for edge in edges { edge.layer.forEachDecision(body) } }
        case .conditional(let condition, let then, let otherwise):
            condition.subject.forEachDecision(body)
            then.forEachDecision(body)
            otherwise.forEachDecision(body)
        }
    }
}
