import ArgumentParser
import CostModel

/// What a calibration starts from.
struct PriorOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A profile of a board of the same kind: few networks of the new board then do.", valueName: "profile.json"))
    var prior: String?

    func calibration() throws -> Calibration {
        guard let prior else { return Calibration() }
        return Calibration(prior: try CalibrationProfile(contentsOf: prior).model)
    }
}
