internal import CostModel
internal import Search

/// Two objectives of a front against each other, as values: what lies where, and what is said there.
struct FrontPanel: Sendable {
    /// A trial with its values in base units.
    struct Point: Sendable {
        let trial: TrialRecord
        /// Each with its 90 % interval, where it is an estimate.
        let x: Interval
        let y: Interval
        let role: Role
    }

    /// What a trial is here.
    enum Role: String, Sendable {
        /// On the front, and of the best in the measured objective the cheapest.
        case best
        /// On the front, and beaten by no other in the two objectives.
        case line
        /// On the front of all objectives, beaten in these two.
        case front
        case other

        var isOnFront: Bool { self != .other }
    }

    /// Where a trial is drawn: inside, or as a mark at the edge beyond which it lies.
    enum Place: String, Sendable { case inside, below, above, left, right }

    let horizontal: FrontAxis
    let vertical: FrontAxis
    /// Trials that are not on the front, then the front by the horizontal objective.
    let points: [Point]
    /// The budget's limit on the horizontal objective, in its base unit; nil without one.
    let limit: Double?

    init(
        _ front: [TrialRecord], among others: [TrialRecord], horizontal x: Objective, vertical y: Objective, best: TrialRecord?,
        limit: Double?
    ) {
        self.limit = limit
        let behind = others.compactMap { trial in Self.point(trial, x, y, .other) }
        let members = front.compactMap { trial in Self.point(trial, x, y, .front) }
        let all = behind + members
        let core = FrontAxis(
            y, values: all.map(\.y.value),
            keeping: y.isMeasured ? best.flatMap { y.value(of: $0) }.map { [$0] } ?? [] : members.map(\.y.value))
        let visible = all.filter { core.range.contains(core.shown($0.y.value)) }
        let seen = visible.filter(\.role.isOnFront)
        let vertical = y.isMeasured ? core : core.extended(to: [seen.map(\.y.low).min(), seen.map(\.y.high).max()].compactMap { $0 })
        self.vertical = vertical
        let ends = [seen.map(\.x.low).min(), seen.map(\.x.high).max()].compactMap { $0 }
        let horizontal = FrontAxis(x, values: visible.map(\.x.value), keeping: seen.map(\.x.value))
            .extended(to: (limit.map { [$0] } ?? []) + ends)
        self.horizontal = horizontal
        let sorted = members.sorted {
            (horizontal.shown($0.x.value), vertical.shown($0.y.value), $0.trial.number)
                < (horizontal.shown($1.x.value), vertical.shown($1.y.value), $1.trial.number)
        }
        var least = Double.infinity
        let drawn = sorted.map { point in
            let isBetter = vertical.shown(point.y.value) < least
            least = min(least, vertical.shown(point.y.value))
            let role: Role = point.trial.number == best?.number ? .best : isBetter ? .line : .front
            return Point(trial: point.trial, x: point.x, y: point.y, role: role)
        }
        points = behind + drawn
    }

    private static func point(_ trial: TrialRecord, _ x: Objective, _ y: Objective, _ role: Role) -> Point? {
        guard let horizontal = x.interval(of: trial), let vertical = y.interval(of: trial), horizontal.value.isFinite,
            vertical.value.isFinite
        else { return nil }
        return Point(trial: trial, x: horizontal, y: vertical, role: role)
    }

    /// Where a point is drawn. What is worse than the axis shows is below and to the right, whatever the objective.
    func place(of point: Point) -> Place {
        let (x, y) = (horizontal.shown(point.x.value), vertical.shown(point.y.value))
        let isDownwards = vertical.isReversed
        if y > vertical.range.high { return isDownwards ? .below : .above }
        if y < vertical.range.low { return isDownwards ? .above : .below }
        if x > horizontal.range.high { return horizontal.isReversed ? .left : .right }
        if x < horizontal.range.low { return horizontal.isReversed ? .right : .left }
        return .inside
    }

    /// The front's points that no other of the front beats in the two objectives, by the horizontal one.
    var line: [Point] {
        var least = Double.infinity
        return points.filter { point in
            guard point.role.isOnFront, vertical.shown(point.y.value) < least else { return false }
            least = vertical.shown(point.y.value)
            return true
        }
    }

    /// The axes that are predicted with an error; what is counted is not, nor what is measured.
    var estimated: [FrontAxis] {
        (points.contains { $0.x.low < $0.x.high } ? [horizontal] : []) + (points.contains { $0.y.low < $0.y.high } ? [vertical] : [])
    }
}

extension Objective {
    func value(of trial: TrialRecord) -> Double? {
        trial.state == .finished ? value(accuracy: trial.accuracy, loss: trial.loss, metrics: trial.metrics, estimate: trial.estimate) : nil
    }

    /// The value with its interval where it is an estimate.
    func interval(of trial: TrialRecord) -> Interval? {
        guard let value = value(of: trial) else { return nil }
        guard let quantity, let estimate = trial.estimate else { return Interval(exactly: value) }
        return quantity.estimated(in: estimate)
    }
}
