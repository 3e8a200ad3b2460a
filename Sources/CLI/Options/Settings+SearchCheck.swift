import CostModel
import NAS
import Search
import SearchEngine
import Support

extension Settings {
    /// Reads all that a search of the space would read, for what is wrong with it: all mistakes of the space file at once.
    func checkForSearch(of space: SearchSpace) throws {
        let mistakes = Mistakes()
        func attempt(_ read: () throws -> Void) throws {
            do { try read() } catch let mistake as Diagnostic where mistake.file == space.fileName { mistakes.report(mistake) }
        }
        // What is left open a search may be given on its command line.
        for check in missionChecks { try attempt(check) }
        try attempt {
            for board in try boards() {
                let target = try target(on: board)
                let plan = isMissionWhole ? try missionPlan(on: target) : nil
                _ = try budget(mission: plan, board: board)
            }
        }
        try attempt { _ = try limits() }
        try attempt { _ = try objectives() }
        try attempt { _ = try strategySettings([], of: text("strategy") ?? AutoStrategy.name) }
        try attempt { _ = try trainingPlan(try fidelity() ?? space.defaultFidelity) }
        try attempt { _ = try folds() }
        try attempt { _ = try whole("trials", in: 1...100_000_000) }
        try attempt { _ = try whole("workers", in: 1...1024) }
        try attempt { _ = try read("max-time") { try Dimension.time.parse($0) } }
        try mistakes.check()
    }

    /// Whether there is a battery, with hours and a rate.
    var hasWholeMission: Bool { has("battery") && isMissionWhole }

    private var isMissionWhole: Bool {
        if isOnCommandLine("battery") { return true }
        guard has("battery") else { return true }
        return text("hours") != nil && text("rate") != nil
    }
}
