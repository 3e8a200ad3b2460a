import ArgumentParser
import CostModel
import Datasets
import Foundation
import NAS
import NetworkGraph
import Reporting
import SearchEngine
import Support
import Tables

struct CostCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cost", abstract: "Estimates the cost of networks on a board: by operation for one, a line each for many.",
        discussion: """
            Example: \(Program.name) cost nas-bench-201 --arch 3-0-1-2-4-3 --board raspberry-pi-4
                     \(Program.name) cost mobile --sample 10 --board raspberry-pi-zero-w --format csv
                     \(Program.name) cost nas-bench-201 --arch 3-0-1-2-4-3 --format svg --output cost.svg
            """)

    @Argument(help: ArgumentHelp("The search space; none with --layers.", valueName: "space.yaml"))
    var space: String?

    @Option(help: ArgumentHelp("One architecture, in short form: 0-2-.-1.", valueName: "architecture"))
    var arch: String?

    @Option(help: ArgumentHelp("A file with an architecture in short form on each line.", valueName: "file"))
    var archs: String?

    @OptionGroup
    var samples: SampleOptions

    @Option(
        help: ArgumentHelp(
            "Networks by a runtime's table of layers instead of a space: costed by the measurements of --profile.", valueName: "csv"))
    var layers: String?

    @Flag(help: "Cost the network as the space writes it, with operations whose result is unused, for runtimes that keep them.")
    var asWritten = false

    @OptionGroup(title: "Target and budget")
    var target: TargetOptions

    @OptionGroup(title: "Mission")
    var mission: MissionOptions

    @Option(help: "table, csv or json; svg for one architecture.")
    var format: PictureFormat = .table

    @OptionGroup
    var tables: TableOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"))
    var output: String?

    func run() throws {
        if let layers { return try costLayers(layers) }
        guard let name = space else {
            throw UsageError("which space? Give a file, or --layers", hint: "\(Program.name) cost mobile --sample 10")
        }
        let space = try SpaceCatalog.space(name)
        let settings = Settings(space: space, options: target.given + mission.given + samples.given)
        let examples = try SpaceCatalog.examples(for: space, settings: settings)
        let task = examples.task
        let wanted = try settings.target(on: try settings.board())
        let plan = try settings.missionPlan(on: wanted)
        let estimator = wanted.estimator(executesUnused: asWritten)
        guard [arch != nil, archs != nil, samples.sample != nil].filter({ $0 }).count == 1 else {
            throw UsageError(
                "which networks? Give one of --arch, --archs and --sample", hint: Program.command("cost", space.fileName, "--sample", "10"))
        }
        for key in ["budget", "confidence"] where settings.isOnCommandLine(key) {
            _ = try settings.budget(mission: plan, board: wanted.board)
            tables.note(
                "--\(key) judges networks in \(Program.name) space and \(Program.name) search; here each is listed with what it costs")
        }
        tables.note(EstimateBasis(wanted).text)
        // What a search would refuse has no cost either.
        _ = try examples.analysis(of: space)
        if let arch {
            let architecture: Architecture
            do { architecture = try space.architecture(shortForm: arch) } catch { throw UsageError(error) }
            let frontEnd = try space.candidate(for: architecture, task: task).frontEnd
            tables.note(examples.text([frontEnd]))
            try one(architecture, space, task, estimator, plan)
            return
        }
        tables.note(examples.text(try space.frontEnds(for: task)))
        guard let listed = format.listing else { throw UsageError("a picture is of one architecture: give --arch") }
        var quick = try ArchitectureEstimator(space, task: task, estimator: estimator)
        let costed = try architectures(of: space, settings).map { architecture in
            let estimate =
                asWritten ? estimator.estimate(try graph(architecture, space, task)) : try quick.estimate(architecture)
            return CostedNetwork(name: architecture.description, estimate: estimate)
        }
        let columns = CostedNetwork.columns("architecture", EstimateColumns.all + (plan.map(MissionColumns.columns) ?? []))
        try write(Listing(columns, costed), as: listed)
        if let plan { sayWhatIdleTakes(plan, costed, on: wanted) }
    }

    /// Beside the listing, where even the most expensive of the networks hardly matters.
    private func sayWhatIdleTakes(_ plan: MissionPlan, _ costed: [CostedNetwork], on target: Target) {
        guard let dearest = costed.map(\.estimate).max(by: { $0.energyJoules.value < $1.energyJoules.value }) else { return }
        let advice = MissionAdvice(
            plan.power, inferencesPerSecond: plan.mission.inferencesPerSecond, on: target, energyJoules: dearest.energyJoules.value,
            latencySeconds: dearest.latencySeconds.value, network: "the most expensive of these networks")
        for line in advice?.lines ?? [] { tables.note(line) }
    }

    /// Under a table stands what its estimates are worth.
    private func write(_ listing: Listing<CostedNetwork>, as format: ListingFormat) throws {
        let width = tables.width(to: output)
        let lines = format == .table ? EstimateSpread(listing.rows.map(\.estimate)).lines : []
        let text = lines.map { Paragraph.folded($0, width: width) + "\n" }.joined()
        try OutputFile.write(listing.text(as: format, width: width) + text, to: output)
    }

    /// A line for each network of a table of layers. What memory it takes such a table does not say.
    private func costLayers(_ path: String) throws {
        guard space == nil, arch == nil, archs == nil, samples.sample == nil, !asWritten else {
            throw UsageError("--layers goes without a space and its architectures")
        }
        guard let listed = format.listing else { throw UsageError("a picture is of one architecture: give a space and --arch") }
        let settings = Settings(space: nil, options: target.given + mission.given)
        let table = try LayerTable(DataTable(contentsOf: path))
        guard let estimator = try settings.target(on: try settings.board()).measuredEstimator else {
            throw UsageError(
                "--layers needs a profile of networks measured there", hint: "--profile boards/profiles/raspberry-pi-4-ncnn-1.json")
        }
        let costed = try table.networks.compactMap { network -> CostedNetwork? in
            guard let work = try table.work(of: network) else {
                tables.note("\(network) is left out: it has a layer of unknown shape")
                return nil
            }
            return CostedNetwork(name: network, estimate: estimator.estimate(work))
        }
        let columns = CostedNetwork.columns("network", EstimateColumns.withoutMemory)
        try write(Listing(columns, costed), as: listed)
    }

    private func graph(_ architecture: Architecture, _ space: SearchSpace, _ task: TaskShape) throws -> InferredGraph {
        asWritten ? try space.graphAsWritten(for: architecture, task: task) : try space.candidate(for: architecture, task: task).graph
    }

    private func architectures(of space: SearchSpace, _ settings: Settings) throws -> [Architecture] {
        if let count = try settings.whole("sample", in: 1...1_000_000) {
            return SpaceCatalog.samples(of: space, count: count, seed: try settings.seed() ?? 1)
        }
        let path = archs ?? ""
        let text = try TextFile.contents(of: path)
        var found: [Architecture] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            // A column of a spreadsheet comes with quotes, and separators at the end.
            let short = line.trimmingCharacters(in: CharacterSet(charactersIn: " \t\",;"))
            if short.isEmpty || short.hasPrefix("#") { continue }
            do {
                found.append(try space.architecture(tableKey: short))
            } catch {
                var error = error
                error.file = path
                error.location = SourceLocation(line: index + 1, column: 1)
                error.sourceLine = String(line)
                throw error
            }
        }
        guard !found.isEmpty else { throw Diagnostic("names no architecture", file: path, hint: "a short form a line, such as 0-2-1") }
        return found
    }

    private func one(
        _ architecture: Architecture, _ space: SearchSpace, _ task: TaskShape, _ estimator: any CostEstimator, _ plan: MissionPlan?
    ) throws {
        let graph = try graph(architecture, space, task)
        let estimate = estimator.estimate(graph)
        let operations = estimator.operationCosts(graph)
        let target = "on \(estimator.target)"
        switch format {
        case .svg:
            try OutputFile.write(
                CostPicture(
                    title: "\(space.name) \(target)", subtitle: "architecture \(architecture)", estimate: estimate, operations: operations,
                    roofline: estimator.target.roofline, budget: plan?.budget ?? Budget()
                ).svg(), to: output)
        case .csv: try OutputFile.write(Listing(OperationColumns.all, operations).text(as: .csv), to: output)
        case .json:
            let columns = EstimateColumns.all + (plan.map(MissionColumns.columns) ?? [])
            let members =
                [("architecture", architecture.description.json)] + columns.members(of: estimate)
                + [("operations", Listing(OperationColumns.all, operations).json)]
            try OutputFile.write(JSON.array([.object(members)]).text(), to: output)
        case .table:
            let mission = plan.map { ["", "mission"] + MissionColumns.lines($0, estimate, on: estimator.target).map { "  " + $0 } } ?? []
            let lines = EstimateColumns.lines(estimate) + mission
            let width = tables.width(to: output)
            let table = Listing(OperationColumns.all, operations).text(as: .table, width: width)
            let (title, facts) = ("\(space.name) \(architecture) \(target)", lines.joined(separator: "\n"))
            try OutputFile.write(
                "\(Paragraph.folded(title, width: width))\n\(table)\(Paragraph.folded(facts, width: width))\n", to: output)
        }
    }
}
