import ArgumentParser
import CostModel
import Foundation
import NAS
import Reporting
import Search
import Support

struct MissionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mission",
        abstract: "Shows how long a battery lasts, by the rate of inferences and a network's energy, with the arithmetic.",
        discussion: """
            Example: \(Program.name) mission --board raspberry-pi-4 --battery 4000mAh@5V --load camera=1.1W --energy 20mJ --rate 10/s
                     \(Program.name) mission --board raspberry-pi-5 --battery 20Wh --awake 30s --every 10min --asleep 0.05W --wake 40J
                     \(Program.name) mission quickstart --arch 2-1-2-0-1-0-.-.-.-.-1-2-2-.-.-.-1-0-1-0-.-.-1-0-0 --format svg -o hours.svg
                     \(Program.name) mission runs/quickstart-1.db --trial 12 --idle hdmi-off

            Of a space with --arch the network is estimated, of a run it is a trial's; without a network the table has several
            energies. What the command line leaves out is the space's, or the run's.
            """)

    @Argument(help: ArgumentHelp("A search space, or the database of a run.", valueName: "space.yaml|db"))
    var source: String?

    @Option(help: ArgumentHelp("The network, by its architecture in the space.", valueName: "architecture"))
    var arch: String?

    @Option(help: ArgumentHelp("The network, by its trial in the run: a number, best or knee.", valueName: "trial"))
    var trial: String?

    @Option(help: ArgumentHelp("The network's energy above idle: 20mJ.", valueName: "energy"))
    var energy: String?

    @Option(help: ArgumentHelp("With --energy, how long an inference takes: 3ms. It limits the rate.", valueName: "time"))
    var latency: String?

    @OptionGroup(title: "Mission")
    var mission: MissionOptions

    @OptionGroup(title: "Target")
    var target: TargetOptions

    @Option(help: "table, csv, json or svg.")
    var format: PictureFormat = .table

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"))
    var output: String?

    @OptionGroup
    var tables: TableOptions

    func run() throws {
        for (name, value) in [("budget", target.budget), ("confidence", target.confidence)] where value != nil {
            throw UsageError(
                "--\(name) judges networks in \(Program.name) search and \(Program.name) space; a mission has --hours and --rate")
        }
        let subject = try subject()
        let source = MissionSource(battery: subject.battery, power: subject.power, hours: subject.hours)
        let networks = subject.network.map { [$0] } ?? Self.energies.map { MissionNetwork(joules: $0) }
        let rows = source.rows(networks, rate: subject.rate)
        switch format.listing {
        case nil:
            let subtitle = "\(source.battery), base load \(source.power.words)"
            try OutputFile.write(
                MissionPicture(
                    title: "Hours of a battery on \(subject.target)", subtitle: subtitle, source: source, networks: networks,
                    rate: subject.rate
                ).svg(), to: output)
        case .table: try OutputFile.write(text(subject, source, networks, rows), to: output)
        case let listed?: try OutputFile.write(Listing(MissionRowColumns.all, rows).text(as: listed), to: output)
        }
    }

    /// Decades that networks on these boards lie in.
    private static let energies = [1e-4, 1e-3, 1e-2, 1e-1, 1]

    private func text(_ subject: MissionSubject, _ source: MissionSource, _ networks: [MissionNetwork], _ rows: [MissionRow]) -> String {
        var lines = ["\(subject.target)"] + MissionText.head(source)
        if let estimate = subject.estimate { lines += MissionText.network(estimate) }
        if subject.network == nil, let hours = subject.hours, let rate = subject.rate {
            lines += MissionText.allowed(source, hours: hours, rate: rate)
        }
        if let network = subject.network, let rate = subject.rate {
            lines += MissionText.lines(source.row(network, inferencesPerSecond: rate))
            let advice = MissionAdvice(
                source.power, inferencesPerSecond: rate, on: subject.target, energyJoules: network.energy.value,
                latencySeconds: network.latencySeconds ?? 0, network: "this network")
            lines += advice?.lines ?? []
        }
        let width = tables.width(to: output)
        let table =
            networks.count > 1
            ? MissionRowColumns.hoursByNetwork(rows).text(as: .table, width: width)
            : Listing(MissionRowColumns.all, rows).text(as: .table, width: width)
        let thresholds = networks.map { MissionText.thresholds($0, source) }
        func folded(_ lines: [String]) -> String { lines.map { Paragraph.folded($0, width: width) }.joined(separator: "\n") }
        return folded(lines + [""]) + "\n" + table + "\n" + folded(thresholds) + "\n"
    }
}
