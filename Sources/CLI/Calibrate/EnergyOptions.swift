import ArgumentParser
import CostModel
import Support

/// What measured joules are.
struct EnergyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where the energies were measured: input (the board's 5 V), wall or rail.", valueName: "place"))
    var measuredAt = "input"

    @Flag(help: "Energies exclude idle power.")
    var marginal = false

    @Option(
        help: ArgumentHelp(
            "The column of the same inferences' latency: needed for energies from the wall or a rail, which are brought to the 5 V input by the power.",
            valueName: "column"))
    var latencyColumn: String?

    /// Nil where times were measured.
    func measurement(_ measured: MeasuredOptions) throws -> EnergyMeasurement? {
        let places: [String: SourcedValue.MeasuringPoint] = ["input": .input, "wall": .wall, "rail": .rail]
        guard let place = places[measuredAt] else { throw UsageError("--measured-at is input, wall or rail, got '\(measuredAt)'") }
        guard try measured.measurementUnit.dimension == .energy else {
            if measuredAt != "input" || marginal || latencyColumn != nil {
                throw UsageError("--measured-at, --marginal and --latency-column are of energies; '\(measured.column)' is a time")
            }
            return nil
        }
        if !marginal, try measured.isOwnMarginalEnergy {
            throw UsageError(
                "'energy_mj' in a listing of nas is what an inference adds to idle",
                hint: "--marginal says so; --column energy_total_mj has the idle energy in it")
        }
        if place != .input, latencyColumn == nil { throw UsageError("--measured-at \(measuredAt) needs --latency-column too") }
        return EnergyMeasurement(
            measuredAt: place, includesIdle: !marginal, meanWatts: try latencyColumn.map(measured.meanWatts(latencyColumn:)))
    }
}
