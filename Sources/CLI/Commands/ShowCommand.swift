import ArgumentParser
import CostModel
import Foundation
import NAS
import Reporting
import Search
import SearchEngine
import Support

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows one trial: its choices, cost by operation, learning curve, parent, weights.",
        discussion: "Example: nas show runs/quickstart-1.db 17")

    @Argument(help: ArgumentHelp("The database of the run.", valueName: "db"))
    var db: String

    @Argument(help: ArgumentHelp("The number of the trial.", valueName: "trial"))
    var trial: Int

    @OptionGroup
    var view: BoardViewOptions

    @Option(help: "table or json; csv gives the cost by operation.")
    var format: ListingFormat = .table

    func run() throws {
        let view = try RunView(try Store.read(at: db), board: view.board)
        let store = view.store
        guard let record = try view.trial(trial) else {
            throw UsageError("there is no trial \(trial) in \(db)", hint: "nas trials \(db) lists them")
        }
        let curve = try store.curve(of: trial)
        let operations = try operations(of: record, view)
        switch format {
        case .csv: Terminal.print(Listing(OperationColumns.all, operations).text(as: .csv), terminator: "")
        case .json: Terminal.print(json(record, curve, operations, store).text(), terminator: "")
        case .table: table(record, curve, operations, view)
        }
    }

    /// Built anew from the run's own space and board, so that it is what was trained.
    private func operations(of record: TrialRecord, _ view: RunView) throws -> [OperationCost] {
        let run = view.run
        let space = try SearchSpace(yaml: run.space.text, fileName: run.space.fileName)
        let candidate = try TaskSpace(space, task: run.data.task).candidate(choices: record.choices)
        return view.board.target.estimator().operationCosts(candidate.graph)
    }

    private func json(_ record: TrialRecord, _ curve: [CurvePoint], _ operations: [OperationCost], _ store: Store) -> JSON {
        var members = TrialColumns.columns(weightsFolder: DisplayPath.short(store.weightsFolder)).members(of: record)
        members.append(("choices", .object(record.choices.map { ($0.decision, .string($0.option)) })))
        members.append(("origin", .string(record.origin.rawValue)))
        members.append(("curve", Listing(CurveColumns.columns(), curve).json))
        members.append(("operations", Listing(OperationColumns.all, operations).json))
        return .object(members)
    }

    private func table(_ record: TrialRecord, _ curve: [CurvePoint], _ operations: [OperationCost], _ view: RunView) {
        let (store, showsBalanced) = (view.store, view.run.data.isImbalanced)
        Terminal.print("trial \(record.number), \(record.state.rawValue), trained \(record.fidelity)")
        Terminal.print("architecture \(record.architecture ?? "(not of this space any more)")")
        for choice in record.choices { Terminal.print("  \(choice.decision) = \(choice.option)") }
        if let parent = record.parent { Terminal.print("made from trial \(parent) (\(record.origin.rawValue))") }
        if let failure = record.failure { Terminal.print("failed: \(failure)") }
        func accuracy(_ name: String, _ accuracy: Double?, balanced: Double?) {
            guard let accuracy else { return }
            let balanced = showsBalanced ? ", balanced \(CellFormat.percent.text(balanced))" : ""
            Terminal.print("\(name) accuracy \(CellFormat.percent.text(accuracy))\(balanced)")
        }
        accuracy("validation", record.accuracy, balanced: record.balancedAccuracy)
        accuracy("test", record.testAccuracy, balanced: record.testBalancedAccuracy)
        if let estimate = record.estimate { for line in EstimateColumns.lines(estimate) { Terminal.print(line) } }
        if let file = record.weightsFile {
            Terminal.print("weights \(DisplayPath.short(store.weightsFolder + "/" + file)) (safetensors, PyTorch's layout)")
        } else if record.state == .finished {
            Terminal.print("weights not kept: they are for trials on the front")
        }
        if record.isForeign { Terminal.print("trained by another engine than the run began with: its last bits may differ") }
        Terminal.print("\ncost by operation")
        Terminal.print(Listing(OperationColumns.all, operations).text(as: .table), terminator: "")
        guard !curve.isEmpty else { return }
        Terminal.print("\nlearning curve")
        Terminal.print(Listing(CurveColumns.columns(showsBalanced: showsBalanced), curve).text(as: .table), terminator: "")
    }
}
