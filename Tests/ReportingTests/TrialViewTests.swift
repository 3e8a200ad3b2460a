import CostModel
import Search
import Testing

@testable import Reporting

/// What listings show of trials beside their own figures.
@Suite struct TrialViewTests {
    @Test func eachDecisionHasAColumnOfItsOwn() {
        let trials = [
            SampleTrial.record(0, choices: [("width", "16"), ("accuracy", "high"), ("stages[1].kernel", "3")]),
            SampleTrial.record(1, choices: [("width", "8"), ("stages[1].kernel", "5")]),
            // Of an earlier version of its space.
            SampleTrial.record(2, choices: [("old", "x"), ("width", "24")]),
        ]
        let own: [Column<TrialRecord>] = [Column("trial", "trial") { $0.number }, Column("accuracy", "accuracy") { $0.accuracy }]
        let columns = ChoiceColumns.columns(["width", "accuracy", "stages[1].kernel"], of: trials, besides: own.map(\.name))
        let csv = Listing(own + columns, trials).text(as: .csv)
        #expect(
            csv == "trial,accuracy,width,choice_accuracy,stages[1].kernel,old\n0,,16,high,3,\n1,,8,,5,\n2,,24,,,x\n")
        let json = Listing(columns, [trials[1]]).text(as: .json)
        #expect(json.contains("\"width\": \"8\"") && json.contains("\"choice_accuracy\": null"))
        let table = Listing(columns, trials).text(as: .table).split(separator: "\n")
        #expect(table[3].split(separator: " ") == ["8", "5"], "nothing stands where a decision is not active")
        let twice = ChoiceColumns.columns(["k", "k", "choice_k"], of: [], besides: [])
        #expect(twice.map(\.name) == ["k", "choice_k", "choice_choice_k"])
    }

    /// Trial, and its retrainings: which file has the best weights.
    @Test func bestWeights() {
        let trial = SampleTrial.record(3, accuracy: 0.9, weights: "3.safetensors")
        func best(_ trial: TrialRecord, _ retrainings: [Retraining]) -> [String?] {
            let best = BestWeights(of: trial, retrainings)
            return [best?.file, best?.retraining.map { String($0.replicate) }]
        }
        let (worse, better) = (
            SampleTrial.retraining(1, accuracy: 0.85, weights: "3-1.safetensors"),
            SampleTrial.retraining(2, accuracy: 0.95, weights: "3-2.safetensors")
        )
        #expect(best(trial, []) == ["3.safetensors", nil])
        #expect(best(trial, [worse]) == ["3.safetensors", nil])
        #expect(best(trial, [worse, better]) == ["3-2.safetensors", "2"])
        #expect(best(trial, [SampleTrial.retraining(1, accuracy: 0.9, weights: "e")]) == ["3.safetensors", nil])
        #expect(best(trial, [SampleTrial.retraining(1, accuracy: 0.99, weights: nil), better]) == ["3-2.safetensors", "2"])
        #expect(best(trial, [SampleTrial.retraining(1, accuracy: nil, weights: "failed")]) == ["3.safetensors", nil])
        #expect(best(SampleTrial.record(3, accuracy: 0.9), [worse]) == ["3-1.safetensors", "1"])
        #expect(BestWeights(of: SampleTrial.record(3, accuracy: 0.9), []) == nil)
    }

    /// The table that needs a board to be made.
    @Test(arguments: [60, 80, 120, 200]) func aVerificationFits(width: Int) {
        let rows = [(0.9, 1.25e-3), (0.95, 0.01034)].enumerated().map { number, row in
            VerifiedNetwork(
                trial: SampleTrial.record(number * 100, accuracy: row.0, latency: Interval(value: row.1, low: row.1 / 2, high: row.1 * 2)),
                measuredSeconds: row.1 * 0.9, refitted: nil, isOnRefittedFront: number == 0)
        }
        for isRefitted in [false, true] {
            let lines = Listing(VerificationColumns.columns(isRefitted: isRefitted), rows).text(as: .table, width: width)
                .split(separator: "\n")
            #expect(lines.allSatisfy { $0.count <= width })
            #expect(lines[0].hasPrefix("trial ") && lines[0].contains("predicted ms") && lines[0].contains("measured ms"))
            #expect(lines[2].contains("1.25") && lines[3].contains("10.34"))
        }
    }

    @Test func whatSeveralEstimatesStandOn() throws {
        let estimates = [(1.0, 0.5, 2.0), (4.0, 1.0, 6.0)].map { value, low, high in
            SampleTrial.record(0, accuracy: 1, latency: Interval(value: value, low: low, high: high)).estimate
        }
        #expect(
            EstimateSpread(estimates.compactMap { $0 }).lines == [
                "90 % intervals: latency 0.25 to 2.00 times its value, energy 0.25 to 2.00 times its value", "estimated from: datasheet",
            ])
        #expect(EstimateSpread([]).lines.isEmpty)
    }
}
