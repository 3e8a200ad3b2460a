import ArgumentParser
import CostModel
import Foundation
import Support

struct CalibrateFitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit", abstract: "Fits a cost model to measured networks, and writes it as a profile with the measurements in it.",
        discussion: """
            Example: \(Program.name) calibrate fit --networks measured.csv --space mobile --board raspberry-pi-4 --runtime tflite \\
                         --output pi4.json
            """)

    @OptionGroup(title: "Measured networks")
    var measured: MeasuredOptions

    @OptionGroup(title: "Prior")
    var prior: PriorOptions

    @Option(
        help: ArgumentHelp(
            "The board that was measured: a name that `\(Program.name) boards` lists, a board file, or a name of your own.",
            valueName: "name|file"))
    var board: String

    @Option(
        help: ArgumentHelp(
            "Threads that the networks ran with (default: as many as the board's file says of the runtime, else 1).", valueName: "count"))
    var threads: Int?

    @Option(help: ArgumentHelp("The networks' precision.", valueName: "precision"))
    var precision = "fp32"

    @OptionGroup(title: "Energies")
    var energy: EnergyOptions

    @Option(help: ArgumentHelp("Where the measurements come from, in words.", valueName: "text"))
    var source: String?

    @Option(help: ArgumentHelp("The profile's file (default: standard output).", valueName: "file"))
    var output: String?

    func run() throws {
        let subject = try subject()
        let networks = try measured.load()
        let profile = CalibrationProfile(
            networks, on: subject,
            priors: try prior.profiles(), trust: prior.trust, unit: try measured.measurementUnit.dimension == .energy ? "J" : "s",
            energy: try energy.measurement(measured), source: source ?? measured.networks)
        try OutputFile.write(try profile.text(), to: output)
        let form = profile.form
        Terminal.printNote(
            "profile of \(subject.board), \(subject.runtime.rawValue) \(subject.precision), \(Plural.count(subject.threads, "thread"))")
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

    /// What was measured. A board that has a file must have such a target.
    private func subject() throws -> CalibrationProfile.Subject {
        let runtime = try measured.checkedRuntime()
        if let threads, !(1...1024).contains(threads) { throw UsageError("--threads must be from 1 to 1024, got \(threads)") }
        guard let known = try BoardCatalog.knownBoard(board) else {
            return .init(board: board, runtime: runtime, threads: threads ?? 1, precision: precision)
        }
        do {
            let target = try known.target(runtime: runtime, threads: threads)
            return .init(board: known.name, runtime: runtime, threads: target.threads, precision: precision)
        } catch { throw UsageError(error.message, hint: error.hint) }
    }
}
