public import NetworkGraph
public import Support

/// Where a network will run: board, runtime, precision, threads.
public struct Target: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The hardware.
    public let board: Board
    /// What executes the network there.
    public let runtime: Runtime
    /// The type of number that the network computes in.
    public let precision: FrontEnd.Precision
    /// How many threads the runtime uses, at least 1.
    public let threads: Int
    /// What was measured there; nil where nothing was.
    public internal(set) var calibration: BoardProfile?
    /// Energies measured there; nil where energy is latency times the board file's power.
    public private(set) var energyCalibration: CalibrationProfile?

    /// Whether estimates combine the datasheet with what was measured; nil in targets that were stored before they could, and where they
    /// come from the one or the other.
    var combines: Bool?
    /// A target like this one that was measured, where nothing was on this one: none or one, nil for none.
    var measuredElsewhere: [Target]?

    /// Made by `Board.target`, which checks that the board has figures for it.
    init(board: Board, runtime: Runtime, precision: FrontEnd.Precision, threads: Int) {
        self.board = board
        self.runtime = runtime
        self.precision = precision
        self.threads = threads
    }

    /// Returns the target with measurements, which estimates of latency then come from.
    ///
    /// - Throws: a `Diagnostic` where the profile is another target's, or is not of latencies.
    public func calibrated(by profile: BoardProfile, fileName: String? = nil) throws(Diagnostic) -> Target {
        if case .networks(let profile) = profile, profile.unit != "s" {
            throw Diagnostic("is a profile of energy, one of latency is needed", file: fileName)
        }
        try check(profile, fileName)
        var target = self
        target.calibration = profile
        target.combines = nil
        target.measuredElsewhere = nil
        return target
    }

    /// Returns the target with measured energies, which estimates of energy then come from.
    ///
    /// - Throws: a `Diagnostic` where the profile is another target's, or is not of energies that can be used.
    public func calibrated(byEnergy profile: CalibrationProfile, fileName: String? = nil) throws(Diagnostic) -> Target {
        guard profile.unit == "J" else { throw Diagnostic("is a profile of latency, one of energy is needed", file: fileName) }
        // What power a runtime takes hardly depends on its kernels.
        try board.target(
            runtime: profile.runtime.family == runtime.family ? profile.runtime : runtime, threads: threads, precision: precision
        )
        .check(.networks(profile), fileName)
        if let energy = profile.energy, energy.measuredAt != .input, energy.meanWatts == nil {
            throw Diagnostic(
                "has energies measured at the \(energy.measuredAt.rawValue), and no latencies that would tell the power there",
                file: fileName,
                hint: "\(Program.name) calibrate fit --latency-column")
        }
        var target = self
        target.energyCalibration = profile
        return target
    }

    func check(_ profile: BoardProfile, _ fileName: String?) throws(Diagnostic) {
        let measured = Self.text(profile.board, profile.runtime, profile.precision, threads: profile.threads)
        guard measured == description else { throw Diagnostic("is a profile of \(measured), not of \(self)", file: fileName) }
    }

    /// The idle power in watts: as a calibration measured it at the 5 V input, else the board file's.
    public var idleWatts: SourcedValue { measuredPower?.idle ?? board.idleWatts }

    /// The power in watts while networks run back to back: as a calibration measured it at the 5 V input, else the board file's.
    public var activeWatts: SourcedValue { measuredPower?.active ?? board.activeWatts(runtime: runtime, threads: threads) }

    private var measuredPower: MeasuredPower? {
        guard case .operations(let profile) = calibration, let power = profile.power, power.isAtTheInput else { return nil }
        return power
    }

    /// Returns what estimates costs on the target: from its calibration where it has one, from that and the board's datasheet where they are
    /// combined, else from the datasheet.
    ///
    /// - Parameter executesUnused: whether operations whose result is unused cost too; a calibration knows by itself.
    public func estimator(executesUnused: Bool = false) -> any CostEstimator {
        let latency = latencyEstimator(RooflineEstimator(target: self, executesUnused: executesUnused))
        guard let energyCalibration else { return latency }
        return EnergyEstimator(energyCalibration, beside: latency, target: self)
    }

    private func latencyEstimator(_ datasheet: RooflineEstimator) -> any CostEstimator {
        if let measured = measuredTarget, case .networks(let profile)? = measured.calibration {
            return CombinedEstimator(datasheet, profile, measuredOn: measured)
        }
        return switch calibration {
        case .networks(let profile): CalibratedEstimator(profile, target: self)
        case .operations(let profile): OperationEstimator(profile, target: self)
        case nil: datasheet
        }
    }

    /// Returns what estimates from the measured networks alone, of which only the work need be known; nil where none were measured on this
    /// target.
    public var measuredEstimator: CalibratedEstimator? {
        guard case .networks(let profile)? = calibration else { return nil }
        return CalibratedEstimator(profile, target: self)
    }

    /// How networks run there, in words: `tflite-ruy, 4 threads`, with the clock where that of another target's board is another.
    public func how(besides other: Target) -> String {
        let clock = board.processor(for: runtime).clockGigahertz.value
        let isSame = clock == other.board.processor(for: other.runtime).clockGigahertz.value
        return "\(runtime.rawValue), \(Plural.count(threads, "thread"))" + (isSame ? "" : " at \(number(clock, digits: 2)) GHz")
    }

    /// The target in words: `raspberry-pi-4, tflite fp32, 4 threads`.
    public var description: String { Self.text(board.name, runtime, precision.rawValue, threads: threads) }

    private static func text(_ board: String, _ runtime: Runtime, _ precision: String, threads: Int) -> String {
        "\(board), \(runtime.rawValue) \(precision), \(Plural.count(threads, "thread"))"
    }
}
