import CostModel
import Foundation
import NAS
import NetworkGraph
import TestSupport
import Testing

@testable import Reporting

/// A network's operations by stage, folded where they repeat.
@Suite struct OperationGroupTests {
    private static func costs(_ space: String, _ architecture: String, classes: Int = 10) throws -> (
        estimate: Estimate, operations: [OperationCost], Roofline
    ) {
        let folder = SharedData.packageRoot
        let space = try SearchSpace(contentsOf: folder.appendingPathComponent("searchspaces/\(space).yaml"))
        let task = TaskShape(input: Shape(height: 32, width: 32, channels: 3), classes: classes)
        let target = try Board(contentsOf: folder.appendingPathComponent("boards/raspberry-pi-4.yaml")).target()
        let graph = try space.candidate(for: try space.architecture(shortForm: architecture), task: task).graph
        return (target.estimator().estimate(graph), target.estimator().operationCosts(graph), target.roofline)
    }

    @Test func aBenchmarksCellsFitOnAPage() throws {
        let (estimate, operations, roofline) = try Self.costs("nas-bench-201", "3-0-1-2-4-3")
        let picture = CostPicture(title: "t", subtitle: "s", estimate: estimate, operations: operations, roofline: roofline)
        let groups = picture.groups
        #expect(operations.count == 137 && groups.count < 40 && groups.flatMap(\.operations).count == 137)
        let total = groups.reduce(0) { $0 + $1.latencySeconds }
        #expect(abs(total / estimate.latencySeconds.value - 1) < 1e-9)
        #expect(groups.reduce(0) { $0 + $1.macs } == estimate.macs && groups.reduce(0) { $0 + $1.parameters } == estimate.parameters)
        let cell = groups.filter { $0.stage == "network[1]" }
        #expect(cell.map(\.operations.count) == [15, 10, 5, 5, 5])
        #expect(cell[1].path.joined(separator: ".") == "blocks[0-4].edges[0,5].options[3].layers[1]" && cell[1].kind == "convolution")
        // No two rows read alike.
        for stage in picture.stages {
            let labels = CostTable(picture).rows.filter { !$0.isStage && $0.groups[0].stage == stage.name }.map { $0.label + $0.path }
            #expect(Set(labels).count == labels.count, "\(labels)")
        }
        let document = XMLChecker(picture.svg())
        // A bar of latency for each group, a dot for each with products.
        #expect(document.isWellFormed && document.count("rect") > groups.count)
        #expect(document.count("circle") == groups.count { $0.macs > 0 })
        #expect(picture.svg().contains("peak 57.6 GFLOP/s") && picture.svg().contains("memory 4.65 GB/s"))
        let csv = picture.listing().text(as: .csv).split(separator: "\n")
        #expect(csv[0].hasPrefix("stage,operation,kind,count,macs,parameters,latency_ms,") && csv.count == groups.count + 1)
    }

    /// Operations that do not do the same work are not folded, and of very many the small ones are one.
    @Test func whatDiffersIsApart() throws {
        let (_, operations, _) = try Self.costs("fbnet", Array(repeating: "3", count: 22).joined(separator: "-"), classes: 100)
        let all = OperationGroup.grouped(operations, most: 1000)
        #expect(all.allSatisfy { group in group.operations.allSatisfy { $0.macs == group.operations[0].macs } })
        let few = OperationGroup.grouped(operations, most: 20)
        #expect(few.count < all.count && few.contains { $0.isRest })
        #expect(few.flatMap(\.operations).count == operations.count)
        #expect(few.filter { !$0.isRest }.allSatisfy { group in all.contains { $0.operations == group.operations } })
    }

    @Test func pathsThatAreCutRemainApart() {
        let parts = ["blocks[0-4]", "layers[0]", "options[3]", "layers[2]", "expand"]
        #expect(OperationPath.shortened(parts, to: 400, size: 10) == "blocks[0-4].layers[0].options[3].layers[2].expand")
        let short = OperationPath.shortened(parts, to: 150, size: 10)
        #expect(short.hasPrefix("blocks[0-4]") && short.hasSuffix("expand") && short.contains("…"))
    }
}
