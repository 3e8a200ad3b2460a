internal import Export
package import CostModel
internal import Energy
internal import Foundation
internal import NetworkGraph
package import Support

/// Measures operations and networks on a board, in rounds: a first look at every kind, then where the fit is worst, then whole
/// networks. What is measured stays on the board and here; an interrupted run goes on where it stopped.
package struct CalibrationRun {
    private let session: SuiteSession
    private let pool: SamplePool
    private let sensorRoot: String
    private var settings: SuiteSettings { session.settings }
    private var folder: SuiteFolder { session.folder }

    package init(
        _ folder: SuiteFolder, on connection: any BoardConnection, pool: SamplePool, settings: SuiteSettings,
        build: BuildSettings = BuildSettings(), sensorRoot: String = "/"
    ) {
        self.sensorRoot = sensorRoot
        session = SuiteSession(folder: folder, connection: connection, settings: settings, build: build)
        self.pool = pool
    }

    /// Writes the plans of a suite of one round, to be carried to a board.
    ///
    /// - Returns: the names of the files.
    package func writePlans() throws(Diagnostic) -> [String] {
        try folder.write(settings)
        let operations = named(SampleChoice(pool: pool, model: nil).first(settings.operations), after: 0)
        try folder.write(plan: operations.map { plan($0.name, $0.operation.graph) }.fileText, named: Self.planFile(1))
        try folder.write(plan: smallNetworks.map { plan($0.name, $0.graph) }.fileText, named: SuiteSession.networksFile)
        return [Self.planFile(1), SuiteSession.networksFile]
    }

    /// - Parameter report: gets a line for the user at a time.
    /// - Returns: the profile of `board`.
    /// - Throws: `BoardError`, or a `Diagnostic` where the folder holds something else.
    package func run(board: String, source: String, report: (String) -> Void) throws -> OperationProfile {
        try folder.write(settings)
        var record = (surroundings: [[String: String]](), problems: [String]())
        func measure(_ plans: [BoardPlan], _ file: String) throws {
            let steadiness = try session.measure(plans, file: file)
            record.surroundings.append(folder.surroundings().facts)
            record.problems += steadiness.problems
            for problem in steadiness.problems { report("not steady: \(problem)") }
        }
        try session.prepare()
        // What an earlier run of this calibration has measured stays.
        let known = folder.power()
        let isWanted = known == nil && session.build.restSeconds > 0
        let sensor = isWanted ? session.connection.powerSensor(root: sensorRoot) : nil
        let idle = sensor.flatMap { rest($0, report) }
        var measured: [(name: String, operation: SingleOperation)] = []
        for round in 1...settings.rounds {
            let count = settings.operations * round / settings.rounds - measured.count
            let chosen = named(try choose(count, measured), after: measured.count)
            if chosen.isEmpty { continue }
            report("round \(round) of \(settings.rounds): \(Plural.count(chosen.count, "operation"))")
            measured += chosen
            try measure(chosen.map { plan($0.name, $0.operation.graph) }, Self.planFile(round))
        }
        let alone = try session.samples(measured.map { ($0.name, $0.operation.operations) })
        guard !alone.isEmpty else {
            throw BoardError(.programFailed, "no operation was measured", hint: "./run.sh \(Self.planFile(1)) in \(folder.url.path)")
        }
        let networks = settings.rounds == 1 ? smallNetworks : quickNetworks(alone)
        var active: (mean: Double, deviation: Double)?
        if !networks.isEmpty {
            report(Plural.count(networks.count, "network"))
            // Where they were all measured before, nothing will run.
            let isAnyLeft = try session.samples(networks.map { ($0.name, $0.operations) }).count < networks.count
            let recorder = (isAnyLeft ? sensor : nil).map { PowerRecorder($0, everySeconds: session.build.secondsBetweenPowerReadings) }
            defer { _ = recorder?.stop() }
            try measure(networks.map { plan($0.name, $0.graph) }, SuiteSession.networksFile)
            active = recorder?.stop()
        }
        return OperationProfile(
            board: board, precision: settings.precision, source: source, surroundings: record.surroundings, problems: record.problems,
            power: try known ?? power(sensor, idle, active, report), alone: alone,
            networks: try session.samples(networks.map { ($0.name, $0.operations) }))
    }

    /// What the board takes when nothing runs there.
    private func rest(_ sensor: any PowerSensor, _ report: (String) -> Void) -> (mean: Double, deviation: Double)? {
        report(String(format: "power at rest, by %@, for %g s", sensor.name, session.build.restSeconds))
        let recorder = PowerRecorder(sensor, everySeconds: min(session.build.secondsBetweenPowerReadings, session.build.restSeconds / 20))
        recorder.wait(seconds: session.build.restSeconds)
        return recorder.stop()
    }

    /// Nil, and said, where there were too few readings.
    private func power(
        _ sensor: (any PowerSensor)?, _ idle: (mean: Double, deviation: Double)?, _ active: (mean: Double, deviation: Double)?,
        _ report: (String) -> Void
    ) throws -> MeasuredPower? {
        guard let sensor else { return nil }
        if let idle, let active, active.mean > idle.mean {
            let power = MeasuredPower(
                idleWatts: idle.mean, activeWatts: active.mean, activeDeviationWatts: active.deviation, sensor: sensor.name,
                measuredAt: sensor.measuredAt)
            try folder.write(power)
            return power
        }
        report("the power is not known: too few readings, or no more than at rest")
        return nil
    }

    private func choose(_ count: Int, _ measured: [(name: String, operation: SingleOperation)]) throws -> [SingleOperation] {
        let alone = try session.samples(measured.map { ($0.name, $0.operation.operations) })
        guard !alone.isEmpty else { return SampleChoice(pool: pool, model: nil).first(count) }
        let model = OperationModel(alone: alone, networks: [], precision: settings.precision)
        return SampleChoice(pool: pool, model: model).next(
            count, measured: Set(measured.map(\.operation.shape)), errors: model.kindErrors,
            mostSeconds: settings.mostSeconds(of: settings.operations))
    }

    /// Those that do not take too long there.
    private func quickNetworks(_ alone: [MeasuredSample]) -> [SamplePool.Network] {
        let model = OperationModel(alone: alone, networks: [], precision: settings.precision)
        let most = settings.mostSeconds(of: settings.networks)
        return Array(pool.networks.filter { model.seconds(of: $0.operations) <= most }.prefix(settings.networks))
    }

    /// Those that do not take long on whatever board.
    private var smallNetworks: [SamplePool.Network] {
        Array(pool.networks.filter { $0.operations.reduce(0) { $0 + $1.macs } <= Self.mostMACs }.prefix(settings.networks))
    }

    private static let mostMACs = 20e6

    private func named(_ operations: [SingleOperation], after count: Int) -> [(name: String, operation: SingleOperation)] {
        operations.enumerated().map { ("op-\(count + $0)-\($1.shape.kind.rawValue)", $1) }
    }

    private func plan(_ name: String, _ graph: InferredGraph) -> BoardPlan {
        BoardPlan(name: name, graph: graph, precision: settings.precision == .fp32 ? .fp32 : .int8, seed: settings.seed)
    }

    private static func planFile(_ round: Int) -> String { "plan-\(round).txt" }
}
