/// The options that were taken on the way to each of many states. Ways that begin alike share their beginning.
struct Trails {
    /// A way on which nothing was taken yet.
    static let start: Int32 = -1

    private struct Step {
        let before: Int32
        let decision: Int32
        let option: Int32
    }

    private var steps: ContiguousArray<Step> = []

    mutating func extend(_ trail: Int32, _ decision: Int, _ option: Int32) -> Int32 {
        steps.append(Step(before: trail, decision: Int32(decision), option: option))
        return Int32(steps.count - 1)
    }

    /// For every decision the option that was taken last; -1 where none was.
    func options(_ trail: Int32, decisions: Int) -> [Int32] {
        var options = [Int32](repeating: -1, count: decisions)
        var trail = trail
        while trail != Self.start {
            let step = steps[Int(trail)]
            if options[Int(step.decision)] < 0 { options[Int(step.decision)] = step.option }
            trail = step.before
        }
        return options
    }
}
