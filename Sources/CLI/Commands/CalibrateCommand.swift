import ArgumentParser

struct CalibrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate", abstract: "Makes a cost model of a board from measurements, and says how well it predicts.",
        discussion: "Example: nas calibrate assess --networks measured.csv --space searchspaces/mobile.yaml --runtime tflite",
        subcommands: [CalibrateFitCommand.self, CalibrateAssessCommand.self])
}
