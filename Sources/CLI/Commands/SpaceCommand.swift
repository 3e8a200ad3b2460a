import ArgumentParser
import CostModel
import Foundation
import NAS
import NetworkGraph
import Reporting
import Search
import SearchEngine
import Support

struct SpaceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "space",
        abstract: "Checks a search space: counts its architectures, samples it, and reports the share that fits a budget.",
        discussion: """
            Example: \(Program.name) space mobile
                     \(Program.name) space mobile --board raspberry-pi-4 --budget latency=20ms
                     \(Program.name) space mobile --sample 5
            """)

    @Argument(help: ArgumentHelp("The search space.", valueName: "space.yaml"))
    var space: String

    @OptionGroup(title: "Target and budget")
    var target: TargetOptions

    @OptionGroup(title: "Mission")
    var mission: MissionOptions

    @OptionGroup
    var samples: SampleOptions

    @Flag(help: "List every decision with its options.")
    var decisions = false

    @Option(help: "table, csv or json.")
    var format: ListingFormat = .table

    @OptionGroup
    var tables: TableOptions

    func run() throws {
        let space = try SpaceCatalog.space(space)
        let settings = Settings(space: space, options: target.given + mission.given + samples.given)
        try settings.checkForSearch(of: space)
        let examples = try SpaceCatalog.examples(for: space, settings: settings, split: true)
        let task = examples.task
        let analysis = try examples.analysis(of: space)
        let frontEnds = try space.frontEnds(for: task)
        let seed = try settings.seed() ?? 1
        if let count = try settings.whole("sample", in: 1...1_000_000) {
            try listSamples(of: space, count: count, seed: seed)
            return
        }
        if decisions {
            try listDecisions(of: space)
            return
        }
        let (feasibility, plan, target) = try feasibility(of: space, task: task, settings: settings, seed: seed) ?? (nil, nil, nil)
        switch format {
        case .table:
            tables.say("\(space.name): \(analysis.countInWords) in \(Plural.count(space.decisions.count, "decision"))")
            tables.say(examples.text(frontEnds))
            if let note = examples.noteOnSearch(space) { tables.say(note) }
            for (name, extreme) in [("smallest", analysis.smallest), ("largest", analysis.largest)] {
                let bound = extreme.isProven ? "" : " (the \(name) found; there may be one beyond)"
                tables.say(
                    "\(name) network \(extreme.architecture): \(Dimension.count.format(Double(extreme.macs))) multiply-accumulates, "
                        + "\(Dimension.count.format(Double(extreme.parameters))) parameters\(bound)")
            }
            tables.say("trained for \(space.defaultFidelity) by default")
            if let target { tables.say("on \(target): \(EstimateBasis(target).text)") }
            for line in plan?.lines ?? [] { tables.say("  " + line) }
            for line in feasibility?.lines ?? [] { tables.say(line) }
            if let plan, let target, let advice = feasibility?.advice(plan, on: target) {
                for line in advice.lines { tables.say(line) }
            }
        case .json, .csv:
            Terminal.print(report(space, task, frontEnds, analysis, feasibility).text(as: format, width: tables.width()), terminator: "")
        }
        if let diagnostic = feasibility?.diagnostic(plan) { throw NothingFits(diagnostic.description) }
    }

    private func report(
        _ space: SearchSpace, _ task: TaskShape, _ frontEnds: [FrontEnd], _ analysis: SpaceAnalysis, _ feasibility: FeasibilityReport?
    ) -> Report {
        var report = Report()
        report.add("space", space.name)
        report.add("architectures", analysis.architectures)
        report.add("decisions", space.decisions.count)
        report.add("smallest", analysis.smallest.architecture.description)
        report.add("smallest_macs", analysis.smallest.macs)
        report.add("largest", analysis.largest.architecture.description)
        report.add("largest_macs", analysis.largest.macs)
        report.add("hash", space.hash.description)
        report.add("input", task.input.description)
        report.add("classes", task.classes)
        report.add("network_inputs", frontEnds.map(\.input.description))
        report.add("resize", frontEnds.map { $0.resize?.rawValue })
        if let feasibility {
            report.add("sampled", feasibility.sampled)
            report.add("fitting", feasibility.fitting)
            report.add("fitting_share", feasibility.share)
            report.add("binding", feasibility.binding?.limit.quantity.name)
            report.add("cheapest", feasibility.cheapest.architecture.description)
        }
        return report
    }

    /// Only where the user, or the space file, says what has to be met: a budget or a mission; or the user a board.
    private func feasibility(
        of space: SearchSpace, task: TaskShape, settings: Settings, seed: UInt64
    ) throws -> (report: FeasibilityReport?, plan: MissionPlan?, target: Target?)? {
        let isAsked = (["board", "budget"] + Settings.missionKeys).contains(where: settings.isOnCommandLine)
        guard isAsked || settings.hasWholeMission || settings.has("budget") else { return nil }
        let board = try settings.board()
        let target = try settings.target(on: board)
        let plan = try settings.missionPlan(on: target)
        let estimator = target.estimator()
        let costs = CostFilter(estimator: estimator, budget: try settings.budget(mission: plan, board: board))
        return (try FeasibilityReport(space: TaskSpace(space, task: task), costs: costs, seed: seed), plan, target)
    }

    private func listSamples(of space: SearchSpace, count: Int, seed: UInt64) throws {
        let columns: [Column<Architecture>] = [
            Column("architecture", "architecture") { $0.description }.ranked(.key).shortened(),
            Column("choices", "choices") { architecture in
                JSON.object(space.choices(of: architecture).map { ($0.decision, .string($0.option)) })
            }.shortened(),
        ]
        let architectures = SpaceCatalog.samples(of: space, count: count, seed: seed)
        try OutputFile.write(Listing(columns, architectures).text(as: format, width: tables.width()), to: nil)
    }

    private static let decisionColumns: [Column<Decision>] = [
        Column("decision", "decision") { $0.name }.ranked(.key).shortened(.middle, to: 24),
        Column("options", "options") { $0.options }.shortened(),
        Column("line", "line") { $0.location?.line }.ranked(.useful),
    ]

    private func listDecisions(of space: SearchSpace) throws {
        try OutputFile.write(Listing(Self.decisionColumns, space.decisions).text(as: format, width: tables.width()), to: nil)
    }
}
