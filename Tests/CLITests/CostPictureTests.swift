import Foundation
import TestSupport
import Testing

/// `nas cost` by operation: as figures and as a picture.
@Suite struct CostPictureTests {
    private static let one = ["cost", "searchspaces/nas-bench-201.yaml", "--arch", "3-0-1-2-4-3", "--board", "raspberry-pi-4"]

    private func run(_ arguments: [String]) throws -> NASProgram.Result {
        let result = try NASProgram.run(arguments, in: SharedData.packageRoot)
        #expect(result.status == 0, "\(result.errors)")
        return result
    }

    private func network(_ more: [String] = []) throws -> [String: Any] {
        let result = try run(Self.one + ["--format", "json"] + more)
        let found = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]]
        return try #require(found?.first)
    }

    @Test func operationsAddUpToTheNetwork() throws {
        let network = try network()
        let operations = try #require(network["operations"] as? [[String: Any]])
        func sum(_ name: String) -> Double { operations.reduce(0) { $0 + ($1[name] as? Double ?? 0) } }
        for name in ["latency_ms", "energy_mj", "storage_bytes", "parameters", "macs"] {
            let whole = try #require(network[name] as? Double)
            #expect(abs(sum(name) / whole - 1) < 1e-9, "\(name): \(sum(name)) of \(whole)")
        }
        // In the graph's order no network needs less than in the best one.
        let live = operations.compactMap { $0["memory_bytes"] as? Double }
        #expect(live.count == operations.count)
        #expect(try #require(live.max()) >= #require(network["peak_memory_bytes"] as? Double))
        for operation in operations {
            let (macs, bytes) = (operation["macs"] as? Double ?? 0, operation["bytes"] as? Double ?? 0)
            #expect(abs((operation["flops_per_byte"] as? Double ?? -1) - 2 * macs / bytes) < 1e-9)
            #expect(abs((operation["gflops"] as? Double ?? -1) - 2e-6 * macs / (operation["latency_ms"] as? Double ?? 0)) < 1e-9)
        }
    }

    @Test func theMissionsArithmetic() throws {
        let network = try network(["--battery", "4000mAh@5V", "--hours", "6", "--rate", "2/s"])
        func value(_ name: String) throws -> Double { try #require(network[name] as? Double, "\(name)") }
        let (battery, marginal, idleHours) = (72_000.0, try value("energy_mj") * 1e-3, try value("idle_hours"))
        let idleWatts = battery / idleHours / 3600
        #expect(abs(try value("hours_until_empty") - battery / (idleWatts + 2 * marginal) / 3600) < 1e-9)
        #expect(abs(try value("inferences_per_charge") - 7200 * value("hours_until_empty")) < 1e-6)
        #expect(abs(try value("marginal_inferences_per_charge") / (battery / marginal) - 1) < 1e-9)
        #expect(abs(try value("idle_share") - idleWatts / (idleWatts + 2 * marginal)) < 1e-9)
        let table = try run(Self.one + ["--battery", "4000mAh@5V", "--hours", "6", "--rate", "2/s"]).output
        #expect(table.contains("of the charge idling takes") && table.contains("h until empty"))
    }

    @Test func aPictureOfOneNetwork() throws {
        try NASProgram.inTemporaryFolder { folder in
            let file = folder.appendingPathComponent("cost.svg").path
            #expect(try run(Self.one + ["--format", "svg", "--output", file]).output.isEmpty)
            let text = try String(contentsOfFile: file, encoding: .utf8)
            let picture = XMLChecker(text)
            #expect(picture.isWellFormed)
            let operations = try #require(try network()["operations"] as? [[String: Any]])
            // Repetitions are folded, and all of them are named in the tooltips.
            #expect(picture.count("rect") < operations.count && picture.count("circle") > 0)
            #expect(operations.allSatisfy { text.contains($0["operation"] as? String ?? "-") })
            #expect(text.contains("× 10") && text.contains("peak 57.6 GFLOP/s"))
        }
        let many = try NASProgram.run(
            ["cost", "searchspaces/mobile.yaml", "--sample", "2", "--format", "svg"], in: SharedData.packageRoot)
        #expect(many.status == 64 && many.errors.contains("--arch"))
    }

    /// Two layers of 1x1 convolution, and a network that cannot be costed.
    @Test func networksByTheirLayers() throws {
        try NASProgram.inTemporaryFolder { folder in
            let table = """
                model,type,in_whc,out_whc,kw,stride,groups,macs,params
                small,Convolution,28x28x8,28x28x16,1,1,1,100352,144
                small,Convolution,28x28x16,28x28x8,1,1,1,100352,136
                unknown,Convolution,,,1,1,1,100,100

                """
            let file = folder.appendingPathComponent("layers.csv")
            try Data(table.utf8).write(to: file)
            for (bad, words) in [("1e300,144", "which no layer has"), ("100352,nan", "expected a number in column 'params'")] {
                let bent = folder.appendingPathComponent("bent.csv")
                try Data((table + "odd,Convolution,28x28x8,28x28x16,1,1,1,\(bad)\n").utf8).write(to: bent)
                let refused = try NASProgram.run(
                    [
                        "cost", "--layers", bent.path, "--board", "raspberry-pi-4", "--runtime", "ncnn", "--threads", "1", "--profile",
                        "boards/profiles/raspberry-pi-4-ncnn-1.json",
                    ], in: SharedData.packageRoot)
                #expect(
                    refused.status == 65 && refused.errors.contains("bent.csv:5:1: error:") && refused.errors.contains(words),
                    "\(refused.errors)")
            }
            let target = ["--board", "raspberry-pi-4", "--runtime", "ncnn", "--threads", "1"]
            let profile = ["--profile", "boards/profiles/raspberry-pi-4-ncnn-1.json"]
            let result = try run(["cost", "--layers", file.path, "--format", "json"] + target + profile)
            let networks = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
            #expect(networks.map { $0["network"] as? String } == ["small"])
            #expect(networks[0]["macs"] as? Int == 200_704 && networks[0]["parameters"] as? Int == 280)
            #expect(networks[0]["latency_ms"] as? Double ?? 0 > 0 && networks[0]["peak_memory_bytes"] == nil)
            #expect(networks[0]["ram_bytes"] == nil)
            #expect(result.errors.contains("unknown is left out"))
            let shipped = try run(["cost", "--layers", file.path, "--format", "json"] + target)
            #expect(shipped.output == result.output)
            let without = try NASProgram.run(["cost", "--layers", file.path, "--profile", "none"] + target, in: SharedData.packageRoot)
            #expect(without.status == 64 && without.errors.contains("--profile"))
            let both = try NASProgram.run(
                ["cost", "searchspaces/mobile.yaml", "--layers", file.path] + target + profile, in: SharedData.packageRoot)
            #expect(both.status == 64)
        }
    }
}
