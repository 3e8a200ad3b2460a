import Foundation
import NetworkGraph
import Support
import TestSupport

@testable import CostModel

/// A board whose figures are round, for arithmetic by hand.
let handBoard = """
    board: by-hand
    title: A board for arithmetic by hand
    ram_mb: { value: 64, source: "by hand" }
    cpu:
      core: { value: Abacus, source: "by hand" }
      cores: { value: 4, source: "by hand" }
      clock_ghz: { value: 1, source: "by hand" }
      flops_per_cycle: { value: 2, source: "by hand" }
      memcpy_mb_per_s: { value: 500, source: "by hand" }
    power:
      idle_w: { value: 1, low: 0.9, high: 1.2, measured: 5 V, source: "by hand" }
      active:
        - threads: 1
          watts: { value: 3, low: 2.5, high: 4, measured: 5 V, source: "by hand" }
        - threads: 4
          watts: { value: 6, measured: wall, source: "by hand" }
    runtimes:
      - runtime: tflite
        threads: 1
        efficiency: { convolution: 0.5, pointwise: 0.25, depthwise: 0.1, grouped: 0.2, dense: 0.25, source: "by hand" }
        memory_share: { value: 0.5, source: "by hand" }
        overhead_us: { value: 10, source: "by hand" }
        parallel_gain: { value: 0.7, source: "by hand" }
        error: { value: 1, low: 0.5, high: 2, source: "by hand" }
      - runtime: ncnn
        threads: 4
        efficiency: { convolution: 0.5, pointwise: 0.25, depthwise: 0.1, grouped: 0.2, dense: 0.25, source: "by hand" }
        memory_share: { value: 0.5, source: "by hand" }
        overhead_us: { value: 10, source: "by hand" }
        invocation_us: { value: 50, source: "by hand" }
        parallel_gain: { value: 0.7, source: "by hand" }
        half_precision: true
        error: { value: 1, source: "by hand" }
    """

func makeHandBoard() throws -> Board { try Board(yaml: handBoard, fileName: "by-hand.yaml") }

let shippedBoards = BoardDirectory(SharedData.packageRoot.appendingPathComponent("boards", isDirectory: true))

let shippedNames = [
    "jetson-nano", "raspberry-pi-3b-plus", "raspberry-pi-4", "raspberry-pi-5", "raspberry-pi-zero-2-w", "raspberry-pi-zero-w",
]

/// Appends operations one after another, with TensorFlow's "same" padding.
struct ChainBuilder {
    private(set) var graph: GraphBuilder
    private(set) var last = 0

    init(_ input: Shape) { graph = GraphBuilder(input: input) }

    var shape: Shape { graph.shape(of: last) }

    mutating func add(_ operation: NetworkGraph.Operation, _ inputs: [Int]? = nil) throws {
        last = try graph.append(operation, inputs ?? [last], name: "n\(graph.count)")
    }

    mutating func convolution(_ outputs: Int, kernel: Int, stride: Int = 1, groups: Int = 1, activation: Activation? = .relu6) throws {
        func pad(_ size: Int) -> Int { max((((size + stride - 1) / stride - 1) * stride + kernel - size), 0) }
        let (h, w) = (pad(shape.height), pad(shape.width))
        try add(
            .convolution(
                .init(
                    outputs: outputs, kernel: Extent(square: kernel), stride: Extent(square: stride),
                    padding: Padding(top: h / 2, left: w / 2, bottom: h - h / 2, right: w - w / 2), groups: groups, bias: false)))
        try add(.batchNorm)
        if let activation { try add(.activation(activation)) }
    }

    mutating func residual(from node: Int) throws { try add(.add, [node, last]) }

    mutating func head(_ classes: Int) throws {
        try add(.globalPool(.average))
        try add(.dense(outputs: classes, bias: true))
    }

    func finish() -> InferredGraph { graph.finish(output: last) }
}
