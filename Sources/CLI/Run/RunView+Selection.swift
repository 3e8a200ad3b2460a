import Search
import Support

extension RunView {
    /// Returns the trial that a user names: by its number, as `best`, the most accurate one that keeps the run's budget, or as `knee`, the
    /// compromise on its front.
    ///
    /// - Throws: a usage error where there is none.
    func trial(named name: String, in db: String) throws -> TrialRecord {
        let number: Int?
        switch name {
        case "best": number = try best()?.trial
        case "knee": number = try front().knee
        default:
            guard let parsed = Int(name) else {
                throw UsageError(
                    "a trial is a number, best or knee, got '\(name)'",
                    hint: Spelling.hint(for: name, among: ["best", "knee"]) ?? "\(Program.command("trials", db)) lists them")
            }
            guard let record = try trial(parsed) else {
                throw UsageError("there is no trial \(parsed) in \(db)", hint: "\(Program.command("trials", db)) lists them")
            }
            return record
        }
        guard let number, let record = try trial(number) else {
            throw UsageError(
                "no finished trial keeps the budget: there is no \(name)",
                hint: "\(Program.command("trials", db)) lists those that there are")
        }
        return record
    }
}
