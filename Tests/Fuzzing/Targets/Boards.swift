import CostModel
import Foundation
import NetworkGraph
import Support

extension FuzzTarget {
    /// Board files: what is read costs a network with every runtime it has.
    static let boards = FuzzTarget(
        name: "boards",
        words: [
            "board", "title", "notes", "ram_mb", "cpu", "gpu", "power", "runtimes", "idle_w", "active", "runtime", "threads", "watts",
            "value", "low",
            "high", "source", "borrowed", "measured", "input", "wall", "rail", "efficiency", "convolution", "pointwise", "depthwise",
            "grouped", "dense",
            "memory_share", "overhead_us", "invocation_us", "parallel_gain", "half_precision", "memory_mb", "error", "core", "cores",
            "clock_ghz",
            "flops_per_cycle", "memcpy_mb_per_s", "c", "tflite", "ncnn", "onnxruntime", "armnn", ": ", "{", "}", "\n  ", "&a", "*a", "'",
            "\"",
        ], isText: true, shipped: "boards"
    ) {
        let graph = Shipped.graph
        return { input in
            guard let board = try? Board(yaml: String(decoding: input, as: UTF8.self), fileName: "fuzz.yaml") else { return }
            Reached.mark("read")
            for runtime in Runtime.allCases {
                guard let profile = board.profile(of: runtime) else { continue }
                for threads in Set([1, profile.threads, Int(board.processor(for: runtime).cores.value)]).sorted() {
                    guard let target = try? board.target(runtime: runtime, threads: threads) else { continue }
                    Reached.mark("target")
                    Use.cost(of: graph, on: target)
                }
            }
        }
    }
}

/// What a command does with a target.
enum Use {
    static func cost(of graph: InferredGraph, on target: Target) {
        let estimator = target.estimator()
        let estimate = estimator.estimate(graph)
        _ = estimator.operationCosts(graph)
        if let budget = try? Budget("energy=5mJ,latency=20ms,memory=2MB").limited(by: target.board).judged(at: 0.9) {
            _ = budget.judge(estimate).fits
        }
        for text in [estimate.latencySeconds.value, estimate.energyJoules.value] { _ = Dimension.time.format(text) }
        guard let mission = try? Mission(battery: "4000mAh@5V", hours: "26", rate: "1/s"), let plan = try? mission.plan(on: target) else {
            return
        }
        _ = plan.lines
        _ = mission.outlook(for: estimate, idleWatts: target.idleWatts.value)
    }
}
