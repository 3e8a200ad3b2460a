internal import NetworkGraph

/// What an estimate is computed from: sums over a network's operations, so that a network's is the sum of its pieces'
/// (`PieceTable`). Made and read by one and the same estimator.
public struct PartialCost: Sendable {
    /// The operations' seconds where each has its own; beside `work`, what they take more.
    var seconds = 0.0
    /// The part of `seconds` that is a guess, for kinds of operation that were not measured.
    var guessedSeconds = 0.0
    /// `seconds`, each operation's times how little is known of it (`OperationModel.ignorance`).
    var ignoranceSeconds = 0.0
    /// What datasheets say, where estimates combine them with measurements.
    var datasheet = DatasheetCost()
    /// Amounts of work, where rates go by those.
    var work = Work()
    var weights = NetworkEffects.Weights()
    /// `work` by an energy profile's rules; `energyExcess` are the joules that operations take more.
    var energyWork = Work()
    var energyExcess = 0.0
    private(set) var macs = 0
    private(set) var parameters = 0
    private(set) var weightStorageBytes = 0
    private(set) var peakActivationBytes = 0

    /// The cost of nothing.
    init() {}

    init(_ graph: InferredGraph, _ counts: [OperationCounts]) {
        for count in counts {
            macs = saturatingSum(macs, count.macs)
            parameters = saturatingSum(parameters, count.parameters)
        }
        weightStorageBytes = graph.weightStorageBytes(counts)
        peakActivationBytes = graph.peakActivationBytes()
    }

    /// The cost of a network whose graph is not known.
    init(_ work: Work) {
        self.work = work
        macs = Int(WorkTerm.allCases.reduce(0) { $1.isMultiplyAccumulates ? $0 + work[$1] : $0 })
        parameters = Int(work[.weights])
        weightStorageBytes = parameters * MemoryLayout<Float>.size
    }

    /// Adds a piece behind the others.
    static func += (sum: inout PartialCost, piece: PartialCost) {
        sum.seconds += piece.seconds
        sum.guessedSeconds += piece.guessedSeconds
        sum.ignoranceSeconds += piece.ignoranceSeconds
        sum.datasheet += piece.datasheet
        sum.work += piece.work
        sum.weights += piece.weights
        sum.energyWork += piece.energyWork
        sum.energyExcess += piece.energyExcess
        sum.macs = saturatingSum(sum.macs, piece.macs)
        sum.parameters = saturatingSum(sum.parameters, piece.parameters)
        sum.weightStorageBytes = saturatingSum(sum.weightStorageBytes, piece.weightStorageBytes)
        // Between pieces a single tensor is live, and counts in both.
        sum.peakActivationBytes = max(sum.peakActivationBytes, piece.peakActivationBytes)
    }
}

/// Graphs of a search space are bounded one operation at a time only.
func saturatingSum(_ first: Int, _ second: Int) -> Int {
    let (sum, overflow) = first.addingReportingOverflow(second)
    return overflow ? Int.max : sum
}
