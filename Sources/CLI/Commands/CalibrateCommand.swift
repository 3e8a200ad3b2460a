import ArgumentParser
import Support

struct CalibrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate", abstract: "Makes a cost model of a board from measurements, and reports how well it predicts.",
        discussion: "Example: \(Program.name) calibrate run --on ssh://pi@raspberrypi.local --board raspberry-pi-4 --out runs/pi4",
        subcommands: [
            CalibrateRunCommand.self, CalibrateSuiteCommand.self, CalibrateCollectCommand.self, CalibrateFitCommand.self,
            CalibrateAssessCommand.self,
        ])
}
