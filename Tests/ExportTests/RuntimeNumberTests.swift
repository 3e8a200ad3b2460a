import Foundation
import Support
import TensorCore
import TestSupport
import Testing

@testable import Export

/// The C runtime computes what the tensor core does, and on every CPU the same bits.
@Suite struct RuntimeNumberTests {
    @Test func floatsAreTheTensorCores() throws {
        let graphs = try SampleGraphs.ofSpaces(2, mostMACs: 40_000_000) + SampleGraphs.ofOperations()
        let plans = graphs.map { BoardPlan(name: $0.name, graph: $0.graph, precision: .fp32, seed: 5) }
        let computed = try CProgram().check(plans)
        for (name, graph) in graphs {
            let bits = try #require(computed[name])
            let values = try bits.map { Float(bitPattern: try #require(UInt32($0, radix: 16))) }
            let expected = try TensorCoreValues.of(graph, seed: 5)
            #expect(values.count == expected.count)
            let size = expected.reduce(0) { max($0, abs($1)) }
            let worst = zip(values, expected).reduce(0) { max($0, abs($1.0 - $1.1)) }
            #expect(size > 1e-4, "\(name) computes nothing")
            #expect(worst <= 2e-5 * max(size, 1), "\(name) is off by \(worst) of \(size)")
        }
    }

    @Test func bytesAreTheReferences() throws {
        let graphs = try SampleGraphs.ofSpaces(1, mostMACs: 3_000_000) + SampleGraphs.ofOperations()
        let plans = graphs.map { BoardPlan(name: $0.name, graph: $0.graph, precision: .int8, seed: 6) }
        let computed = try CProgram().check(plans)
        for plan in plans {
            let bytes = try #require(computed[plan.name]).map { Int($0) }
            #expect(bytes == QuantizedReference.output(of: plan), "\(plan.name)")
            // Not all at one end of the range.
            #expect(Set(bytes).count > 1, "\(plan.name) computes nothing")
        }
    }

    @Test(
        .enabled("cross compilers and qemu are needed: see .ci/prepare") { CProgram.Platform.others.allSatisfy(\.isInstalled) },
        arguments: CProgram.Platform.others)
    func everyCPUGivesTheSameBits(_ platform: CProgram.Platform) throws {
        let graphs = try SampleGraphs.ofSpaces(1, mostMACs: 3_000_000) + SampleGraphs.ofOperations()
        let plans = graphs.flatMap { name, graph in
            BoardPlan.Precision.allCases.map { BoardPlan(name: "\(name)-\($0)", graph: graph, precision: $0, seed: 8) }
        }
        let here = try CProgram().check(plans)
        #expect(here.count == plans.count)
        #expect(try CProgram(platform).check(plans) == here)
    }
}
