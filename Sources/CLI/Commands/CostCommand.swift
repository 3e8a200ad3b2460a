import ArgumentParser
import CostModel
import Foundation
import NAS
import Support

struct CostCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cost", abstract: "Says what networks cost on a board: by operation for one, a line each for many.",
        discussion: """
            Example: nas cost searchspaces/nas-bench-201.yaml --arch 3-0-1-2-4-3 --board raspberry-pi-4
                     nas cost searchspaces/mobile.yaml --sample 10 --board raspberry-pi-zero-w --format csv
            """)

    @Argument(help: ArgumentHelp("The search space.", valueName: "space.yaml"))
    var space: String

    @Option(help: ArgumentHelp("One architecture, in short form: 0-2-.-1.", valueName: "architecture"))
    var arch: String?

    @Option(help: ArgumentHelp("A file with an architecture in short form on each line.", valueName: "file"))
    var archs: String?

    @Option(help: ArgumentHelp("This many random architectures.", valueName: "count"))
    var sample: String?

    @Option(help: ArgumentHelp("Of the samples.", valueName: "number"))
    var seed: String?

    @Flag(help: "Costs the network as the space writes it, with operations whose result is unused, for runtimes that keep them.")
    var asWritten = false

    @OptionGroup(title: "Target and budget")
    var target: TargetOptions

    @Option(help: "table, csv or json.")
    var format: ListingFormat = .table

    func run() throws {
        let space = try SpaceCatalog.space(space)
        let settings = Settings(
            space: space, options: target.given + [("sample", sample), ("seed", seed)].compactMap { key, value in value.map { (key, $0) } })
        let (task, _) = try SpaceCatalog.task(for: space, settings: settings)
        let board = try settings.board()
        let plan = try settings.missionPlan(on: board)
        let estimator = try settings.target(on: board).estimator(executesUnused: asWritten)
        guard [arch != nil, archs != nil, sample != nil].filter({ $0 }).count == 1 else {
            throw UsageError("which networks? Give one of --arch, --archs and --sample", hint: "nas cost \(space.fileName) --sample 10")
        }
        if let arch {
            let architecture: Architecture
            do { architecture = try space.architecture(shortForm: arch) } catch { throw UsageError(error) }
            try one(architecture, space, task, estimator, plan)
            return
        }
        var listing = Listing([.init("architecture", "architecture")] + EstimateFields.fields)
        var quick = try ArchitectureEstimator(space, task: task, estimator: estimator)
        for architecture in try architectures(of: space, settings) {
            let estimate =
                asWritten ? estimator.estimate(try graph(architecture, space, task)) : try quick.estimate(architecture)
            listing.append([.string(architecture.description)] + EstimateFields.values(estimate))
        }
        try OutputFile.write(listing.text(as: format), to: nil)
    }

    private func graph(_ architecture: Architecture, _ space: SearchSpace, _ task: TaskShape) throws -> InferredGraph {
        asWritten ? try space.graphAsWritten(for: architecture, task: task) : try space.candidate(for: architecture, task: task).graph
    }

    private func architectures(of space: SearchSpace, _ settings: Settings) throws -> [Architecture] {
        if let count = try settings.whole("sample", in: 1...1_000_000) {
            return SpaceCatalog.samples(of: space, count: count, seed: try settings.seed() ?? 1)
        }
        let path = archs ?? ""
        let text: String
        do {
            text = try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
        } catch {
            throw Diagnostic("cannot be read as a text file", file: path)
        }
        var found: [Architecture] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let short = line.trimmingCharacters(in: .whitespaces)
            if short.isEmpty || short.hasPrefix("#") { continue }
            do {
                found.append(try space.architecture(shortForm: short))
            } catch {
                var error = error
                error.file = path
                error.location = SourceLocation(line: index + 1, column: 1)
                error.sourceLine = String(line)
                throw error
            }
        }
        return found
    }

    private func one(
        _ architecture: Architecture, _ space: SearchSpace, _ task: TaskShape, _ estimator: any CostEstimator, _ plan: MissionPlan?
    ) throws {
        let graph = try graph(architecture, space, task)
        let estimate = estimator.estimate(graph)
        let operations = estimator.operationCosts(graph)
        switch format {
        case .csv: Terminal.print(OperationFields.listing(operations).text(as: .csv), terminator: "")
        case .json:
            let members = [("architecture", JSON.string(architecture.description))]
                + zip(EstimateFields.fields, EstimateFields.values(estimate)).map { ($0.name, $1) }
                + [("operations", OperationFields.json(operations))]
            Terminal.print(JSON.array([.object(members)]).text(), terminator: "")
        case .table:
            Terminal.print("\(space.name) \(architecture) on \(estimator.target)")
            Terminal.print(OperationFields.listing(operations).text(as: .table), terminator: "")
            for line in EstimateFields.lines(estimate) { Terminal.print(line) }
            if let plan { mission(plan, estimate) }
        }
    }

    private func mission(_ plan: MissionPlan, _ estimate: Estimate) {
        Terminal.print("\nmission")
        for line in plan.lines { Terminal.print("  " + line) }
        let outlook = plan.mission.outlook(for: estimate, idleWatts: plan.idleWatts)
        let hours = outlook.hoursUntilEmpty
        Terminal.print(
            String(
                format: "  this network: %.1f h until empty (90 %%: %.1f to %.1f), %.0f inferences a charge, busy %.1f %% of the time",
                hours.value, hours.low, hours.high, outlook.inferencesPerCharge.value, outlook.busyShare * 100))
        if !outlook.keepsUp { Terminal.print("  it does not keep up with the rate") }
    }
}

extension Settings {
    /// The mission's arithmetic on a board.
    ///
    /// - Throws: `NothingFits` where idling alone takes the battery: no network could be within it.
    func missionPlan(on board: Board) throws -> MissionPlan? {
        guard let mission = try mission() else { return nil }
        do { return try mission.plan(on: board) } catch { throw NothingFits(error.diagnostic.description) }
    }
}
