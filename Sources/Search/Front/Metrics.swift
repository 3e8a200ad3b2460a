/// What is measured of a trained network on the validation split besides accuracy and loss; each from 0 to 1, more is better, and nil
/// where it was not measured.
public struct Metrics: Sendable, Hashable {
    /// Mean of the classes' recalls.
    public var balancedAccuracy: Double?
    /// Mean of the classes' F1 scores.
    public var macroF1: Double?
    /// Of two classes, the area under the ROC curve.
    public var areaUnderROC: Double?

    /// Creates metrics of which none was measured.
    public init() {}

    /// Raw values are the names in databases, listings and objectives.
    enum Name: String, CaseIterable {
        case balancedAccuracy = "balanced_accuracy"
        case macroF1 = "macro_f1"
        case areaUnderROC = "roc_auc"
    }

    subscript(name: Name) -> Double? {
        get {
            switch name {
            case .balancedAccuracy: balancedAccuracy
            case .macroF1: macroF1
            case .areaUnderROC: areaUnderROC
            }
        }
        set {
            switch name {
            case .balancedAccuracy: balancedAccuracy = newValue
            case .macroF1: macroF1 = newValue
            case .areaUnderROC: areaUnderROC = newValue
            }
        }
    }

    /// The first that is not from 0 to 1, as it is written in databases; nil where all are.
    var impossible: String? {
        for name in Name.allCases {
            if let value = self[name], !(0...1).contains(value) { return "\(name.rawValue) of \(value)" }
        }
        return nil
    }
}

extension Measurement {
    /// What was measured on the validation split besides accuracy and loss.
    public var metrics: Metrics {
        get {
            var metrics = Metrics()
            (metrics.balancedAccuracy, metrics.macroF1, metrics.areaUnderROC) = (balancedAccuracy, macroF1, areaUnderROC)
            return metrics
        }
        set { (balancedAccuracy, macroF1, areaUnderROC) = (newValue.balancedAccuracy, newValue.macroF1, newValue.areaUnderROC) }
    }
}

extension TrialRecord {
    /// What was measured on the validation split besides accuracy and loss.
    public var metrics: Metrics {
        var metrics = Metrics()
        (metrics.balancedAccuracy, metrics.macroF1, metrics.areaUnderROC) = (balancedAccuracy, macroF1, areaUnderROC)
        return metrics
    }
}
