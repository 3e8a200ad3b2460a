internal import Foundation

extension ParetoFront {
    /// The number of the trial at the knee: the best compromise where nobody says what an objective is worth. Nil where the front is empty.
    ///
    /// Axes are logarithmic, accuracy as the error, and scaled so that the front's best is 0 and its worst 1. Of two objectives it is the
    /// trial farthest from the line through the front's ends, towards the ideal (Das, On characterizing the "knee" of the Pareto curve,
    /// 1999); of more the one nearest to the ideal point, which is the best of every axis. A front that nowhere bends towards the ideal has
    /// no compromise better than its ends. Of equals it is the first on the front.
    ///
    /// - Parameter objectives: those that the costs are of.
    public func knee(_ objectives: [Objective]) -> Int? {
        let distances = scaledPoints(objectives).map { point in
            // The ends are (0, 1) and (1, 0): x + y is 1 on the line between them, and less towards the ideal.
            objectives.count == 2 ? point[0] + point[1] : point.reduce(0) { $0 + $1 * $1 }
        }
        var knee: Int?
        // What rounding makes of equal distances is no difference.
        for index in distances.indices where knee.map({ distances[index] < distances[$0] - 1e-12 }) ?? true { knee = index }
        return knee.map { members[$0].trial }
    }

    /// Logarithms of the members' costs on each axis, scaled to 0 to 1; 0 on an axis on which all are alike.
    private func scaledPoints(_ objectives: [Objective]) -> [[Double]] {
        let axes = objectives.indices.map { axis -> [Double] in
            let values = members.map { objectives[axis].isMaximised ? 1 + $0.costs[axis] : $0.costs[axis] }
            // A network without an error, or without parameters, lies half of the next one further.
            let floor = (values.filter { $0 > 0 }.min() ?? 1) / 2
            let logarithms = values.map { log(max($0, floor)) }
            guard let low = logarithms.min(), let high = logarithms.max(), high > low else { return values.map { _ in 0 } }
            return logarithms.map { ($0 - low) / (high - low) }
        }
        return members.indices.map { member in axes.map { $0[member] } }
    }
}
