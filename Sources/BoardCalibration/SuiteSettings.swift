package import CostModel

/// What a calibration measures, and how.
package struct SuiteSettings: Sendable, Hashable, Codable {
    /// Search spaces, as the user names them.
    package var spaces: [String] = []
    /// How many operations are measured, in all rounds together.
    package var operations = 150
    /// How many networks of the spaces are measured, at most.
    package var networks = 24
    /// How many rounds there are. One measures all operations at once, without looking at any result: for a suite that is carried to the
    /// board.
    package var rounds = 3
    /// How often everything is measured in a round, each pass in an order of its own.
    package var passes = 3
    /// About how many minutes all measurements may take; what is too slow for that is left out.
    package var minutes = 10.0
    package var seed: UInt64 = 1
    package var precision: OperationPrecision = .fp32

    package init() {}

    /// Returns the seconds that one inference may take at most where so many are measured: some are shorter, and each is run at least four
    /// times a pass.
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
