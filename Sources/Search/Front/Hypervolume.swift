/// The hypervolume indicator: the volume between a reference point and the points that dominate it, all objectives
/// minimised. Exact, by WFG (While, Bradstreet and Barone, "A fast way of calculating exact hypervolumes", IEEE
/// Transactions on Evolutionary Computation 16, 2012), with a sweep for two objectives.
public enum Hypervolume {
    /// Returns the volume that the points dominate, up to the reference.
    ///
    /// - Parameters:
    ///   - points: costs, as many as the reference has; points that do not dominate the reference add nothing.
    ///   - reference: worse than anything of interest in every objective.
    public static func volume(of points: [[Double]], reference: [Double]) -> Double {
        precondition(!reference.isEmpty, "a hypervolume needs an objective")
        let inside = points.filter { point in
            precondition(point.count == reference.count, "points and reference have the same objectives")
            return zip(point, reference).allSatisfy { $0 < $1 }
        }
        return wfg(nondominated(inside), reference)
    }

    private static func wfg(_ points: [[Double]], _ reference: [Double]) -> Double {
        guard points.count > 1 else { return points.first.map { box($0, reference) } ?? 0 }
        if reference.count == 2 { return sweep(points, reference) }
        // Worst in the last objective first: then many points of the limited sets are dominated.
        let sorted = points.sorted { left, right in
            left[left.count - 1] != right[right.count - 1]
                ? left[left.count - 1] > right[right.count - 1] : right.lexicographicallyPrecedes(left)
        }
        var total = 0.0
        for index in sorted.indices {
            let point = sorted[index]
            let limited = sorted[(index + 1)...].map { other in zip(point, other).map { max($0, $1) } }
            total += box(point, reference) - wfg(nondominated(limited), reference)
        }
        return total
    }

    private static func sweep(_ points: [[Double]], _ reference: [Double]) -> Double {
        var total = 0.0
        var height = reference[1]
        for point in points.sorted(by: { $0[0] != $1[0] ? $0[0] < $1[0] : $0[1] < $1[1] }) where point[1] < height {
            total += (reference[0] - point[0]) * (height - point[1])
            height = point[1]
        }
        return total
    }

    private static func box(_ point: [Double], _ reference: [Double]) -> Double {
        zip(point, reference).reduce(1) { $0 * ($1.1 - $1.0) }
    }

    private static func nondominated(_ points: [[Double]]) -> [[Double]] {
        var kept: [[Double]] = []
        for point in points where !kept.contains(where: { $0 == point || ParetoFront.dominates($0, point) }) {
            kept.removeAll { ParetoFront.dominates(point, $0) }
            kept.append(point)
        }
        return kept
    }
}
