public import NetworkGraph
public import Support

/// Where a network will run: board, runtime, precision, threads.
public struct Target: Sendable, Hashable, Codable, CustomStringConvertible {
    public let board: Board
    public let runtime: Runtime
    public let precision: FrontEnd.Precision
    public let threads: Int
    /// What was measured there; nil where estimates come from the board's datasheet.
    public private(set) var calibration: BoardProfile?
    /// Energies measured there; nil where energy is latency times the board file's power.
    public private(set) var energyCalibration: CalibrationProfile?

    /// Made by `Board.target`, which checks that the board has figures for it.
    init(board: Board, runtime: Runtime, precision: FrontEnd.Precision, threads: Int) {
        self.board = board
        self.runtime = runtime
        self.precision = precision
        self.threads = threads
    }

    /// The same with measurements.
    ///
    /// - Throws: a `Diagnostic` where the profile is another target's, or is not of latencies.
    public func calibrated(by profile: BoardProfile, fileName: String? = nil) throws(Diagnostic) -> Target {
        if case .networks(let profile) = profile, profile.unit != "s" {
            throw Diagnostic("is a profile of energy, one of latency is needed", file: fileName)
        }
        try check(profile, fileName)
        var target = self
        target.calibration = profile
        return target
    }

    /// The same with measured energies.
    ///
    /// - Throws: a `Diagnostic` where the profile is another target's, or is not of energies that can be used.
    public func calibrated(byEnergy profile: CalibrationProfile, fileName: String? = nil) throws(Diagnostic) -> Target {
        guard profile.unit == "J" else { throw Diagnostic("is a profile of latency, one of energy is needed", file: fileName) }
        try check(.networks(profile), fileName)
        if let energy = profile.energy, energy.measuredAt != .input, energy.meanWatts == nil {
            throw Diagnostic(
                "has energies measured at the \(energy.measuredAt.rawValue), and no latencies that would tell the power there",
                file: fileName,
                hint: "nas calibrate fit --latency-column")
        }
        var target = self
        target.energyCalibration = profile
        return target
    }

    private func check(_ profile: BoardProfile, _ fileName: String?) throws(Diagnostic) {
        let measured = Self.text(profile.board, profile.runtime, profile.precision, threads: profile.threads)
        guard measured == description else { throw Diagnostic("is a profile of \(measured), not of \(self)", file: fileName) }
    }

    /// At the 5 V input: as measured where it was, else the board file's.
    public var idleWatts: SourcedValue { measuredPower?.idle ?? board.idleWatts }

    /// While networks run back to back.
    public var activeWatts: SourcedValue { measuredPower?.active ?? board.activeWatts(runtime: runtime, threads: threads) }

    private var measuredPower: MeasuredPower? {
        guard case .operations(let profile) = calibration, let power = profile.power, power.isAtTheInput else { return nil }
        return power
    }

    /// What estimates costs there.
    ///
    /// - Parameter executesUnused: costs operations whose result is unused too; a calibration knows by itself.
    public func estimator(executesUnused: Bool = false) -> any CostEstimator {
        let latency: any CostEstimator =
            switch calibration {
            case .networks(let profile): CalibratedEstimator(profile, target: self)
            case .operations(let profile): OperationEstimator(profile, target: self)
            case nil: RooflineEstimator(target: self, executesUnused: executesUnused)
            }
        guard let energyCalibration else { return latency }
        return EnergyEstimator(energyCalibration, beside: latency, target: self)
    }

    /// `raspberry-pi-4, tflite fp32, 4 threads`.
    public var description: String { Self.text(board.name, runtime, precision.rawValue, threads: threads) }

    private static func text(_ board: String, _ runtime: Runtime, _ precision: String, threads: Int) -> String {
        "\(board), \(runtime.rawValue) \(precision), \(threads) thread\(threads == 1 ? "" : "s")"
    }
}
