import ArgumentParser
import CostModel
import Foundation
import Support

struct CalibrateFitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit", abstract: "Fits a cost model to measured networks, and writes it as a profile with the measurements in it.",
        discussion: """
            Example: \(Program.name) calibrate fit --networks measured.csv --space searchspaces/mobile.yaml --board raspberry-pi-4 --runtime tflite \\
                         --output pi4.json
            """)

    @OptionGroup(title: "Measured networks")
    var measured: MeasuredOptions

    @OptionGroup(title: "Prior")
    var prior: PriorOptions

    @Option(
        help: ArgumentHelp(
            "The board that was measured: a name that `\(Program.name) boards` lists, or one of your own.", valueName: "name"))
    var board: String

    @Option(help: ArgumentHelp("Threads that the networks ran with.", valueName: "count"))
    var threads = 1

    @Option(help: ArgumentHelp("The networks' precision.", valueName: "precision"))
    var precision = "fp32"

    @OptionGroup(title: "Energies")
    var energy: EnergyOptions

    @Option(help: ArgumentHelp("Where the measurements come from, in words.", valueName: "text"))
    var source: String?

    @Option(help: ArgumentHelp("The profile's file (default: standard output).", valueName: "file"))
    var output: String?

    func run() throws {
        let networks = try measured.load()
        let profile = CalibrationProfile(
            networks, on: .init(board: board, runtime: try measured.checkedRuntime(), threads: threads, precision: precision),
            priors: try prior.profiles(), trust: prior.trust, unit: try measured.measurementUnit.dimension == .energy ? "J" : "s",
            energy: try energy.measurement(measured), source: source ?? measured.networks)
        try OutputFile.write(try profile.text(), to: output)
        let form = profile.form
        Terminal.printNote(
            String(
                format: "%d networks; left out, they are predicted within %.1f %% +- %.1f %%, nine of ten within a factor of %.2f",
                MeasuredNetwork.distinctCount(networks), profile.leftOutError * 100, profile.standardError * 100, exp(profile.logHalfWidth))
        )
        if let noise = profile.noise {
            Terminal.printNote(
                String(format: "measurements of one network spread by %.1f %% of their mean, which is what was fitted", noise * 100))
        }
        Terminal.printNote(
            "form: residual \(form.residual), \(form.shapeNoise == nil ? "" : "a rate for each shape, ")unused operations \(form.unused.rawValue)"
        )
    }
}
