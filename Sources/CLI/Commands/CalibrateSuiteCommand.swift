import ArgumentParser
import BoardCalibration
import Foundation
import Support

struct CalibrateSuiteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suite",
        abstract: "Writes a suite that measures a board: C99 sources, a script and plans; it needs nothing there but a C compiler.",
        discussion: """
            Example: \(Program.name) calibrate suite --out suite
            Copy the folder to the board, run ./run.sh plan-1.txt plan-networks.txt there, copy it back, and then:
                     \(Program.name) calibrate collect suite --board my-board --output my-board.json
            Over ssh `\(Program.name) calibrate run` does all of that, and chooses what to measure by what was measured.
            """)

    @OptionGroup(title: "Samples")
    var suite: SuiteOptions

    @Option(help: ArgumentHelp("A new folder.", valueName: "folder"))
    var out: String

    func run() throws {
        let settings = try suite.settings(rounds: 1, minutes: 10)
        let folder = try SuiteFolder(URL(fileURLWithPath: out), sources: try Installation.folder("runtimes/c"))
        let run = CalibrationRun(folder, on: NoConnection(), pool: try SamplePool(settings), settings: settings)
        let plans = try run.writePlans()
        Terminal.print("\(out): run there\n  ./run.sh --passes \(settings.passes) \(plans.joined(separator: " "))")
    }
}
