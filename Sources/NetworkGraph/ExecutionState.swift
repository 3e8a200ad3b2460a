/// What is live in the course of executing one segment of a graph: the tensors `first + 1 ... last`, after tensor `first`,
/// which alone is live at the beginning.
struct ExecutionState {
    let tensors: ActivationTensors
    let first: Int
    let last: Int
    /// Elements of all live tensors.
    private(set) var live: Int
    /// How often each tensor is still needed, and how many of its operands are still missing; from `first`.
    private var needs: ContiguousArray<Int>
    private var missing: ContiguousArray<Int>
    private(set) var executed: UInt64 = 0

    init(_ tensors: ActivationTensors, first: Int, last: Int) {
        self.tensors = tensors
        self.first = first
        self.last = last
        needs = ContiguousArray(repeating: 0, count: last - first + 1)
        missing = needs
        for tensor in first...last { needs[tensor - first] = tensors.needs(of: tensor) }
        for tensor in first + 1..<last + 1 {
            for slot in tensors.start[tensor]..<tensors.start[tensor + 1] where tensors.operands[slot] > first {
                missing[tensor - first] += 1
            }
        }
        live = needs[0] > 0 ? tensors.size[first] : 0
    }

    /// The readers of a tensor in the segment; those of the last one belong to the next.
    func consumers(of tensor: Int) -> ContiguousArray<Int>.SubSequence {
        tensor == last ? [] : tensors.consumers[tensors.consumerStart[tensor]..<tensors.consumerStart[tensor + 1]]
    }

    func isReady(_ tensor: Int) -> Bool { missing[tensor - first] == 0 }
    func isExecuted(_ tensor: Int) -> Bool { missing[tensor - first] < 0 }

    /// What is live while the tensor is made now, and by how much the live elements grow afterwards.
    func step(_ tensor: Int) -> (transient: Int, growth: Int) {
        var overwrites = tensors.overwritesZeros[tensor]
        var freed = 0
        for slot in tensors.start[tensor]..<tensors.start[tensor + 1] where needs[tensors.operands[slot] - first] == 1 {
            freed += tensors.size[tensors.operands[slot]]
            if tensors.isOverwritable[slot] { overwrites = true }
        }
        let size = tensors.size[tensor]
        return (
            live + tensors.zeros[tensor] + (overwrites ? 0 : size), (needs[tensor - first] > 0 ? size : 0) - freed
        )
    }

    mutating func execute(_ tensor: Int, growth: Int) {
        live += growth
        missing[tensor - first] = -1
        executed ^= 1 << UInt64((tensor - first) & 63)
        for slot in tensors.start[tensor]..<tensors.start[tensor + 1] { needs[tensors.operands[slot] - first] -= 1 }
        for consumer in consumers(of: tensor) { missing[consumer - first] -= 1 }
    }

    /// Takes back the latest `execute`.
    mutating func undo(_ tensor: Int, growth: Int) {
        live -= growth
        missing[tensor - first] = 0
        executed ^= 1 << UInt64((tensor - first) & 63)
        for slot in tensors.start[tensor]..<tensors.start[tensor + 1] { needs[tensors.operands[slot] - first] += 1 }
        for consumer in consumers(of: tensor) { missing[consumer - first] += 1 }
    }
}
