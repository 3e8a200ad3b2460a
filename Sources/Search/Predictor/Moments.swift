/// Mean and standard deviation of numbers.
struct Moments: Sendable {
    let mean: Double
    /// Above zero.
    let deviation: Double

    init(_ values: [Double]) {
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        self.mean = mean
        deviation = max((squares / Double(max(values.count - 1, 1))).squareRoot(), 1e-9)
    }

    func centred(_ value: Double) -> Double { (value - mean) / deviation }
}
