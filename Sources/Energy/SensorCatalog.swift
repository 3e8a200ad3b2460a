internal import CostModel

/// All kinds of power sensors that a machine may have.
public enum SensorCatalog {
    /// - Parameter run: runs a command there.
    public static func searches(_ files: SensorFiles, run: @escaping CommandSensor.Runner) -> [(kind: String, search: SensorSearch)] {
        [
            ("hwmon", HwmonSensor.find(files)), ("jetson", JetsonRailSensor.find(files)), ("rapl", RAPLSensor.find(files)),
            ("vcgencmd", CommandSensor.pmic(run: run).search()), ("tegrastats", CommandSensor.tegrastats(run: run).search()),
        ]
    }

    /// What says most about a machine as a whole: a sensor at its input that is its own, else its processors' counters; nil where it
    /// has neither.
    public static func best(of searches: [(kind: String, search: SensorSearch)]) -> (any PowerSensor)? {
        let found = searches.flatMap { kind, search -> [any PowerSensor] in
            if case .found(let sensors) = search { sensors } else { [] }
        }
        // A meter in a cable may be in another board's.
        return found.first { $0.measuredAt == .input && !$0.name.hasPrefix("powerz") } ?? found.first { $0 is RAPLSensor }
    }
}
