import Search
import Support

/// Each of a run's trials failed: in words with why, and what may help. Exit code 1.
struct NothingTrained: Error, CustomStringConvertible {
    let description: String

    /// Nil where something was trained, or nothing tried.
    init?(_ store: Store) throws {
        let tally = try store.tally()
        guard tally.finished == 0, tally.failed > 0 else { return nil }
        let last = try store.failedTrials()
        let counted = Failure.Reason.allCases.compactMap { reason in tally.failures[reason].map { (reason, $0) } }.filter { $0.1 > 0 }
        let reasons = counted.map { "\($0.0.rawValue) \($0.1)" }.joined(separator: ", ")
        let example = last.first.flatMap { trial in trial.failure.map { "; trial \(trial.number): \($0.message)" } } ?? ""
        let most = counted.max { $0.1 < $1.1 }?.0
        let path = DisplayPath.short(store.path)
        description =
            Diagnostic(
                "\(tally.failed == 1 ? "the only trial" : "each of \(tally.failed) trials") failed (\(reasons))\(example)",
                hint: Self.help(most, last.first?.number ?? 0, path)
                    + "; then \(Program.command("resume", path, "--retry-failed")) tries again what failed"
            ).description
    }

    private static func help(_ reason: Failure.Reason?, _ trial: Int, _ path: String) -> String {
        switch reason {
        case .outOfMemory:
            return "a larger --trial-memory, or fewer --workers, which leave more to each"
        case .timeLimit: return "--trial-time allows more"
        case .notANumber: return "a smaller learning rate in the space's train: may keep losses finite"
        default: return "\(Program.command("show", path, "\(trial)")) says how that trial ended; mend the cause"
        }
    }
}
