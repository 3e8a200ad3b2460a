import ArgumentParser
import CostModel
import Energy
import Foundation
import NAS
import Search
import SearchEngine
import Support

/// Runs a search, new or resumed, from its store to its end, and tells a person about it.
final class TerminalSearch {
    struct Options {
        var session: SearchSession.Options
        /// The power that this machine draws, in watts, as the user says; nil where that is not said.
        var machineWatts: Double?
    }

    private let store: Store
    private let run: RunDefinition
    private let session: SearchSession
    private let options: SearchSession.Options
    private let view: ProgressView
    private var state: ProgressView.State
    /// Trials under way that are not trained to the run's fidelity.
    private var shorter: [Int: Fidelity] = [:]
    /// What this session has done: trials that ended well, trials that failed, and whatever else.
    private var ended = (finished: 0, failed: 0, others: 0)

    /// - Parameters:
    ///   - space: as stored with the run.
    ///   - isNew: whether the database was just made. What refuses its search before the first trial leaves nothing of it behind.
    init(store: Store, space: SearchSpace, options: Options, isNew: Bool = false) throws {
        self.store = store
        self.options = options.session
        var session = options.session
        session.energy = Self.energy(of: MachineSensors.meter(watts: options.machineWatts))
        self.session = SearchSession(store: store, space: space, options: session, isNew: isNew)
        let seen = try RunView(store, board: nil)
        var run = seen.run
        if let trials = session.trials { run.trials = trials }
        self.run = run
        // A resumed run goes on counting where it was.
        let tally = try store.tally()
        state = ProgressView.State(
            total: Double(run.trials), best: try seen.best()?.accuracy, frontSize: try seen.front().members.count,
            rejected: tally.rejections.overBudget, failed: tally.failed)
        view = ProgressView(state)
    }

    /// Runs the search of a database that was just made. What refuses it before its first trial leaves nothing of it behind.
    static func begin(_ store: Store, space: SearchSpace, options: Options) throws {
        let search: TerminalSearch
        do {
            search = try TerminalSearch(store: store, space: space, options: options, isNew: true)
        } catch { throw store.discarded(after: error) }
        try search.start()
    }

    /// - Throws: `ExitCode` 130 if it was interrupted; whatever keeps the search from going on.
    func start() throws {
        let result = try session.run(until: Interruption.stopFlag()) { [unowned self] event in observe(event) }
        view.finish()
        try report(result)
    }

    private static func energy(of meter: EnergyMeter?) -> (() -> SessionEnergy)? {
        meter.map { meter in
            {
                let reading = meter.reading()
                return SessionEnergy(
                    source: meter.name, measuredAt: meter.measuredAt?.rawValue, joules: reading.joules, seconds: reading.seconds)
            }
        }
    }

    private func observe(_ event: SearchEvent) {
        switch event {
        case .began(let progress):
            state.take(progress)
            view.begin(state)
        case .advanced(let progress):
            state.take(progress)
        case .proposed(let proposal):
            state.rejected += proposal.rejections.overBudget
        case .started(let trial, let fidelity):
            shorter[trial] = fidelity == run.fidelity ? nil : fidelity
        case .finished(let trial, let measurement):
            ended.finished += 1
            let fidelity = shorter.removeValue(forKey: trial).map { " after \($0)" } ?? ""
            if let accuracy = measurement.accuracy {
                let shown = self.accuracy(accuracy, measurement.balancedAccuracy)
                line("trial \(trial): accuracy \(shown)\(fidelity) in \(Terminal.duration(measurement.seconds))")
            }
        case .failed(let trial, let failure):
            ended.failed += 1
            view.note("trial \(trial): failed, \(failure)")
        case .front(let front, _, _):
            state.frontSize = front.members.count
        case .tested(let trial, let accuracy):
            ended.others += 1
            line("trial \(trial): test accuracy \(percent(accuracy))")
        case .testFailed(let trial, let failure):
            view.note("trial \(trial): could not be tested, \(failure)")
        case .warning(let message):
            view.note("warning: \(message)")
        case .beganRetraining(let trainings):
            view.note("retraining the best: \(Plural.count(trainings, "training"))")
        case .beganMakingUpForWeights(let trainings):
            view.note("retraining \(Plural.count(trainings, "front network")) with missing weights")
        case .retrained(let retraining):
            ended.others += 1
            let name = "trial \(retraining.trial) retrained (\(retraining.replicate))"
            if let failure = retraining.failure {
                view.note("\(name): failed, \(failure)")
            } else if let accuracy = retraining.accuracy {
                let shown = self.accuracy(accuracy, retraining.balancedAccuracy)
                line("\(name): accuracy \(shown) after \(retraining.fidelity) in \(Terminal.duration(retraining.seconds ?? 0))")
            }
        case .progress, .ended:
            break
        }
        view.update(state)
    }

    /// A line for a pipe; on a terminal the progress line says it all.
    private func line(_ text: String) {
        guard !Terminal.isInteractive else { return }
        Terminal.print("\(state.counted)  \(text)")
    }

    /// With the balanced accuracy where the data are imbalanced.
    private func accuracy(_ accuracy: Double, _ balanced: Double?) -> String {
        guard run.data.isImbalanced, let balanced else { return percent(accuracy) }
        return "\(percent(accuracy)) (balanced \(percent(balanced)))"
    }

    private func percent(_ share: Double) -> String { String(format: "%.2f %%", share * 100) }

    private func report(_ result: SearchResult) throws {
        let shown = DisplayPath.short(store.path)
        switch result.end {
        case .interrupted:
            Terminal.print("interrupted; everything finished is kept. Go on with: \(Program.command("resume", shown))")
            throw ExitCode(ExitStatus.interrupted.rawValue)
        case .timeUp:
            Terminal.print("time is up after \(Plural.count(result.finished, "trial")). Go on with: \(Program.command("resume", shown))")
        case .exhausted(.everythingTried):
            Terminal.print("every network that fits the budget has been tried (\(result.finished)).")
        case .exhausted(.nothingNewFound(let draws)):
            Terminal.print(
                "nothing new that fits was found in \(draws) candidates; the search ends after \(Plural.count(result.finished, "trial")).")
        case .trialsDone:
            if ended == (0, 0, 0) {
                Terminal.print(
                    "nothing was left to do: the run has its \(Plural.count(run.trials, "trial")). "
                        + "More: \(Program.command("resume", shown, "--trials", "+\(run.trials)"))")
            }
        }
        let front = result.front.members.count
        let best = state.best.map { ", best accuracy \(percent($0))" } ?? ""
        Terminal.print(
            "\(Plural.count(result.finished, "trial")) finished, \(result.failed) failed, \(result.rejections.overBudget) rejected by the budget, "
                + "\(Plural.count(front, "network")) on the front\(best)")
        if let failure = try NothingTrained(store) { throw failure }
        if options.retriesFailed, ended.failed > 0, ended.finished == 0 {
            Terminal.printError("what was tried again failed again; \(Program.command("trials", shown)) says how")
            throw ExitCode(ExitStatus.failed.rawValue)
        }
        Terminal.print("see them: \(Program.command("pareto", shown, "--test"))")
        for board in run.boards.dropFirst() {
            Terminal.print("          \(Program.command("pareto", shown, "--test", "--board", board.target.board.name))")
        }
    }
}

extension FeasibilityCheck {
    /// The same, and prints what of the space fits each board.
    static func print(_ run: RunDefinition, _ space: TaskSpace) throws {
        try self.run(run, space) { board, report in
            if run.boards.count > 1 { Terminal.print("\(board.target.board.name):") }
            for line in report.lines { Terminal.print("  " + line) }
            let plan = board.mission.flatMap { try? $0.plan(on: board.target) }
            for line in plan.flatMap({ report.advice($0, on: board.target) })?.lines ?? [] { Terminal.print("  " + line) }
        }
    }
}

/// Paths as a person would type them.
enum DisplayPath {
    static func short(_ path: String) -> String {
        let here = FileManager.default.currentDirectoryPath + "/"
        return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
    }
}
