import CostModel
import NAS
import Search
import SearchEngine
import Support

extension Settings {
    /// Reads all that a search of the space would read, for what is wrong with it.
    func checkForSearch(of space: SearchSpace) throws {
        for board in try boards() {
            let target = try target(on: board)
            let plan = isMissionWhole ? try missionPlan(on: target) : nil
            _ = try budget(mission: plan, board: board)
        }
        // What is left open a search may be given on its command line.
        try checkMissionParts()
        _ = try objectives()
        _ = try strategySettings([], of: text("strategy") ?? AutoStrategy.name)
        _ = try trainingPlan(try fidelity() ?? space.defaultFidelity)
        _ = try whole("trials", in: 1...100_000_000)
        _ = try whole("workers", in: 1...1024)
        _ = try read("max-time") { try Dimension.time.parse($0) }
    }

    private var isMissionWhole: Bool {
        if isOnCommandLine("battery") { return true }
        guard let battery = text("battery"), battery != "none" else { return true }
        return text("hours") != nil && text("rate") != nil
    }
}
