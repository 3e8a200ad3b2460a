internal import CostModel

/// All kinds of power sensors that a machine may have.
package struct SensorCatalog {
    /// Looks for the sensors of one kind.
    package typealias Search = () -> SensorSearch

    /// Files first: commands cost something themselves.
    package let kinds: [(name: String, search: Search)]

    /// - Parameter run: runs a command there.
    package init(_ files: SensorFiles, run: @escaping CommandSensor.Runner) {
        kinds = [
            ("hwmon", { HwmonSensor.find(files) }), ("jetson", { JetsonRailSensor.find(files) }), ("rapl", { RAPLSensor.find(files) }),
            ("vcgencmd", { CommandSensor.pmic(run: run).search() }), ("tegrastats", { CommandSensor.tegrastats(run: run).search() }),
        ]
    }

    /// What says most about a machine as a whole: the first sensor at its input that is its own, else its processors' counters; nil
    /// where it has neither. No more kinds are looked for than need be.
    package func best() -> (any PowerSensor)? {
        var counters: (any PowerSensor)?
        for kind in kinds {
            guard case .found(let sensors) = kind.search() else { continue }
            // A meter in a cable may be in another board's.
            if let own = sensors.first(where: { $0.measuredAt == .input && !$0.name.hasPrefix("powerz") }) { return own }
            counters = counters ?? sensors.first { $0 is RAPLSensor }
        }
        return counters
    }
}
