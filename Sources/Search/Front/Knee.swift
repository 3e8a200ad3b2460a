internal import Foundation

extension ParetoFront {
    /// The number of the trial at the knee: the best compromise where nobody says what an objective is worth. Nil where the front is empty.
    ///
    /// Axes are logarithmic, accuracy as the error, and scaled so that the front's best is 0 and its worst 1. Of two objectives it is the
    /// trial farthest from the line through the front's ends (Branke et al., Finding knees in multi-objective optimization; Das, On
    /// characterizing the knee of the Pareto curve), of more the one nearest to the ideal point, which is the best of every axis. Of equals
    /// it is the one on the side of the ideal, then the first on the front.
    ///
    /// - Parameter objectives: those that the costs are of.
    public func knee(_ objectives: [Objective]) -> Int? {
        let points = scaledPoints(objectives)
        guard objectives.count == 2 else {
            return members.indices.min { Self.squaredNorm(points[$0]) < Self.squaredNorm(points[$1]) }.map { members[$0].trial }
        }
        // The ends are (0, 1) and (1, 0): x + y is 1 on the line between them, and less towards the ideal.
        func bend(_ index: Int) -> Double { 1 - points[index][0] - points[index][1] }
        var knee: Int?
        for index in members.indices {
            guard let best = knee else {
                knee = index
                continue
            }
            let (here, there) = (abs(bend(index)), abs(bend(best)))
            // What rounding makes of equal distances is no difference.
            if here > there + 1e-12 || (here > there - 1e-12 && bend(index) > bend(best) + 1e-12) { knee = index }
        }
        return knee.map { members[$0].trial }
    }

    /// Logarithms of the members' costs on each axis, scaled to 0 to 1; 0 on an axis on which all are alike.
    private func scaledPoints(_ objectives: [Objective]) -> [[Double]] {
        let axes = objectives.indices.map { axis -> [Double] in
            let values = members.map { objectives[axis] == .accuracy ? 1 + $0.costs[axis] : $0.costs[axis] }
            // A network without an error, or without parameters, lies half of the next one further.
            let floor = (values.filter { $0 > 0 }.min() ?? 1) / 2
            let logarithms = values.map { log(max($0, floor)) }
            guard let low = logarithms.min(), let high = logarithms.max(), high > low else { return values.map { _ in 0 } }
            return logarithms.map { ($0 - low) / (high - low) }
        }
        return members.indices.map { member in axes.map { $0[member] } }
    }

    private static func squaredNorm(_ point: [Double]) -> Double { point.reduce(0) { $0 + $1 * $1 } }
}
