import CostModel
import Foundation
import NAS
import Support
import TestSupport
import Testing

@testable import Reporting
@testable import Search

/// Pictures of fronts: as values, and as documents.
@Suite struct FrontPictureTests {
    private static let budget = Budget(limits: [.init(quantity: .energy, allowed: 0.004, origin: .given)])

    /// A front of three with one useless network on it, twenty others behind it, and one of another fidelity.
    private static func picture(
        _ objectives: [Objective] = [.accuracy, .energy], boards: [String] = ["raspberry-pi-4"], further: FrontPicture.Further = .init()
    ) throws -> FrontPicture {
        let sample = try SampleRun(objectives: objectives, boards: boards, budget: budget)
        let front = [
            sample.trial(2, accuracy: 0.993, joules: 0.002, storage: 9000), sample.trial(1, accuracy: 0.985, joules: 0.001, storage: 4000),
            sample.trial(0, accuracy: 0.3, joules: 0.0005, storage: 1000),
        ]
        let others = (3..<23).map { sample.trial($0, accuracy: 0.95 + Double($0) * 0.0015, joules: 0.0011 + Double($0) * 1e-4) }
        let views = sample.run.boards.map {
            FrontPicture.View($0, front: front, among: others + front + [sample.trial(40, accuracy: 0.9, joules: 1, fidelity: .epochs(1))])
        }
        return try FrontPicture(views, objectives: objectives, run: sample.run, further: further)
    }

    @Test func whatItShowsIsListed() throws {
        let picture = try Self.picture()
        let rows = picture.listing().rows
        #expect(rows.count == 23 && picture.sections[0].best?.number == 2)
        let roles = Dictionary(uniqueKeysWithValues: rows.map { ($0.point.trial.number, $0.point.role) })
        #expect(roles[2] == .best && roles[1] == .line && roles[0] == .line && roles[5] == .other && roles[40] == nil)
        let places = Dictionary(uniqueKeysWithValues: rows.map { ($0.point.trial.number, $0.panel.place(of: $0.point)) })
        #expect(places[0] == .below && places[1] == .inside && places[2] == .inside)
        let csv = picture.listing().text(as: .csv).split(separator: "\n")
        #expect(csv.first == "board,horizontal,vertical,trial,role,place,x,x_low,x_high,y,y_low,y_high")
        #expect(csv.last == "raspberry-pi-4,energy,accuracy,2,best,inside,0.002,0.001,0.004,0.993,0.993,0.993")
        let panel = picture.sections[0].panels[0]
        #expect(panel.limit == 0.004 && panel.horizontal.range.contains(0.004) && panel.estimated.map(\.objective) == [.energy])
    }

    /// A reader who has only the picture knows the best network, its energy, the budget, and how sure that is.
    @Test func itSaysWhatMatters() throws {
        var further = FrontPicture.Further()
        further.testAccuracies = [2: 0.981]
        let picture = try Self.picture(further: further)
        let section = picture.sections[0]
        #expect(section.bestText == "Best network: #2 with 99.30 % validation accuracy, 98.10 % on test examples")
        #expect(section.costText == "An inference of it: energy above idle 2.00 mJ (90 % interval 1.00 to 4.00 mJ)")
        #expect(
            section.budgetText
                == "Budget for an inference: energy above idle 4.00 mJ (the best takes 50 %, at the upper end of its interval 100 %)")
        #expect(
            section.sourceText.contains(
                "Estimated for raspberry-pi-4, tflite fp32, 4 threads (datasheet), not measured: energy of an inference"))
        let text = picture.svg()
        for part in [section.bestText, "best: #2 99.30 %, 2.00 mJ", "budget 4.00 mJ", "quickstart on Raspberry Pi 4 Model B"] {
            #expect(text.contains(try #require(part)))
        }
        #expect(text.contains("trial 2: 0-0&#10;validation accuracy 99.30 %&#10;test accuracy 98.10 %&#10;latency 2.00 ms"))
        #expect(text.contains("multiply-accumulates 20000&#10;estimated from: datasheet"))
    }

    @Test func threeObjectivesAreTwoPanels() throws {
        let picture = try Self.picture([.energy, .accuracy, .storage])
        let panels = picture.sections[0].panels
        #expect(panels.map(\.horizontal.objective) == [.energy, .storage] && panels.allSatisfy { $0.vertical.objective == .accuracy })
        #expect(panels[1].estimated.isEmpty && picture.sections[0].sourceText.contains("Counted exactly: storage"))
        #expect(XMLChecker(picture.svg()).isWellFormed)
    }

    @Test func eachBoardHasItsPart() throws {
        let picture = try Self.picture(boards: ["raspberry-pi-4", "raspberry-pi-zero-w"])
        let text = picture.svg()
        #expect(picture.listing().rows.count == 46 && text.contains(">Raspberry Pi Zero W</text>") && text.contains("on 2 boards"))
        #expect(try Self.picture(boards: ["raspberry-pi-4", "raspberry-pi-zero-w"]).svg() == text)
    }

    /// Costs against each other: what is predicted is said, what is counted is not.
    @Test func latencyAgainstOperations() throws {
        let section = try Self.picture([.latency, .macs]).sections[0]
        #expect(section.best == nil && section.bestText == nil && section.panels[0].vertical.objective == .latency)
        #expect(
            section.sourceText.hasPrefix("Estimated for raspberry-pi-4")
                && section.sourceText.contains("not measured: latency of an inference;") && section.sourceText.contains("exactly: multiply")
        )
        #expect(throws: Diagnostic.self) { try Self.picture([.accuracy]) }
    }

    /// From nothing to very much, with what a run can give: no error at all, all alike, no trial.
    @Test(arguments: [0, 1, 2, 300]) func anyNumberOfTrials(_ count: Int) throws {
        let sample = try SampleRun(objectives: [.accuracy, .energy], budget: Self.budget)
        for accuracy in [{ _ in 1.0 }, { Double($0) / 300 }, { _ in 0.1 }] as [(Int) -> Double] {
            let trials = (0..<count).map { sample.trial($0, accuracy: accuracy($0), joules: pow(1.1, Double($0 % 90)) * 1e-9) }
            let picture = try FrontPicture(
                [.init(sample.run.boards[0], front: trials, among: [])], objectives: sample.run.objectives, run: sample.run)
            let document = XMLChecker(picture.svg())
            #expect(document.isWellFormed)
            // The best has a ring, the legend two dots; what lies outside is a mark.
            let legendMarks = picture.listing().rows.contains { $0.panel.place(of: $0.point) != .inside } ? 1 : 0
            #expect(document.count("circle") + document.count("polygon") - legendMarks - 2 == count + min(count, 1))
        }
    }
}
