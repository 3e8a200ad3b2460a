import Foundation
import TestSupport
import Testing

/// `nas bench`: its fields, and that they fit together. No test says how fast.
@Suite(.serialized) struct BenchCommandTests {
    private func run(_ arguments: [String]) throws -> NASProgram.Result {
        try NASProgram.run(["bench"] + arguments, in: FileManager.default.temporaryDirectory)
    }

    private func objects(_ arguments: [String]) throws -> [[String: Any]] {
        let result = try run(arguments + ["--format", "json"])
        #expect(result.status == 0, "\(result.errors)")
        return try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
    }

    @Test func figuresFitTogether() throws {
        let rows = try objects(["--net", "dscnn", "--batch", "8", "--seconds", "0.1"])
        #expect(rows.count == 1)
        let row = try #require(rows.first)
        #expect(row["net"] as? String == "dscnn" && row["threads"] as? Int == 1 && row["batch"] as? Int == 8)
        func number(_ name: String) throws -> Double { try #require(row[name] as? Double, "\(name)") }
        let rate = try number("images_per_s")
        #expect(try rate > 0 && number("best_images_per_s") >= rate)
        #expect(row["images_per_s_each"] as? [Double] == [rate])
        // 2,656,768 multiply-accumulates an image.
        let gflops = try number("gflops")
        #expect(abs(gflops / (rate * 6 * 2_656_768e-9) - 1) < 1e-6)
        #expect(try abs(gflops / number("sgemm_gflops") - number("share_of_sgemm")) < 1e-6)
        #expect(try number("infer_b1_best_ms") > 0 && number("infer_b1_best_ms") <= number("infer_b1_ms"))
        #if os(Linux)
        // At least the program itself.
        #expect(try number("peak_memory_bytes") > 5e6 && number("peak_memory_bytes") < 1e9)
        #endif
        #expect(row["kernel_class"] as? String != "" && row["blas_core"] as? String != "")
    }

    @Test func severalProcessesGiveTheirSum() throws {
        let rows = try objects(["--net", "mlp", "dscnn", "--threads", "2", "--batch", "2", "--seconds", "0.05", "--training"])
        #expect(rows.map { $0["net"] as? String } == ["mlp", "dscnn"])
        for row in rows {
            let each = try #require(row["images_per_s_each"] as? [Double])
            let sum = try #require(row["images_per_s"] as? Double)
            #expect(each.count == 2 && row["threads"] as? Int == 2)
            #expect(abs(each.reduce(0, +) / sum - 1) < 1e-9)
            // Only training was asked for.
            #expect(row["sgemm_gflops"] is NSNull && row["share_of_sgemm"] is NSNull && row["infer_b1_ms"] is NSNull)
        }
    }

    @Test func csvHasTheSameFields() throws {
        let result = try run(["--net", "dscnn", "--batch", "1", "--seconds", "0.05", "--format", "csv"])
        #expect(result.status == 0, "\(result.errors)")
        let header =
            "net,threads,batch,images_per_s,images_per_s_each,best_images_per_s,gflops,sgemm_gflops,share_of_sgemm,infer_b1_ms,"
            + "infer_b1_best_ms,peak_memory_bytes,kernel_class,blas_core"
        #expect(result.output.split(separator: "\n").first.map(String.init) == header)
        #expect(CSVTable(result.output).column("net") == ["dscnn"])
    }

    @Test func sgemmAlone() throws {
        let row = try #require(try objects(["--sgemm", "--threads", "2", "--seconds", "0.05"]).first)
        let best = try #require(row["sgemm_gflops"] as? Double)
        let median = try #require(row["sgemm_median_gflops"] as? Double)
        #expect(median > 0 && best >= median && (row["sgemm_median_gflops_each"] as? [Double])?.count == 2)
    }

    @Test func aProfileIsTheWholeStep() throws {
        let rows = try objects(["--net", "cnn", "--batch", "4", "--seconds", "0.05", "--profile"])
        #expect(rows.last?["operation"] as? String == "other")
        #expect(rows.contains { $0["operation"] as? String == "Convolution" && $0["count"] as? Int == 5 })
        for row in rows { #expect(row["forward_ms"] as? Double ?? -1 >= 0 && row["backward_ms"] as? Double ?? -1 >= 0) }
        #expect(abs(rows.compactMap { $0["share"] as? Double }.reduce(0, +) - 1) < 1e-6)
    }

    @Test(arguments: [
        (["--net", "dscn"], "error: unknown network 'dscn'\n  hint: did you mean 'dscnn'?"),
        (["--net", "resnet50"], "error: unknown network 'resnet50'\n  hint: known here: mlp, cnn, mbv2, dscnn, nb201"),
        (["--threads", "0"], "error: threads must be a whole number from 1 to 256, got '0'"),
        (["--seconds", "soon"], "error: seconds must be a number above 0, at most 3600, got 'soon'"),
        (["--sgemm", "--profile"], "error: --training, --sgemm and --profile exclude each other"),
    ])
    func wrongUsage(_ arguments: [String], _ message: String) throws {
        let result = try run(arguments)
        #expect(result.status == 64 && result.output.isEmpty)
        #expect(result.errors == message + "\n")
    }

    #if os(Linux)
    @Test(arguments: [SIGINT, SIGKILL]) func whatItStartedEndsWithIt(signal: Int32) throws {
        let running = try NASProgram.start(
            ["bench", "--net", "dscnn", "--threads", "2", "--training", "--seconds", "60"], in: FileManager.default.temporaryDirectory)
        var children: [Int32] = []
        let deadline = Date(timeIntervalSinceNow: 30)
        while children.count < 2, Date() < deadline {
            children = ProcessTree.children(of: running.process.processIdentifier)
            Thread.sleep(forTimeInterval: 0.02)
        }
        #expect(children.count == 2)
        // Until they have asked the kernel to be ended.
        Thread.sleep(forTimeInterval: 0.5)
        kill(running.process.processIdentifier, signal)
        running.process.waitUntilExit()
        #expect(running.process.terminationStatus == (signal == SIGINT ? 130 : SIGKILL))
        let end = Date(timeIntervalSinceNow: 5)
        while children.contains(where: ProcessTree.isAlive), Date() < end { Thread.sleep(forTimeInterval: 0.02) }
        #expect(!children.contains(where: ProcessTree.isAlive), "a process outlived nas bench by 5 s")
    }
    #endif
}
