import CostModel
import NAS
import SearchTestWorker
import Support
import Testing

@testable import Search

@Suite struct FeasibilityTests {
    private static func report(_ budget: String?, depth: Int = 4, samples: Int = 2000) throws -> FeasibilityReport {
        var run = ToyRun()
        run.depth = depth
        if let budget { run.budget = try Budget(budget) }
        return try FeasibilityReport(space: run.space, costs: try run.costs(), seed: 1, samples: samples, maximumSeconds: 20)
    }

    @Test func withoutABudgetEverythingFits() throws {
        let report = try Self.report(nil)
        #expect(report.sampled == 2000 && report.fitting == 2000 && report.share == 1)
        #expect(report.binding == nil && report.diagnostic == nil)
    }

    @Test func shareAndBindingLimitAreThoseOfTheSamples() throws {
        let report = try Self.report("macs=1200,parameters=10M")
        #expect(report.share > 0.1 && report.share < 0.9)
        #expect(report.binding?.limit.quantity == .macs)
        #expect(report.limits[0].broken == report.sampled - report.fitting)
        #expect(report.limits[0].brokenAlone == report.limits[0].broken)
        #expect(report.limits[1].broken == 0)
        #expect(report.lines.count == 3 && report.lines[0].contains("of 2000 sampled"))
        #expect(report.diagnostic == nil)
    }

    @Test func ofASmallSpaceAllAreCounted() throws {
        // 26 multiply-accumulates for each of 4, 8, 16, 32 and again 32.
        let small = try Self.report("macs=300", depth: 1)
        let whole = try #require(small.whole)
        #expect(whole.architectures == 5 && whole.fitting == 2 && small.sampled == 2000)
        #expect(small.lines[0] == "2 of 5 networks fit the budget (40.0 %)", "\(small.lines)")
        #expect(try Self.report("macs=1200", depth: 4).whole == nil)
    }

    @Test func sameSeedSameReport() throws {
        #expect(try Self.report("macs=1200") == Self.report("macs=1200"))
    }

    @Test func impossibleBudgetNamesTheCheapestNetworkAndTheNearestBudget() throws {
        let report = try Self.report("energy=1nJ,macs=100M")
        #expect(!report.somethingFits)
        #expect(report.cheapest.architecture == Architecture(options: [0, 0, 0, 0]))
        let nearest = report.nearestBudget
        #expect(nearest.limits[1].allowed == 100e6)
        #expect(nearest.judge(report.cheapest.estimate).fits, "the nearest budget fits the cheapest network")
        #expect(nearest.limits[0].allowed < report.cheapest.estimate.energyJoules.value * 1.01)
        let diagnostic = try #require(report.diagnostic)
        #expect(diagnostic.message.contains("0-0-0-0"))
        // What the hint says can be given as a budget, and fits.
        let hint = try #require(diagnostic.hint)
        let option = try #require(hint.split(separator: " ").last)
        #expect(try Budget(String(option)).judge(report.cheapest.estimate).fits)
    }

    /// Nothing of a small sample fits, but the descent finds what does.
    @Test func descentFindsWhatSamplingMisses() throws {
        let report = try Self.report("macs=300", depth: 10, samples: 50)
        #expect(report.fitting == 0)
        #expect(report.somethingFits)
        #expect(report.diagnostic == nil)
    }
}

extension FeasibilityTests {
    /// Of a mission's limits the mission has to change: a budget beside it changes nothing.
    @Test func aMissionThatNothingFitsNamesTheOneThatFits() throws {
        for (battery, hours, rate, budget) in [
            ("4000mAh@5V", "26", "1e9/s", ""), ("4000mAh@5V", "26", "2e5/s", ""), ("20Wh", "26", "1e6/s", "energy=1nJ"),
        ] {
            let given = try budget.isEmpty ? Budget() : Budget(budget)
            func report(_ mission: Mission, _ given: Budget) throws -> (FeasibilityReport, MissionPlan) {
                var run = ToyRun()
                let plan = try mission.plan(on: try run.target())
                run.budget = given.combined(with: plan.budget)
                let costs = try run.costs()
                return (try FeasibilityReport(space: run.space, costs: costs, seed: 1, samples: 200, maximumSeconds: 20), plan)
            }
            let (refused, plan) = try report(try Mission(battery: battery, hours: hours, rate: rate), given)
            let hint = try #require(refused.diagnostic(plan)?.hint)
            #expect(hint.contains("the nearest mission that fits"))
            #expect(hint.contains("the nearest budget that fits") == !budget.isEmpty)
            let raised = try hint.firstMatch(of: #/budget that fits: ([^;]+)/#).map { try Budget(String($0.1)) } ?? given
            // Each way that is named does.
            let ways = hint.matches(of: #/--(rate|hours|battery) ([^ ,;]+)/#)
            #expect(!ways.isEmpty)
            for way in ways {
                let value = String(way.2)
                let mission = try Mission(
                    battery: way.1 == "battery" ? value : battery, hours: way.1 == "hours" ? value : hours,
                    rate: way.1 == "rate" ? value : rate)
                let (found, plan) = try report(mission, raised)
                #expect(found.somethingFits, "\(way.0): \(found.diagnostic(plan)?.description ?? "")")
            }
        }
    }
}
