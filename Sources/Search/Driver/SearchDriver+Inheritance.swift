internal import NAS
internal import Support

/// Where candidates begin with the weights of the trial they were made from, weights are kept of all trials. Those that are lost are made
/// again, by training again what they are of.
extension SearchDriver {
    /// The trial whose weights a trial begins with: its parent, or that of the trial it goes on from. Nil for one that was not made from
    /// another.
    func inherited(by parent: Int?, _ origin: Proposal.Origin) throws -> Int? {
        guard run.plan.inheritsWeights, let parent else { return nil }
        guard !origin.isNew else { return parent }
        guard let record = try store.trial(parent) else { return nil }
        return try inherited(by: record.parent, record.origin)
    }

    /// The first ancestor that has to be trained again before a trial can begin with its parent's weights; nil where all are there.
    func missingAncestor(of trial: PlannedTrial) throws -> PlannedTrial? {
        guard let number = trial.inherited, !files.has(files.weightsName(number)), let record = try store.trial(number) else { return nil }
        var ancestor = PlannedTrial(record, architecture: record.architecture.flatMap(Architecture.init(stored:)), estimates: nil)
        ancestor.inherited = try inherited(by: record.parent, record.origin)
        return try missingAncestor(of: ancestor) ?? ancestor
    }

    /// Whether a trial's weights are kept for those that are made from it.
    func isHeir(_ trial: PlannedTrial) -> Bool { run.plan.inheritsWeights && trial.origin.isNew }
}
