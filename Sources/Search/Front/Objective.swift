public import CostModel
public import Support

/// What a search is for. Internally everything is minimised: `cost` of accuracy is its negative.
public enum Objective: Sendable, Hashable {
    /// Accuracy on the validation split, 0 to 1; maximised, as are the other metrics of classes.
    case accuracy
    /// Error on the validation split: 1 - accuracy.
    case error
    /// Mean cross-entropy on the validation split.
    case loss
    /// Mean of the classes' recalls on the validation split, 0 to 1.
    case balancedAccuracy
    /// Mean of the classes' F1 scores on the validation split, 0 to 1.
    case macroF1
    /// Of two classes, the area under the ROC curve on the validation split, 0 to 1.
    case areaUnderROC
    /// What a network costs on the run's board, by the estimate.
    case cost(CostQuantity)

    /// Seconds that one inference takes.
    public static let latency = Objective.cost(.latency)
    /// Joules that one inference adds to idle.
    public static let energy = Objective.cost(.energy)
    /// Joules of one inference, with the idle power during it.
    public static let energyTotal = Objective.cost(.energyTotal)
    /// Peak memory of activations, with the runtime's own where that is known, in bytes.
    public static let memory = Objective.cost(.memory)
    /// Size of the stored weights, in bytes.
    public static let storage = Objective.cost(.storage)
    /// Multiply-accumulates of one inference.
    public static let macs = Objective.cost(.macs)
    /// Number of parameters.
    public static let parameters = Objective.cost(.parameters)

    /// Whether a larger value is better: of shares, 1 is the best.
    public var isMaximised: Bool {
        switch self {
        case .accuracy, .balancedAccuracy, .macroF1, .areaUnderROC: true
        case .error, .loss, .cost: false
        }
    }

    /// Whether its values are shares, from 0 to 1.
    public var isShare: Bool { isMaximised || self == .error }

    /// The cost quantity that is minimised; nil for what only training tells.
    public var quantity: CostQuantity? {
        if case .cost(let quantity) = self { quantity } else { nil }
    }

    /// Whether it is known only after training.
    public var isMeasured: Bool { quantity == nil }

    /// The dimension of its values; a plain number for what only training tells.
    public var dimension: Dimension { quantity?.dimension ?? .count }

    /// The value in the unit of listings' base (seconds, joules, bytes, a share); nil where it is not known.
    public func value(accuracy: Double?, loss: Double?, metrics: Metrics = Metrics(), estimate: Estimate?) -> Double? {
        switch self {
        case .accuracy: accuracy
        case .error: accuracy.map { 1 - $0 }
        case .loss: loss
        case .balancedAccuracy: metrics.balancedAccuracy
        case .macroF1: metrics.macroF1
        case .areaUnderROC: metrics.areaUnderROC
        case .cost(let quantity): estimate.flatMap { quantity.estimated(in: $0) }?.value
        }
    }

    /// Turns a value into a cost, which is always minimised, and a cost back into a value.
    public func cost(of value: Double) -> Double { isMaximised ? -value : value }

    /// The costs of a finished trial, one for each objective; nil where one is not known or not a finite number.
    public static func costs(
        _ objectives: [Objective], accuracy: Double?, loss: Double?, metrics: Metrics = Metrics(), estimate: Estimate?
    ) -> [Double]? {
        var costs: [Double] = []
        costs.reserveCapacity(objectives.count)
        for objective in objectives {
            guard let value = objective.value(accuracy: accuracy, loss: loss, metrics: metrics, estimate: estimate), value.isFinite
            else { return nil }
            costs.append(objective.cost(of: value))
        }
        return costs
    }

    /// Reads names that are separated by commas, such as `accuracy,energy`.
    ///
    /// - Throws: a `Diagnostic` for an unknown name, a name twice, or none.
    public static func parse(_ text: String) throws(Diagnostic) -> [Objective] {
        let known = allCases.map(\.rawValue)
        var objectives: [Objective] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let name = part.trimmingSpaces
            guard let objective = Objective(rawValue: name) else {
                throw Diagnostic("unknown objective '\(name)'", hint: Spelling.hint(for: name, among: known, called: "objectives"))
            }
            guard !objectives.contains(objective) else { throw Diagnostic("objective '\(name)' is given twice") }
            objectives.append(objective)
        }
        if objectives.contains(.accuracy), objectives.contains(.error) {
            throw Diagnostic("accuracy and error are the same objective")
        }
        return objectives
    }
}

extension Objective: RawRepresentable, CaseIterable, Codable {
    /// Accuracy, error, loss, the other metrics of classes, then costs.
    public static let allCases: [Objective] =
        [.accuracy, .error, .loss, .balancedAccuracy, .macroF1, .areaUnderROC] + CostQuantity.objectives.map(Objective.cost)

    /// The name in `--objectives` and in databases.
    public var rawValue: String {
        switch self {
        case .accuracy: "accuracy"
        case .error: "error"
        case .loss: "loss"
        case .balancedAccuracy: "balanced_accuracy"
        case .macroF1: "macro_f1"
        case .areaUnderROC: "roc_auc"
        case .cost(let quantity): quantity.name
        }
    }

    /// Reads a name, such as `energy_total`; nil where no objective has it.
    public init?(rawValue: String) {
        guard let objective = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = objective
    }
}

extension Substring {
    var trimmingSpaces: String {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
