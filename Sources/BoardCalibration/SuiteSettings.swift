package import CostModel

/// What a calibration measures, and how.
package struct SuiteSettings: Sendable, Hashable, Codable {
    /// Search spaces, as the user names them.
    package var spaces: [String] = []
    /// Operations, in all rounds together.
    package var operations = 150
    package var networks = 24
    /// One round measures all operations at once, without looking at any result: for a suite that is carried to the board.
    package var rounds = 3
    /// Of every round, each in an order of its own.
    package var passes = 3
    /// What one inference may take is such that all together take about so long.
    package var minutes = 10.0
    package var seed: UInt64 = 1
    package var precision: OperationPrecision = .fp32

    package init() {}

    /// Of one inference: some are shorter, and each is run at least four times a pass.
    func mostSeconds(of count: Int) -> Double { minutes * 60 / Double(2 * max(count, 1) * passes) }
}

/// How the suite is built and run on a board.
package struct BuildSettings: Sendable, Hashable {
    /// The C compiler with its flags; nil for the board's own.
    package var compiler: String?
    /// A file in which an emulator counts nanoseconds.
    package var clock: String?
    /// Keeps what was measured on a board that was not steady; it is then marked.
    package var allowsUnsteady = false
    /// How long the power at rest is measured, where the board has a sensor; 0 for no power at all.
    package var restSeconds = 20.0
    package var secondsBetweenPowerReadings = 0.5

    package init() {}
}
