import CostModel
import NetworkGraph
import TestSupport
import Testing

/// The intervals that the board files state hold what was measured: nine rows in ten, with a margin for few rows.
@Suite struct CoverageTests {
    private func covered(_ estimates: [(estimate: Interval, measured: Double)]) -> Double {
        Double(estimates.filter { $0.estimate.low <= $0.measured && $0.measured <= $0.estimate.high }.count) / Double(estimates.count)
    }

    @Test(.enabled(if: SharedData.exists("boards/mlperf-models.csv"), "needs ../shared/data/boards"))
    func publishedNetworksHaveTheTablesCounts() throws {
        var checked = 0
        for row in try CSVTable("boards/mlperf-models.csv").rows {
            guard let graph = try PublishedNetworks.named(row["model"] ?? "") else { continue }
            #expect(graph.macs == Int(row["macs"] ?? ""))
            checked += 1
        }
        #expect(checked >= 18)
    }

    @Test(
        .enabled(if: SharedData.exists("boards/mlperf-raspberry-pi-4-energy.csv"), "needs ../shared/data/boards"),
        arguments: [(Runtime.tflite, "rpi4-tflite-v2.7.1-ruy"), (.armnn, "rpi4-armnn-v21.11-neon")])
    func raspberryPi4LatencyAndEnergy(_ runtime: Runtime, _ system: String) throws {
        let target = try shippedBoards.board(named: "raspberry-pi-4").target(runtime: runtime, threads: 4)
        let estimator = RooflineEstimator(target: target)
        var latencies: [(Interval, Double)] = []
        var energies: [(Interval, Double)] = []
        for row in try CSVTable("boards/mlperf-raspberry-pi-4-energy.csv").rows where row["system"] == system {
            guard let graph = try PublishedNetworks.named(row["model"] ?? ""), let ms = Double(row["mean_ms"] ?? ""),
                let mJ = Double(row["wall_mJ_per_inference"] ?? "")
            else { continue }
            let estimate = estimator.estimate(graph)
            latencies.append((estimate.latencySeconds, ms / 1000))
            energies.append((estimate.energyTotalJoules, mJ / 1000))
        }
        #expect(latencies.count >= 15)
        #expect(covered(latencies) >= 0.85, "latency: \(covered(latencies)) of \(latencies.count)")
        // Measured at the wall, estimated at 5 V: the interval of the power reaches to the wall's figure.
        #expect(covered(energies) >= 0.85, "energy: \(covered(energies)) of \(energies.count)")
    }

    @Test(.enabled(if: SharedData.exists("boards/ncnn-latency.csv"), "needs ../shared/data/boards"))
    func ncnnOnEveryShippedBoard() throws {
        let boards = [
            "Raspberry Pi Zero 2 W": "raspberry-pi-zero-2-w", "Raspberry Pi 3B+": "raspberry-pi-3b-plus",
            "Raspberry Pi 4B": "raspberry-pi-4",
            "Raspberry Pi 5": "raspberry-pi-5", "Jetson Nano": "jetson-nano",
        ]
        let graphs = [
            "mobilenet": try PublishedNetworks.mobileNetV1(width: 1, side: 224),
            "mobilenet_v2": try PublishedNetworks.mobileNetV2(width: 1, side: 224), "resnet18": try PublishedNetworks.resNet18(),
        ]
        var all: [(Interval, Double)] = []
        for row in try CSVTable("boards/ncnn-latency.csv").rows {
            let note = row["cooling_or_note"] ?? ""
            guard let name = boards[row["board"] ?? ""], let graph = graphs[row["model"] ?? ""], let threads = Int(row["threads"] ?? ""),
                let ms = Double(row["min_ms"] ?? "")
            else { continue }
            let runtime: Runtime
            if note.hasPrefix("cpu;") {
                runtime = .ncnn
            } else if name == "jetson-nano", threads == 4 {
                runtime = .ncnnVulkan
            } else {
                continue
            }
            let target = try shippedBoards.board(named: name).target(runtime: runtime, threads: runtime.usesGPU ? 1 : threads)
            all.append((RooflineEstimator(target: target).estimate(graph).latencySeconds, ms / 1000))
        }
        #expect(all.count == 33)
        // 28 of 33: the five are ResNet-18 and MobileNetV2 with four threads, where the weights that Winograd's algorithm
        // unfolds wait for memory, and the rule does not know it.
        #expect(covered(all) >= 0.8, "\(covered(all)) of \(all.count)")
    }

    @Test(
        .enabled(if: SharedData.exists("boards/boards.csv"), "needs ../shared/data/boards"),
        arguments: [
            ("Raspberry Pi Zero W", "raspberry-pi-zero-w", ""), ("Raspberry Pi 3B+", "raspberry-pi-3b-plus", ""),
            ("Raspberry Pi 4B", "raspberry-pi-4", "ARM64 "),
        ])
    func xnnpackReadme(_ board: String, _ name: String, _ infix: String) throws {
        let estimator = RooflineEstimator(target: try shippedBoards.board(named: name).target(runtime: .tflite))
        let graphs = [
            "MobileNetV1": try PublishedNetworks.mobileNetV1(width: 1, side: 224),
            "MobileNetV2": try PublishedNetworks.mobileNetV2(width: 1, side: 224),
        ]
        let rows = try CSVTable("boards/boards.csv").rows
        for (model, graph) in graphs {
            let row = try #require(rows.first { $0["board"] == board && $0["fact"] == "latency XNNPACK \(infix)\(model) fp32" })
            let measured = try #require(Double(row["value"] ?? "")) / 1000
            let latency = estimator.estimate(graph).latencySeconds
            #expect(latency.low <= measured && measured <= latency.high, "\(model): \(measured) in \(latency)")
        }
    }
}
