internal import NetworkGraph
public import Support

/// Estimates that stand on more than one kind of evidence.
extension Target {
    /// Returns the target with estimates of latency that combine its datasheet with what was measured on it, or on a target like it
    /// (`transferDeviation`). Profiles of operations, and profiles of networks of version 1, keep estimating alone.
    ///
    /// - Parameter measured: a target with a profile of networks; nil for the target itself.
    public func combiningEvidence(of measured: Target? = nil) -> Target {
        let measured = measured ?? self
        guard case .networks(let profile)? = measured.calibration, profile.form.law == .logarithms else { return self }
        let isElsewhere = transferDeviation(from: measured) != nil
        var target = self
        target.combines = true
        target.calibration = isElsewhere ? nil : measured.calibration
        target.measuredElsewhere = isElsewhere ? [measured] : nil
        return target
    }

    /// The measured target whose networks estimates combine with the datasheet: this one, or one like it; nil where they do not.
    public var measuredTarget: Target? {
        guard combines == true else { return nil }
        return measuredElsewhere?.first ?? (calibration == nil ? nil : self)
    }

    /// How far the ratio of two targets' latencies may be off what their datasheets say, as the standard deviation of its logarithm; nil
    /// where both are one. The figures: the profiles of ncnn on one thread and on four say within 0.25 of the ratio what the datasheets
    /// say, on five boards; two versions of TensorFlow Lite at two clocks of the Raspberry Pi 4 differ by 0.08.
    ///
    /// - Precondition: both have the same kind of runtime.
    func transferDeviation(from measured: Target) -> Double? {
        var variance = 0.0
        if threads != measured.threads { variance += 0.25 * 0.25 }
        if runtime != measured.runtime { variance += 0.25 * 0.25 }
        if board.hash != measured.board.hash { variance += 0.1 * 0.1 }
        return variance > 0 ? variance.squareRoot() : nil
    }

    /// Returns the target with measurements that a user names, combined with the datasheet where they can be (`combiningEvidence`): of this
    /// target, or of the same board and runtime with another number of threads, with kernels that one of the two does not know, or as
    /// another file describes the board.
    ///
    /// - Parameters:
    ///   - profile: the measurements.
    ///   - fileName: of the profile, for errors.
    ///   - measuredBoard: the board as it was when it was measured; nil for the target's own.
    /// - Throws: a `Diagnostic` where the profile is another target's, or is not of latencies.
    public func measured(by profile: BoardProfile, fileName: String? = nil, on measuredBoard: Board? = nil) throws(Diagnostic) -> Target {
        let place = measuredBoard ?? board
        guard case .networks(let networks) = profile, networks.form.law == .logarithms, networks.unit == "s", place.name == board.name,
            networks.runtime == runtime || networks.runtime.family == runtime || networks.runtime == runtime.family,
            networks.runtime != runtime || networks.threads != threads || place.hash != board.hash
        else { return try calibrated(by: profile, fileName: fileName).combiningEvidence() }
        let measured: Target
        do {
            measured = try place.target(runtime: networks.runtime, threads: networks.threads, precision: precision)
        } catch { throw Diagnostic("is a profile that cannot be: \(error.message)", file: fileName) }
        return combiningEvidence(of: try measured.calibrated(by: profile, fileName: fileName))
    }

    /// Returns the target on another version of its board, with its measurements.
    ///
    /// - Throws: a `Diagnostic` where that board has no figures for it, or is another board.
    public func moved(to board: Board) throws(Diagnostic) -> Target {
        var target = try board.target(runtime: runtime, threads: threads, precision: precision)
        if let calibration { try target.check(calibration, nil) }
        if let energyCalibration { target = try target.calibrated(byEnergy: energyCalibration) }
        target.calibration = calibration
        (target.combines, target.measuredElsewhere) = (combines, measuredElsewhere)
        return target
    }
}
