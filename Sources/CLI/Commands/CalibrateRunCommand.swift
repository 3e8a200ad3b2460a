import ArgumentParser
import BoardCalibration
import CostModel
import Foundation
import Reporting
import Support

struct CalibrateRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Measures a board, and makes a profile of it for the C runtime. Run it again to resume after an interruption.",
        discussion: """
            Example: \(Program.name) calibrate run --on ssh://pi@raspberrypi.local --board raspberry-pi-4 --out runs/pi4
                     \(Program.name) calibrate run --on local --board my-machine --out runs/here
                     \(Program.name) calibrate run --on 'qemu-arm -cpu cortex-a7' --cc 'arm-linux-gnueabihf-gcc -O3 -static' --board b --out runs/b
            """)

    @Option(help: ArgumentHelp("Where the board is: local, ssh://user@host, or a command that runs a program there.", valueName: "where"))
    var on: String

    @Option(help: ArgumentHelp("The board: a name that `\(Program.name) boards` lists, or one of your own.", valueName: "name"))
    var board: String

    @Option(help: ArgumentHelp("The folder of the suite, of what is measured, and of profile.json.", valueName: "folder"))
    var out: String

    @OptionGroup(title: "Samples")
    var suite: SuiteOptions

    @Option(help: ArgumentHelp("Number of rounds; each measures where the fit so far is worst.", valueName: "count"))
    var rounds = 3

    @Option(
        help: ArgumentHelp("Approximate time limit; operations that would take too long are left out (default: 10).", valueName: "minutes"),
        transform: NumberArgument.parse)
    var minutes = 10.0

    @OptionGroup(title: "Board")
    var link: ConnectionOptions

    func run() throws {
        Interruption.endsProgram()
        let settings = try suite.settings(rounds: rounds, minutes: minutes)
        let url = URL(fileURLWithPath: out)
        // Whatever is refused leaves no folder behind.
        let (connection, pool) = (try link.connection(to: on, folder: url), try SamplePool(settings))
        let folder = try SuiteFolder(url, sources: try Installation.folder("runtimes/c"))
        let run = CalibrationRun(folder, on: connection, pool: pool, settings: settings, build: link.settings)
        let profile = try run.run(board: board, source: "nas calibrate run --on \(on)") { Terminal.printError($0) }
        let file = folder.url.appendingPathComponent("profile.json").path
        try OutputFile.write(try profile.text(), to: file)
        try OutputFile.write(
            CalibrationReport.networks(profile).text(as: .csv), to: folder.url.appendingPathComponent("networks.csv").path)
        for line in CalibrationReport.lines(profile) { Terminal.print(Paragraph.folded(line, width: Terminal.width)) }
        Terminal.print("profile: \(file)")
    }
}
