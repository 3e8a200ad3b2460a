internal import Support

/// For each shape of operation a rate of its own, as far as measured networks tell it: where a network's cost is the sum of its
/// operations' to a thousandth, as in a lookup table, these find the table.
///
/// Each shape's cost is off what the terms' rates say by a factor 1 + d + e, with d the shape's own and e, smaller, its own behind
/// a certain other shape, each drawn from a normal distribution: Bayesian linear regression, solved in the space of the
/// measurements (Rasmussen and Williams 2006, section 2.1).
struct ShapeRates: Sendable {
    private let excesses: [NetworkWork.Shape: Double]
    private let stepExcesses: [NetworkWork.Step: Double]

    /// - Parameters:
    ///   - left: of each network measured less predicted, as a share of measured.
    ///   - cost: of one operation of a shape by the terms' rates.
    ///   - noise: of measurements, as a share.
    init?(
        _ works: [NetworkWork], measured: [Double], left: [Double], noise: Double, cost: (NetworkWork.Shape) -> Double
    ) {
        var (columns, steps): ([NetworkWork.Shape: Int], [NetworkWork.Step: Int]) = ([:], [:])
        for entry in works.flatMap(\.entries) {
            if columns[entry.shape] == nil { columns[entry.shape] = columns.count + steps.count }
            if steps[entry.step] == nil { steps[entry.step] = columns.count + steps.count }
        }
        let (size, width) = (works.count, columns.count + steps.count)
        var shares = [Double](repeating: 0, count: size * width)
        for (row, work) in works.enumerated() {
            for entry in work.entries {
                guard let column = columns[entry.shape], let step = steps[entry.step] else { continue }
                let share = Double(entry.count) * cost(entry.shape) / measured[row]
                shares[row * width + column] += Self.deviation * share
                shares[row * width + step] += Self.stepDeviation * share
            }
        }
        var matrix = [Double](repeating: 0, count: size * size)
        shares.withUnsafeBufferPointer { shares in
            for row in 0..<size {
                for other in 0...row {
                    var sum = row == other ? noise * noise : 0
                    for column in 0..<width { sum += shares[row * width + column] * shares[other * width + column] }
                    matrix[row * size + other] = sum
                }
            }
        }
        guard let system = SymmetricSystem(matrix, size: size) else { return nil }
        let weights = system.solve(left)
        func deviation(_ column: Int) -> Double { (0..<size).reduce(0) { $0 + weights[$1] * shares[$1 * width + column] } }
        excesses = Dictionary(uniqueKeysWithValues: columns.map { ($0, deviation($1) * Self.deviation * cost($0)) })
        stepExcesses = Dictionary(uniqueKeysWithValues: steps.map { ($0, deviation($1) * Self.stepDeviation * cost($0.shape)) })
    }

    /// Returns what an operation costs above what the terms' rates say; 0 for one like none in the measured networks.
    func excess(of step: NetworkWork.Step) -> Double { (excesses[step.shape] ?? 0) + (stepExcesses[step] ?? 0) }

    /// The standard deviation of a shape's cost as a share, before anything is measured; `stepDeviation` is that of its cost behind a
    /// certain other shape.
    private static let deviation = 0.5
    private static let stepDeviation = 0.05
}
