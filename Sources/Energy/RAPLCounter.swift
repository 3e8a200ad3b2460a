/// Intel's and AMD's counters of energy (Documentation/power/powercap/powercap.rst of the kernel): microjoules of each processor
/// package, which begin anew at a maximum. What is below a package is in it; memory, disks and the supply's loss are not.
package struct RAPLCounter: Sendable {
    /// What the counters show at one moment.
    package struct Reading: Sendable, Hashable {
        /// The microjoules of each processor package.
        let microjoules: [Double]
    }

    private let files: SensorFiles
    private let packages: [String]
    private let ranges: [Double]

    static let folder = "sys/class/powercap"

    /// - Throws: a `SensorProblem` where there is none, or it may not be read: since 2020 only root may.
    package init(_ files: SensorFiles = SensorFiles()) throws(SensorProblem) {
        let packages = files.names(in: Self.folder).filter {
            $0.hasPrefix("intel-rapl:") && $0.split(separator: ":").count == 2
                && files.text("\(Self.folder)/\($0)/name")?.hasPrefix("package") == true
        }
        guard !packages.isEmpty else {
            throw SensorProblem("no energy counter of a processor package in /\(Self.folder) (virtual machines and ARM boards have none)")
        }
        self.files = files
        self.packages = packages
        var ranges: [Double] = []
        for package in packages { ranges.append(try files.number("\(Self.folder)/\(package)/max_energy_range_uj")) }
        self.ranges = ranges
        _ = try reading()
    }

    /// Reads the counters.
    ///
    /// - Throws: a `SensorProblem` where one cannot be read.
    package func reading() throws(SensorProblem) -> Reading {
        var values: [Double] = []
        for package in packages { values.append(try files.number("\(Self.folder)/\(package)/energy_uj")) }
        return Reading(microjoules: values)
    }

    /// Joules between two readings; each counter has begun anew at most once, which takes minutes at the least.
    package func joules(from first: Reading, to second: Reading) -> Double {
        zip(zip(first.microjoules, second.microjoules), ranges).reduce(0) { sum, next in
            let difference = next.0.1 - next.0.0
            return sum + (difference < 0 ? difference + next.1 : difference) * 1e-6
        }
    }
}
