import ArgumentParser
import BoardCalibration
import CostModel
import Foundation
import Reporting
import Support

struct CalibrateCollectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collect",
        abstract: "Makes a profile from the results of a suite that was run on a board by hand.",
        discussion: "Example: \(Program.name) calibrate collect suite --board raspberry-pi-zero-w --output zero-w.json")

    @Argument(
        help: ArgumentHelp(
            "The folder that `\(Program.name) calibrate suite` has made, with the board's results in it.", valueName: "folder"))
    var suite: String

    @Option(help: ArgumentHelp("The board: a name that `\(Program.name) boards` lists, or one of your own.", valueName: "name"))
    var board: String

    @Option(help: ArgumentHelp("The profile's file (default: standard output).", valueName: "file"))
    var output: String?

    @Flag(help: "Keep measurements of a board that was throttled or changed its clock; the profile records that.")
    var allowUnsteady = false

    func run() throws {
        let url = URL(fileURLWithPath: suite)
        let settings = try SuiteFolder.settings(of: url)
        let folder = try SuiteFolder(url, sources: try Installation.folder("runtimes/c"))
        var build = BuildSettings()
        build.allowsUnsteady = allowUnsteady
        let run = CalibrationRun(
            folder, on: NoConnection(), pool: try SamplePool(settings), settings: settings, build: build)
        let profile = try run.run(board: board, source: "nas calibrate suite") { Terminal.printError($0) }
        try OutputFile.write(try profile.text(), to: output)
        for line in CalibrationReport.lines(profile) { Terminal.printNote(line) }
    }
}
