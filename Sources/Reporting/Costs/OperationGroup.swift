public import CostModel
internal import Foundation

/// Operations of one stage that do the same work, as one: the five repetitions of a cell's convolution.
public struct OperationGroup: Sendable {
    /// The stage of the network, `network[1]`; the operation's own name for what the runtime adds to an inference.
    public let stage: String
    /// The operations, in the graph's order; at least one.
    public let operations: [OperationCost]
    /// Whether they are the small rest of a stage, which do not do the same work.
    let isRest: Bool

    private var first: OperationCost { operations[0] }

    /// What they are, in words: `pointwise convolution`.
    var kind: String { isRest ? "other operations" : OperationGroup.words(first.kind) }
    /// Where they are within the stage, written as one path.
    var path: [String] { isRest ? [] : OperationPath.merged(operations.map { OperationPath($0.name) }) }
    var latencySeconds: Double { operations.reduce(0) { $0 + $1.latencySeconds } }
    var energyJoules: Double { operations.reduce(0) { $0 + $1.energyJoules } }
    var storageBytes: Int { operations.reduce(0) { $0 + $1.storageBytes } }
    var macs: Int { operations.reduce(0) { $0 + $1.macs } }
    var parameters: Int { operations.reduce(0) { $0 + $1.parameters } }
    /// The most that is live while one of them runs.
    var memoryBytes: Int { operations.map(\.memoryBytes).max() ?? 0 }
    /// The share of the network's latency.
    var share: Double { operations.reduce(0) { $0 + $1.share } }
    /// What bounds the slowest of them.
    var bound: OperationCost.Bound { (operations.max { $0.latencySeconds < $1.latencySeconds } ?? first).bound }
    /// Of one of them; they do the same work.
    var flopsPerByte: Double { isRest ? 0 : first.flopsPerByte }
    var flopsPerSecond: Double { latencySeconds > 0 && !isRest ? 2 * Double(macs) / latencySeconds : 0 }

    /// Groups a network's operations by stage and folds those that do the same work.
    ///
    /// - Parameters:
    ///   - operations: in the graph's order.
    ///   - most: how many groups there may be before the smallest of each stage are one.
    /// - Returns: the groups, a stage's one after another.
    public static func grouped(_ operations: [OperationCost], most: Int = 48) -> [OperationGroup] {
        var stages: [String] = []
        var folded: [String: [OperationGroup]] = [:]
        var places: [Key: Int] = [:]
        for operation in operations {
            let path = OperationPath(operation.name)
            let stage = path.stage
            if folded[stage] == nil { stages.append(stage) }
            let key = Key(stage: stage, words: path.words, operation)
            if let place = places[key], let known = folded[stage]?[place] {
                folded[stage]?[place] = OperationGroup(stage: stage, operations: known.operations + [operation], isRest: false)
            } else {
                places[key] = folded[stage]?.count ?? 0
                folded[stage, default: []].append(OperationGroup(stage: stage, operations: [operation], isRest: false))
            }
        }
        let groups = stages.flatMap { folded[$0] ?? [] }
        guard groups.count > most else { return groups }
        let least = groups.map(\.share).sorted(by: >)[most - 1]
        return stages.flatMap { stage in
            let all = folded[stage] ?? []
            let small = all.filter { $0.share < least }
            guard small.count > 1 else { return all }
            return all.filter { $0.share >= least }
                + [OperationGroup(stage: stage, operations: small.flatMap(\.operations), isRest: true)]
        }
    }

    /// What operations must have in common to do the same work.
    private struct Key: Hashable {
        let stage: String
        let words: [String]
        let kind: String
        let amounts: [Int]
        let bound: OperationCost.Bound

        init(stage: String, words: [String], _ operation: OperationCost) {
            (self.stage, self.words, kind, bound) = (stage, words, operation.kind, operation.bound)
            amounts = [operation.macs, operation.bytes, operation.parameters, operation.storageBytes]
        }
    }

    /// `pointwiseConvolution` in words.
    private static func words(_ kind: String) -> String {
        kind.reduce(into: "") { $0 += $1.isUppercase ? " \($1.lowercased())" : String($1) }
    }
}

/// The columns of groups of operations.
public enum OperationGroupColumns {
    /// The columns in their order, in the units of `OperationColumns`; sums, but for memory and the place under the roofline.
    public static let all: [Column<OperationGroup>] = [
        Column("stage", "stage") { $0.stage },
        Column("operation", "operation") { $0.path.joined(separator: ".") },
        Column("kind", "kind") { $0.kind },
        Column("count", "count") { $0.operations.count },
        Column("macs", "MACs") { $0.macs },
        Column("parameters", "parameters") { $0.parameters },
        Column("latency_ms", "latency ms") { $0.latencySeconds * 1e3 },
        Column("energy_mj", "energy mJ") { $0.energyJoules * 1e3 },
        Column("memory_bytes", "memory") { $0.memoryBytes },
        Column("storage_bytes", "storage") { $0.storageBytes },
        Column("flops_per_byte", "FLOP/B") { $0.flopsPerByte },
        Column("gflops", "GFLOP/s") { $0.flopsPerSecond * 1e-9 },
        Column("share", "share", .percent) { $0.share },
        Column("bound", "bound by") { $0.bound.rawValue },
    ]
}
