import Foundation
import NetworkGraph
import TestSupport
import Testing

@Suite struct GraphCountsTests {
    /// Rows of NAS-Bench-Macro's table.
    @Test(arguments: [("00000000", 387_882, 7_713_280), ("00000001", 791_594, 14_115_328), ("00000012", 1_623_082, 27_312_640)])
    func countsAsNASBenchMacro(architecture: String, parameters: Int, macs: Int) throws {
        let graph = try GraphSamples.macro(architecture)
        #expect(graph.parameters == parameters)
        #expect(graph.macs == macs)
        let counts = graph.canonical().operationCounts()
        #expect(counts.reduce(0) { $0 + $1.parameters } == parameters)
        #expect(counts.reduce(0) { $0 + $1.macs } == macs)
    }

    @Test(.enabled(if: SharedData.exists("nas-bench-macro"), "needs ../shared/data/nas-bench-macro"))
    func agreesWithTheWholeTable() throws {
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-dc", SharedData.url("nas-bench-macro/nas-bench-macro-cifar10.csv.gz").path]
        let pipe = Pipe()
        gzip.standardOutput = pipe
        try gzip.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        gzip.waitUntilExit()
        var rows = 0
        for line in text.split(whereSeparator: \.isNewline).dropFirst() {
            let fields = line.split(separator: ",")
            let graph = try GraphSamples.macro(String(fields[0]))
            rows += 1
            #expect(graph.parameters == Int(fields[3]), "\(line)")
            #expect(graph.macs == Int(fields[4]), "\(line)")
        }
        #expect(rows == 3_280)
    }

    private static func shape(_ side: Int, _ channels: Int) -> Shape { Shape(height: side, width: side, channels: channels) }

    @Test func countsEachOperation() throws {
        var builder = GraphBuilder(input: Self.shape(8, 4))
        let conv = try builder.append(GraphSamples.convolution(6, 3, bias: true), [0], name: "")
        let norm = try builder.append(.batchNorm, [conv], name: "")
        let depthwise = try builder.append(GraphSamples.convolution(6, 5, stride: 2, groups: 6), [norm], name: "")
        let grouped = try builder.append(GraphSamples.convolution(6, 1, groups: 2), [depthwise], name: "")
        let pointwise = try builder.append(GraphSamples.convolution(6, 1), [grouped], name: "")
        let sum = try builder.append(.add, [grouped, pointwise, depthwise], name: "")
        let pool = try builder.append(GraphSamples.averagePool(2, stride: 2), [sum], name: "")
        let joined = try builder.append(.concatenate, [pool, pool], name: "")
        let flat = try builder.append(.flatten, [joined], name: "")
        let dense = try builder.append(.dense(outputs: 5, bias: true), [flat], name: "")
        let softmax = try builder.append(.softmax, [dense], name: "")
        let counts = builder.finish(output: softmax).operationCounts()

        #expect(
            counts.map(\.kind) == [
                .none, .convolution, .batchNorm, .depthwiseConvolution, .groupedConvolution, .pointwiseConvolution, .elementwise, .pool,
                .dataMovement, .none, .dense, .activation,
            ])
        #expect(
            counts.map(\.macs) == [
                0, 64 * 6 * 4 * 9, 0, 16 * 6 * 25, 16 * 6 * 3, 16 * 6 * 6, 0, 0, 0, 0, 4 * 12 * 5, 0,
            ])
        #expect(counts.map(\.parameters) == [0, 6 * 4 * 9 + 6, 12, 150, 18, 36, 0, 0, 0, 0, 48 * 5 + 5, 0])
        #expect(counts.map(\.elementwiseOperations) == [0, 0, 384, 0, 0, 0, 192, 96, 0, 0, 0, 15])
        #expect(counts[conv].inputBytes == 4 * 256 && counts[conv].outputBytes == 4 * 384 && counts[conv].weightBytes == 4 * 222)
        #expect(counts[sum].inputBytes == 4 * 288 && counts[sum].outputBytes == 4 * 96)
        #expect(counts[flat].inputBytes == 0 && counts[flat].outputBytes == 0)
    }

    @Test func storesBatchNormInTheLayerBeforeIt() throws {
        var builder = GraphBuilder(input: Self.shape(8, 4))
        let bare = try builder.append(GraphSamples.convolution(6, 1), [0], name: "")
        let folded = try builder.append(.batchNorm, [bare], name: "")
        #expect(builder.finish(output: folded).weightStorageBytes == 4 * (24 + 6))
        let twice = try builder.append(.batchNorm, [folded], name: "")
        #expect(builder.finish(output: twice).weightStorageBytes == 4 * (24 + 6))
        // What a batch norm makes of a result that something else reads too cannot be folded into it.
        let sum = try builder.append(.add, [bare, twice], name: "")
        #expect(builder.finish(output: sum).weightStorageBytes == 4 * (24 + 12))
        let afterSum = try builder.append(.batchNorm, [sum], name: "")
        #expect(builder.finish(output: afterSum).weightStorageBytes == 4 * (24 + 12 + 12))

        var biased = GraphBuilder(input: Self.shape(1, 4))
        let dense = try biased.append(.dense(outputs: 3, bias: true), [0], name: "")
        let norm = try biased.append(.batchNorm, [dense], name: "")
        #expect(biased.finish(output: norm).weightStorageBytes == 4 * 15)
    }
}
