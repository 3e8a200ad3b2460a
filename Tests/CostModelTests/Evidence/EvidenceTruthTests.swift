import Foundation
import NAS
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import CostModel

/// Estimates from datasheets and published measurements, on every target that has both, and beside what was measured.
@Suite struct EvidenceTruthTests {
    private static let spaces = ["cnn", "dscnn", "fbnet", "mlp", "mobile", "nas-bench-201", "nas-bench-macro", "quickstart"]
    private static let targets = [
        ("jetson-nano", Runtime.ncnn, 1), ("jetson-nano", .ncnn, 4), ("raspberry-pi-3b-plus", .ncnn, 1), ("raspberry-pi-3b-plus", .ncnn, 4),
        ("raspberry-pi-4", .ncnn, 1), ("raspberry-pi-4", .ncnn, 4), ("raspberry-pi-4", .armnn, 4), ("raspberry-pi-4", .tflite, 4),
        ("raspberry-pi-5", .ncnn, 1), ("raspberry-pi-5", .ncnn, 4), ("raspberry-pi-zero-2-w", .ncnn, 1),
        ("raspberry-pi-zero-2-w", .ncnn, 4),
    ]

    private func space(_ name: String) throws -> SearchSpace {
        try SearchSpace(contentsOf: SharedData.packageRoot.appendingPathComponent("searchspaces/\(name).yaml"))
    }

    private func task(of space: SearchSpace) -> TaskShape {
        space.assumedTask(TaskShape(input: Shape(height: 32, width: 32, channels: 3), classes: 10))
    }

    /// The median network of a space is known within a factor of 2 either way; where the two sources disagree, the interval reaches both.
    @Test(arguments: spaces) func intervalsAreUseful(_ name: String) throws {
        let space = try space(name)
        for (board, runtime, threads) in Self.targets {
            let target = try shippedBoards.withPublishedEvidence(
                shippedBoards.board(named: board).target(runtime: runtime, threads: threads))
            #expect(target.measuredTarget != nil)
            let datasheet = RooflineEstimator(target: target)
            let measured = try #require(target.measuredTarget?.measuredEstimator)
            var estimators = try [target.estimator(), datasheet, measured].map {
                try ArchitectureEstimator(space, task: task(of: space), estimator: $0)
            }
            var widths: [Double] = []
            for index in 0..<200 {
                var random = RandomStream(seed: 9, trial: UInt64(index), purpose: .test)
                let architecture = space.sample(using: &random)
                let latency = try estimators[0].estimate(architecture)
                widths.append(latency.latencySeconds.high / latency.latencySeconds.low)
                guard latency.source.contains("disagree") else { continue }
                for place in 1...2 {
                    let value = try estimators[place].estimate(architecture).latencySeconds.value
                    #expect(latency.latencySeconds.low <= value * 1.000001 && value <= latency.latencySeconds.high * 1.000001)
                }
            }
            #expect(median(widths) <= 4, "\(name) on \(target): \(median(widths))")
        }
    }

    /// Cells of NAS-Bench-201 on a Raspberry Pi 4 with TensorFlow Lite (HW-NAS-Bench, whose threads and clock are not published), costed
    /// as one thread at 1.5 GHz.
    private func cells() throws -> (target: Target, cells: [(architecture: Architecture, seconds: Double)]) {
        let file = SharedData.packageRoot.appendingPathComponent("boards/raspberry-pi-4.yaml")
        var yaml = try String(contentsOf: file, encoding: .utf8)
        yaml.replace("clock_ghz: { value: 1.8,", with: "clock_ghz: { value: 1.5,")
        let board = try Board(yaml: yaml, fileName: "slower.yaml")
        let space = try space("nas-bench-201")
        let cells = try CSVTable("nas-bench-201/nas-bench-201.csv.gz").rows.compactMap { row in
            try Double(row["raspi4_ms"] ?? "").map {
                (try space.architecture(shortForm: (row["cell"] ?? "").map(String.init).joined(separator: "-")), $0 / 1000)
            }
        }
        return (try board.target(runtime: .tfliteRuy, threads: 1), cells)
    }

    private struct Score {
        var errors: [Double] = []
        var ratios: [Double] = []
        var covered = 0

        var error: Double { errors.reduce(0, +) / Double(errors.count) }
        var coverage: Double { Double(covered) / Double(errors.count) }
    }

    private func score(_ target: Target, _ cells: [(architecture: Architecture, seconds: Double)]) throws -> Score {
        let space = try space("nas-bench-201")
        var estimator = try ArchitectureEstimator(space, task: task(of: space), estimator: target.estimator())
        var score = Score()
        for cell in cells {
            let latency = try estimator.estimate(cell.architecture).latencySeconds
            score.errors.append(abs(latency.value / cell.seconds - 1))
            score.ratios.append(latency.value / cell.seconds)
            if latency.low <= cell.seconds, cell.seconds <= latency.high { score.covered += 1 }
        }
        return score
    }

    private static let hasCells = SharedData.exists("nas-bench-201/nas-bench-201.csv.gz")

    /// From the datasheet and from MLPerf's networks on four threads at 1.8 GHz, the fastest of which takes 7.6 ms.
    @Test(.enabled(if: hasCells, "needs ../shared/data/nas-bench-201")) func fastCellsFromWhatIsPublished() throws {
        let (target, cells) = try cells()
        let score = try score(shippedBoards.withPublishedEvidence(target), cells.filter { (0.001...0.008).contains($0.seconds) })
        #expect(score.errors.count == 632 && score.coverage >= 0.88)
        #expect((0.8...1.25).contains(median(score.ratios)), "\(median(score.ratios))")
    }

    /// From the datasheet and 60 cells of at least 15 ms.
    @Test(.enabled(if: hasCells, "needs ../shared/data/nas-bench-201")) func fastCellsFromSlowOnes() throws {
        let (target, cells) = try cells()
        let space = try space("nas-bench-201")
        var slow = cells.filter { $0.seconds >= 0.015 }
        var random = RandomStream(seed: 3, trial: 0, purpose: .test)
        random.shuffle(&slow)
        let networks = try slow.prefix(60).map { cell in
            MeasuredNetwork(
                name: "\(cell.architecture)", graph: try space.graphAsWritten(for: cell.architecture, task: task(of: space)),
                runtime: .tfliteRuy, value: cell.seconds)
        }
        let profile = CalibrationProfile(
            networks, on: .init(board: target.board.name, runtime: .tfliteRuy, threads: 1), unit: "s", source: "test")
        let score = try score(target.measured(by: .networks(profile)), cells.filter { (0.001...0.008).contains($0.seconds) })
        #expect(score.error <= 0.25 && score.coverage >= 0.88, "\(score.error), \(score.coverage)")
    }
}
