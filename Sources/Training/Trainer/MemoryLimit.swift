internal import Foundation
internal import NetworkGraph
internal import Support

/// Refuses a training that does not fit: the job's limit, or all the memory the machine has.
struct MemoryLimit {
    let bytes: Int

    init(_ job: TrainingJob) { bytes = job.limits.memoryBytes ?? Int(clamping: ProcessInfo.processInfo.physicalMemory) }

    func check(_ needed: Int) throws(TrainingFailure) {
        guard needed > bytes else { return }
        throw TrainingFailure(
            .outOfMemory,
            "training needs \(Dimension.memory.format(Double(needed))) or more, the limit is \(Dimension.memory.format(Double(bytes)))")
    }

    /// What cannot be done without, found before a byte is taken: the results of operations that cannot work in place.
    func check(_ graph: InferredGraph, batch: Int) throws(TrainingFailure) {
        var sum = 0
        for node in graph.nodes {
            let isMade =
                switch node.operation.channelFlow {
                case .input, .product, .joined: true
                case .nothing, .sum, .shuffled, .spread, .kept: node.operation.traits.contains(.pool)
                }
            guard isMade else { continue }
            let (bytes, overflow) = node.shape.elements.multipliedReportingOverflow(by: 4 * batch)
            sum = overflow || sum > Int.max - bytes ? Int.max : sum + bytes
        }
        try check(sum)
    }
}
