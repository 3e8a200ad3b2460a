/// Finds the order of execution that needs the least memory at once.
///
/// The graph is cut where a single tensor is live; a peak is the largest of the segments' peaks. Most segments leave no
/// choice: at each step one operation is ready, or one can run at once without harm, for it takes nothing for long and less
/// than a peak that cannot be avoided anyway. The rest are searched: depth first over the sets of operations already executed,
/// never entering a set twice.
struct PeakMemory {
    private let tensors: ActivationTensors
    /// Elements that no order can do without, as far as is known.
    private var floor: Int
    /// Sets of executed operations that may still be entered.
    private var effort: Int

    static let defaultEffort = 10_000
    /// Sets are held in 64 bits.
    private static let largestSegment = 64

    /// - Parameter effort: how many sets of executed operations may be entered before the rest is estimated.
    init(_ graph: InferredGraph, effort: Int = defaultEffort) {
        tensors = ActivationTensors(graph)
        floor = max(graph.input.elements, tensors.outputZeros)
        self.effort = effort
        for tensor in tensors.size.indices { floor = max(floor, tensors.leastTransient(of: tensor)) }
    }

    /// The smallest peak in elements.
    mutating func elements() -> Int {
        var open: [(state: ExecutionState, peak: Int)] = []
        var first = 0
        var lastUse = 0
        for tensor in tensors.size.indices.dropFirst() {
            lastUse = max(lastUse, lastNeed(of: tensor - 1))
            guard lastUse <= tensor || tensor == tensors.size.count - 1 else { continue }
            if tensor > first + 1 {
                let state = ExecutionState(tensors, first: first, last: tensor)
                let (peak, isExact) = greedyPeak(state)
                if isExact { floor = max(floor, peak) } else { open.append((state, peak)) }
            }
            // A segment of one operation has its operands and itself live: that is in the floor already.
            first = tensor
        }
        settle(open)
        return floor
    }

    private func lastNeed(of tensor: Int) -> Int {
        if tensor == tensors.output { return Int.max }
        let (start, end) = (tensors.consumerStart[tensor], tensors.consumerStart[tensor + 1])
        return start == end ? tensor : tensors.consumers[end - 1]
    }

    /// Searches the segments where the simple rules found no order as good as the floor; equal ones, such as repeated cells,
    /// once.
    private mutating func settle(_ open: [(state: ExecutionState, peak: Int)]) {
        for index in open.indices where open[index].peak > floor {
            let state = open[index].state
            if open[..<index].contains(where: { $0.peak == open[index].peak && isSame($0.state, state) }) { continue }
            var peak = min(open[index].peak, peakAsWritten(state))
            if state.last - state.first <= Self.largestSegment {
                var visited: Set<UInt64> = []
                var state = state
                while peak > floor {
                    visited.removeAll(keepingCapacity: true)
                    guard let better = search(&state, below: peak, &visited) else { break }
                    peak = max(better, floor)
                }
            }
            floor = max(floor, peak)
        }
    }

    /// The peak when at each step the operation is taken that leaves the least live; exact where there was no choice.
    private func greedyPeak(_ start: ExecutionState) -> (peak: Int, isExact: Bool) {
        var state = start
        var peak = floor
        var isExact = true
        var ready = ContiguousArray((state.first + 1...state.last).filter { state.isReady($0) })
        while !ready.isEmpty {
            var chosen = 0
            var best = (transient: Int.max, growth: Int.max)
            for place in ready.indices {
                let step = state.step(ready[place])
                let isHarmless = step.growth <= 0 && step.transient <= peak
                if isHarmless || (step.growth, step.transient) < (best.growth, best.transient) {
                    chosen = place
                    best = step
                }
                if isHarmless { break }
            }
            if ready.count > 1, best.growth > 0 || best.transient > peak { isExact = false }
            let tensor = ready.remove(at: chosen)
            peak = max(peak, best.transient)
            state.execute(tensor, growth: best.growth)
            ready.append(contentsOf: state.consumers(of: tensor).lazy.filter { state.isReady($0) })
        }
        return (peak, isExact || peak <= floor)
    }

    private func peakAsWritten(_ start: ExecutionState) -> Int {
        var state = start
        var peak = floor
        for tensor in state.first + 1...state.last {
            let step = state.step(tensor)
            peak = max(peak, step.transient)
            state.execute(tensor, growth: step.growth)
        }
        return peak
    }

    /// Looks for an order of what is left whose peak is below the limit.
    ///
    /// - Returns: its peak; nil where there is none, or where the effort is spent.
    private mutating func search(_ state: inout ExecutionState, below limit: Int, _ visited: inout Set<UInt64>) -> Int? {
        var isFinished = true
        var harmless: Int?
        for tensor in state.first + 1...state.last where !state.isExecuted(tensor) {
            isFinished = false
            guard state.isReady(tensor) else { continue }
            let step = state.step(tensor)
            // What frees at least what it takes can as well be done now, whatever follows.
            if step.growth <= 0, step.transient < limit {
                harmless = tensor
                break
            }
        }
        if isFinished { return 0 }
        if let harmless { return follow(harmless, &state, below: limit, &visited) }
        guard effort > 0, visited.insert(state.executed).inserted else { return nil }
        effort -= 1
        for tensor in state.first + 1...state.last where state.isReady(tensor) {
            if let peak = follow(tensor, &state, below: limit, &visited) { return peak }
        }
        return nil
    }

    /// Searches on after one more operation.
    private mutating func follow(
        _ tensor: Int, _ state: inout ExecutionState, below limit: Int, _ visited: inout Set<UInt64>
    ) -> Int? {
        let step = state.step(tensor)
        guard step.transient < limit else { return nil }
        state.execute(tensor, growth: step.growth)
        let rest = search(&state, below: limit, &visited)
        state.undo(tensor, growth: step.growth)
        return rest.map { max($0, step.transient) }
    }

    /// Whether two segments are the same operations on the same sizes.
    private func isSame(_ left: ExecutionState, _ right: ExecutionState) -> Bool {
        guard left.last - left.first == right.last - right.first, tensors.size[left.first] == tensors.size[right.first],
            left.live == right.live
        else { return false }
        for offset in 1...left.last - left.first {
            let (one, other) = (left.first + offset, right.first + offset)
            let (oneStart, otherStart) = (tensors.start[one], tensors.start[other])
            guard tensors.size[one] == tensors.size[other], tensors.zeros[one] == tensors.zeros[other],
                (one == tensors.output) == (other == tensors.output),
                tensors.overwritesZeros[one] == tensors.overwritesZeros[other],
                tensors.start[one + 1] - oneStart == tensors.start[other + 1] - otherStart
            else { return false }
            for slot in 0..<tensors.start[one + 1] - oneStart {
                guard tensors.operands[oneStart + slot] - left.first == tensors.operands[otherStart + slot] - right.first,
                    tensors.isOverwritable[oneStart + slot] == tensors.isOverwritable[otherStart + slot]
                else { return false }
            }
        }
        return true
    }
}

extension InferredGraph {
    /// Returns the smallest peak of activation memory in bytes (fp32) over all orders of execution, for one input.
    ///
    /// The operands and the result of an operation are live while it runs, other tensors as long as they are still needed;
    /// weights do not count. Batch norm, activations and softmax run in place where nothing else needs their operand (fused
    /// into a convolution or not), a sum or product overwrites an operand that it is the last to need, flatten and dropout are
    /// views. Zeros are made anew for each operation that reads them. Operations on nothing but zeros run where their results
    /// are needed.
    ///
    /// Exact where every result is used, as in canonical graphs, unless a part of the network that no single tensor divides
    /// has more than 64 operations, or needs more than 10,000 steps of search: the result is then the better of two orders for
    /// that part, as written and greedy.
    public func peakActivationBytes() -> Int {
        var peak = PeakMemory(self)
        return peak.elements() * Self.bytesPerElement
    }
}
