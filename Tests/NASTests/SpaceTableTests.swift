import Foundation
import NAS
import NetworkGraph
import Support
import TestSupport
import Testing

/// The spaces of published tables, against the tables.
@Suite struct SpaceTableTests {
    /// The table has half of the 6,561 networks. Both spellings of a network must agree with it: nothing in this space is
    /// unused or superfluous.
    @Test(.enabled(if: SharedData.exists("nas-bench-macro"), "needs ../shared/data/nas-bench-macro"))
    func `parameters and multiply-accumulates of NAS-Bench-Macro`() throws {
        let space = try SpaceFixtures.shipped("nas-bench-macro")
        let task = SpaceFixtures.task(32, 32, 3)
        let rows = try Self.rows("nas-bench-macro/nas-bench-macro-cifar10.csv.gz")
        #expect(rows.count > 3000)
        for row in rows {
            let architecture = try space.architecture(shortForm: row[0].map(String.init).joined(separator: "-"))
            let written = try space.graphAsWritten(for: architecture, task: task)
            #expect(written.parameters == Int(row[3]) && written.macs == Int(row[4]), "\(row[0]) as written")
            let canonical = written.canonical()
            #expect(canonical.parameters == Int(row[3]) && canonical.macs == Int(row[4]), "\(row[0]) canonical")
        }
    }

    @Test(.enabled(if: SharedData.exists("fbnet-raspi4"), "needs ../shared/data/fbnet-raspi4"))
    func `every network of the FBNet table can be built`() throws {
        let space = try SpaceFixtures.shipped("fbnet")
        let task = SpaceFixtures.task(32, 32, 3, classes: 100)
        let rows = try Self.rows("fbnet-raspi4/fbnet-latency.csv.gz")
        #expect(rows.count == 2500)
        for row in rows {
            let graph = try space.graphAsWritten(for: try space.architecture(shortForm: row[0]), task: task)
            // Three strides of two: 32x32 becomes 4x4 before the pooling.
            let last = try #require(graph.nodes.last { $0.operation == .batchNorm })
            #expect(last.shape == Shape(height: 4, width: 4, channels: 1504))
        }
    }

    /// With a node in the place of every skip, the names in the canonical graph are the edges whose result is used.
    @Test func `cells of NAS-Bench-201 without unused operations`() throws {
        let text = try SpaceFixtures.shipped("nas-bench-201").text
            .replacingOccurrences(of: "skip:     identity", with: "skip:     {dropout: 0.5}")
            .replacingOccurrences(of: "times: 5", with: "times: 1")
        let space = try SearchSpace(yaml: text, fileName: "nas-bench-201 with one cell a stage")
        #expect(space.decisions.map(\.name) == (0..<6).map { "cell.edges[\($0)]" })
        var cells: Set<String> = []
        // The last cell: what stands before a cell that ignores its input is unused as a whole.
        for architecture in Self.allCells() {
            let graph = try space.graphAsWritten(for: architecture, task: SpaceFixtures.task(8, 8, 3)).canonical()
            let prefix = "network[5].blocks[0][0].edges["
            var used = Set<Int>()
            for node in graph.nodes where node.name.hasPrefix(prefix) {
                if let digit = node.name.dropFirst(prefix.count).first?.wholeNumberValue { used.insert(digit) }
            }
            cells.insert((0..<6).map { used.contains($0) ? "\(architecture.options[$0] ?? 0)" : "0" }.joined())
        }
        #expect(cells.count == 12_205)
    }

    /// 6,595 distinct networks once sums are flattened: the number that a brute-force isomorphism test of the cells finds.
    @Test func `distinct networks of NAS-Bench-201`() throws {
        let space = try SpaceFixtures.shipped("nas-bench-201")
        let task = SpaceFixtures.task(32, 32, 3)
        var networks: Set<StableHash> = []
        for architecture in Self.allCells() { networks.insert(try space.candidate(for: architecture, task: task).networkID) }
        #expect(networks.count == 6_595)
    }

    /// Every cell, the last digit quickest.
    private static func allCells() -> [Architecture] {
        (0..<15_625).map { number in
            var rest = number
            var options: [Int] = []
            for _ in 0..<6 {
                options.append(rest % 5)
                rest /= 5
            }
            return Architecture(options: options.reversed())
        }
    }

    static func rows(_ path: String) throws -> [[String]] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/gzip")
        process.arguments = ["-dc", SharedData.url(path).path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst().map { $0.split(separator: ",").map(String.init) }
    }
}
