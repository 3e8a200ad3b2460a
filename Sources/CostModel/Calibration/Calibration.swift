internal import Support

/// Fits a model to measured networks, and says how well it does on those it has not seen.
public struct Calibration: Sendable {
    /// What is believed before anything is measured. Of several the one is taken with which the measured networks predict each
    /// other best.
    public var priors: [LatencyPrior]
    /// The form, where it is not to be chosen.
    public var form: LatencyForm?

    /// A calibration that chooses the form.
    ///
    /// - Precondition: there is at least one prior.
    public init(priors: [LatencyPrior] = [LatencyPrior()]) {
        precondition(!priors.isEmpty)
        self.priors = priors
    }

    /// A calibration with profiles of boards of the same kind as priors; without any, with what is published of other boards.
    ///
    /// - Parameters:
    ///   - profiles: profiles of other boards.
    ///   - trust: how many times as much a profile says about rates as the rule of thumb.
    ///   - runtime: what executed the networks; nil where it is not known.
    ///   - threads: how many threads it used.
    public init(profiles: [CalibrationProfile] = [], trust: Double = 1, runtime: Runtime?, threads: Int) {
        self.init(
            priors: profiles.isEmpty
                ? [LatencyPrior(runtime: runtime, threads: threads)]
                : profiles.map { LatencyPrior($0.model, trust: trust, runtime: runtime, threads: threads) })
    }

    /// Returns the model of the form that predicts left-out networks best, fitted to all networks.
    public func fit(_ networks: [MeasuredNetwork]) -> LatencyModel {
        let prior = priors[prior(for: networks)]
        return model(form ?? select(networks, prior), networks, prior)
    }

    func model(_ form: LatencyForm, _ networks: [MeasuredNetwork], _ prior: LatencyPrior, fit: LogRateFit? = nil) -> LatencyModel {
        LatencyModel(form, works: networks.map { $0.work(form.unused) }, measured: networks.map(\.value), prior: prior, fit: fit)
    }

    /// Which of the priors is taken.
    func prior(for networks: [MeasuredNetwork]) -> Int {
        guard priors.count > 1, MeasuredNetwork.distinctCount(networks) > 2 else { return 0 }
        let folds = Self.folds(networks)
        let errors = priors.map { self.errors(of: form ?? LatencyForm(), $0, folds).reduce(0, +) }
        return errors.indices.min { errors[$0] < errors[$1] } ?? 0
    }

    /// The form by the relative errors on networks left out: one by one, or a tenth at a time of more than 40; of more than 200 a
    /// sample decides. The treatment of unused operations is the one with the least mean error. Another form than the usual one is
    /// taken only where its gain is above twice the standard error of the gain: a smaller one proves nothing, and choosing by it
    /// makes predictions from few networks worse.
    func select(_ networks: [MeasuredNetwork], _ prior: LatencyPrior) -> LatencyForm {
        var sample = networks
        let order = Self.shuffled(networks, draw: 0)
        if order.count > Self.mostForSelection { sample = order.prefix(Self.mostForSelection).flatMap(\.self) }
        guard min(sample.count, order.count) > 2 else { return LatencyForm() }
        let folds = Self.folds(sample)
        var usual = (form: LatencyForm(), errors: errors(of: LatencyForm(), prior, folds))
        if sample.contains(where: \.dependsOnUnused) {
            for unused in UnusedOperations.allCases where unused != usual.form.unused {
                let form = LatencyForm(unused: unused)
                let errors = self.errors(of: form, prior, folds)
                if errors.reduce(0, +) < usual.errors.reduce(0, +) { usual = (form, errors) }
            }
        }
        var best = (form: usual.form, gain: 0.0)
        let byShapes = sample.contains { !$0.work(usual.form.unused).entries.isEmpty }
        let others = LatencyForm.candidates(unused: usual.form.unused, byShapes: byShapes).filter { $0 != usual.form }
        for (form, errors) in zip(others, errors(of: others, prior, folds)) {
            let gains = zip(usual.errors, errors).map { $0 - $1 }
            let (gain, error) = meanAndStandardError(gains)
            if gain > 2 * error, gain > best.gain { best = (form, gain) }
        }
        return best.form
    }

    /// Relative errors of networks that the model has not seen.
    private func errors(of form: LatencyForm, _ prior: LatencyPrior, _ folds: [Fold]) -> [Double] {
        errors(of: [form], prior, folds)[0]
    }

    /// The same for several forms with one treatment of unused operations.
    private func errors(of forms: [LatencyForm], _ prior: LatencyPrior, _ folds: [Fold]) -> [[Double]] {
        var errors = [[Double]](repeating: [], count: forms.count)
        for fold in folds {
            var fit: LogRateFit?
            for (place, form) in forms.enumerated() {
                let model = model(form, fold.fitted, prior, fit: fit)
                fit = model.fit
                errors[place] += fold.tested.map(model.relativeError)
            }
        }
        return errors
    }

    typealias Fold = (fitted: [MeasuredNetwork], tested: [MeasuredNetwork])

    private static let mostForSelection = 200

    /// No network is on both sides of a fold, however it is spelled.
    static func folds(_ networks: [MeasuredNetwork], leavingOneOutUpTo most: Int = 40) -> [Fold] {
        let order = shuffled(networks, draw: 1)
        let count = order.count <= most ? order.count : 10
        return (0..<count).map { fold in
            (
                order.indices.filter { $0 % count != fold }.flatMap { order[$0] },
                order.indices.filter { $0 % count == fold }.flatMap { order[$0] }
            )
        }
    }

    /// The spellings of each network, in an order that depends on nothing but the number of the draw.
    static func shuffled(_ networks: [MeasuredNetwork], draw: Int) -> [[MeasuredNetwork]] {
        var random = RandomStream(seed: 1, trial: UInt64(draw), purpose: .calibration)
        var places: [MeasuredNetwork.Identity: Int] = [:]
        var order: [[MeasuredNetwork]] = []
        for network in networks {
            if let place = places[network.identity] {
                order[place].append(network)
            } else {
                places[network.identity] = order.count
                order.append([network])
            }
        }
        random.shuffle(&order)
        return order
    }
}
