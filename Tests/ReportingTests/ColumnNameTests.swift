import CostModel
import Reporting
import Search
import Support
import Testing

/// Names of columns are promises to scripts, and so is their order.
@Suite struct ColumnNameTests {
    private static let estimate = [
        "latency_ms", "latency_ms_low", "latency_ms_high", "energy_mj", "energy_mj_low", "energy_mj_high", "energy_total_mj",
        "energy_total_mj_low", "energy_total_mj_high", "peak_memory_bytes", "peak_memory_bytes_low", "peak_memory_bytes_high",
        "storage_bytes", "storage_bytes_low", "storage_bytes_high", "parameters", "macs", "estimate_source", "ram_bytes",
        "ram_bytes_low", "ram_bytes_high",
    ]

    @Test func ofATrial() {
        let columns = TrialColumns.columns(showsTest: true, weightsFolder: "w")
        #expect(
            columns.map(\.name) == [
                "trial", "architecture", "state", "accuracy", "balanced_accuracy", "test_accuracy", "test_balanced_accuracy", "loss",
            ] + Self.estimate + ["fidelity", "parent", "seconds", "weights", "failure", "network_id", "candidate_id"])
        #expect(
            columns.compactMap(\.heading) == [
                "trial", "architecture", "state", "accuracy", "test", "latency ms", "from", "to", "energy mJ", "from", "to", "memory",
                "storage", "parameters", "MACs",
                "parent", "seconds",
            ])
        #expect(!TrialColumns.columns(weightsFolder: "w").compactMap(\.heading).contains("test"))
    }

    /// Metrics have columns where a run is for them.
    @Test func ofObjectives() {
        func columns(_ objectives: [Objective]) -> [Column<TrialRecord>] {
            TrialColumns.columns(objectives: objectives, weightsFolder: "w")
        }
        let plain = Set(columns([.accuracy, .energy]).map(\.name))
        #expect(columns([.areaUnderROC, .macroF1]).map(\.name).filter { !plain.contains($0) } == ["macro_f1", "roc_auc"])
        #expect(columns([.macroF1]).compactMap(\.heading)[3...5] == ["accuracy", "macro F1", "latency ms"])
        #expect(columns([.balancedAccuracy]).compactMap(\.heading)[3...5] == ["accuracy", "balanced", "latency ms"])
    }

    /// Shown beside accuracy where that alone misleads; CSV and JSON have it always.
    @Test func balancedAccuracyIsShownWhereItIsWanted() {
        func headings(test: Bool) -> [String] {
            TrialColumns.columns(showsTest: test, showsBalanced: true, weightsFolder: "w").compactMap(\.heading)
        }
        #expect(headings(test: false)[3...5] == ["accuracy", "balanced", "latency ms"])
        #expect(headings(test: true)[3...6] == ["accuracy", "balanced", "test", "test balanced"])
        #expect(CurveColumns.columns(showsBalanced: true).compactMap(\.heading)[4...5] == ["validation accuracy", "balanced"])
        #expect(!CurveColumns.columns().compactMap(\.heading).contains("balanced"))
        func retrained(_ showsBalanced: Bool) -> [String] {
            RetrainedColumns.columns(showsBalanced: showsBalanced, weightsFolder: "w").compactMap(\.heading)
        }
        #expect(retrained(true).filter { !retrained(false).contains($0) } == ["balanced", "balanced mean", "test balanced mean"])
        let hidden = RetrainedColumns.statistics(showsTest: true, showsBalanced: true, isShown: false)
        #expect(hidden.compactMap(\.heading).isEmpty)
    }

    @Test func ofRetrainedNetworks() {
        #expect(
            RetrainedColumns.columns(weightsFolder: "w").map(\.name) == [
                "trial", "architecture", "on_front", "accuracy", "balanced_accuracy", "retrainings", "retrained_accuracy",
                "retrained_deviation", "retrained_balanced_accuracy", "retrained_test_accuracy", "retrained_test_balanced_accuracy",
            ] + Self.estimate + ["fidelity", "network_id", "candidate_id", "weights"])
    }

    @Test func ofAnEstimate() {
        let names = EstimateColumns.withoutMemory.map(\.name)
        #expect(EstimateColumns.all.map(\.name) == Self.estimate)
        #expect(names == Self.estimate.filter { !$0.hasPrefix("peak_memory_bytes") && !$0.hasPrefix("ram_bytes") })
        let seen = Interval(value: 0.0125, low: 0.01, high: 0.02)
        let bytes = Interval(value: 12_000.4, low: 11_999.5, high: 12_001)
        let estimate = Estimate(
            latencySeconds: seen, energyJoules: seen, energyTotalJoules: seen, peakMemoryBytes: bytes,
            storageBytes: Interval(exactly: 9000), macs: 1234, parameters: 56,
            origin: .init(source: "datasheet", profileHash: StableHash(high: 1, low: 2)))
        #expect(
            Listing(EstimateColumns.all, [estimate]).text(as: .csv).split(separator: "\n").last
                == "12.5,10,20,12.5,10,20,12.5,10,20,12000,12000,12001,9000,9000,9000,56,1234,datasheet,21000,21000,21001")
        let table = Listing(EstimateColumns.all, [estimate]).text(as: .table)
        #expect(table.contains("11 KiB") && table.contains("9000 B"))
        #expect(EstimateColumns.lines(estimate).first == "latency 12.5 ms (90 %: 10.0 ms to 20.0 ms)")
    }

    @Test func ofAMission() throws {
        let plan = try Mission(battery: "20Wh", hours: "1", rate: "1/s").plan(idleWatts: 1)
        #expect(
            MissionColumns.columns(plan).map(\.name) == [
                "hours_until_empty", "hours_until_empty_low", "hours_until_empty_high", "inferences_per_charge",
                "inferences_per_charge_low", "inferences_per_charge_high", "marginal_inferences_per_charge", "idle_hours", "idle_share",
                "busy_share", "lasts", "load_share", "sleep_share", "inference_share", "reached_rate_per_s",
            ])
        #expect(
            MissionRowColumns.all.map(\.name) == [
                "network", "rate_per_s", "energy_mj", "latency_ms", "hours_until_empty", "hours_until_empty_low", "hours_until_empty_high",
                "inferences_per_charge", "inferences_per_charge_low", "inferences_per_charge_high", "inference_share", "idle_share",
                "load_share", "sleep_share", "busy_share", "reached_rate_per_s", "keeps_up", "lasts", "rate_for_10_percent_per_s",
                "rate_for_50_percent_per_s", "battery_j", "base_w", "idle_w",
            ])
    }

    @Test func ofACurveAndAnOperation() {
        #expect(
            CurveColumns.columns().map(\.name) == [
                "epoch", "step", "training_loss", "validation_loss", "validation_accuracy", "validation_balanced_accuracy", "seconds",
            ])
        #expect(
            OperationColumns.all.map(\.name) == [
                "operation", "kind", "macs", "parameters", "bytes", "latency_ms", "energy_mj", "memory_bytes", "storage_bytes",
                "flops_per_byte", "gflops", "share", "bound", "fused",
            ])
    }
}
