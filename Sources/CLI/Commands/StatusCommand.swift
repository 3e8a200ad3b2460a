import ArgumentParser
import CostModel
import Foundation
import Search

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Says how far a run is: progress, best network, rejections, failures, time.",
        discussion: "Example: nas status runs/quickstart-1.db\nIt only reads, also while the search runs.")

    @Argument(help: ArgumentHelp("The database of the run.", valueName: "db"))
    var db: String

    @Option(help: "table, csv or json.")
    var format: ListingFormat = .table

    func run() throws {
        let store = try Store.read(at: db)
        let run = try store.run()
        let trials = try store.trials()
        let finished = trials.filter { $0.state == .finished }
        let failed = trials.filter { $0.state == .failed }
        let best = finished.max { ($0.accuracy ?? 0, -$0.number) < ($1.accuracy ?? 0, -$1.number) }
        let front = StoredFront(trials, objectives: run.objectives)
        let rejections = trials.reduce(Rejections()) { $0 + $1.rejections }
        let ending = try store.ending()
        let seconds = trials.reduce(0) { $0 + ($1.seconds ?? 0) }
        let sessions = try store.sessions()

        var report: [(String, String, JSON)] = []
        func add(_ name: String, _ heading: String, _ value: JSON) { report.append((name, heading, value)) }
        add("database", "database", .string(DisplayPath.short(store.path)))
        add("space", "space", .string(run.space.name))
        add("data", "data", .string(run.data.name))
        add("target", "target", .string(run.target.description))
        add("budget", "budget", .string(run.budget.limits.map(\.description).joined(separator: ", ")))
        add("objectives", "objectives", .string(run.objectives.map(\.rawValue).joined(separator: ",")))
        add("strategy", "strategy", .string(run.strategy))
        add("seed", "seed", .string(String(run.seed)))
        add("state", "state", .string(ending.map { "ended: \($0)" } ?? (store.isBeingWritten ? "running" : "stopped; nas resume goes on")))
        add("trials", "trials", .integer(run.trials))
        add("finished", "finished", .integer(finished.count))
        add("failed", "failed", .integer(failed.count))
        add("proposed", "under way or waiting", .integer(trials.count - finished.count - failed.count))
        add("rejected", "rejected by the budget", .integer(rejections.overBudget))
        add("duplicates", "duplicates avoided", .integer(rejections.duplicates))
        add("front_size", "networks on the front", .integer(front.members.count))
        add("best_trial", "best trial", best.map { .integer($0.number) } ?? .null)
        add("best_accuracy", "best accuracy", .optional(best?.accuracy))
        add("sessions", "sessions", .integer(sessions.count))
        add("training_seconds", "time spent training, over all workers", .number(seconds))
        for reason in Failure.Reason.allCases {
            let count = failed.count { $0.failure?.reason == reason }
            if count > 0 { add("failed_\(reason.rawValue)", "  failed: \(reason.rawValue)", .integer(count)) }
        }
        switch format {
        case .json: Terminal.print(JSON.object(report.map { ($0.0, $0.2) }).text(), terminator: "")
        case .csv:
            var listing = Listing(report.map { .init($0.0, $0.1) })
            listing.append(report.map(\.2))
            Terminal.print(listing.text(as: .csv), terminator: "")
        case .table:
            let width = report.map(\.1.count).max() ?? 0
            for (name, heading, value) in report {
                let shown =
                    switch name {
                    case "best_accuracy": TrialFields.percent(value)
                    case "training_seconds": Terminal.duration(seconds)
                    default: value.readable
                    }
                Terminal.print(heading.padding(toLength: width + 2, withPad: " ", startingAt: 0) + shown)
            }
        }
    }
}
