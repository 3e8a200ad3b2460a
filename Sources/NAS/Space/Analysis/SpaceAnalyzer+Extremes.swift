import Support

extension SpaceAnalyzer {
    /// An end of the space, from the cheapest (or dearest) option at every place.
    ///
    /// A decision that is read in several places and never changes a shape may have been given another option in each:
    /// the sum is then a bound, and the best that one-decision changes find is returned if it does not meet the bound.
    func extreme(_ end: AnalysisWeight.End, isBeyond: (Cost, Cost) -> Bool) throws(Stop) -> SpaceAnalysis.Extreme {
        var best = space.completed(Architecture(options: options(of: end)))
        var cost = try cost(of: best)
        // Building takes time in proportion to the layers, making a neighbour in proportion to the decisions.
        var tries = min(1000, 400_000 / (space.plan.layerCount + space.decisions.count))
        while isBeyond(end.cost, cost), tries > 0 {
            var next: (Architecture, Cost)?
            round: for (decision, current) in best.options.enumerated() {
                guard let current else { continue }
                for option in 0..<Int(space.optionCounts[decision]) where option != current {
                    tries -= 1
                    if tries < 0 { break round }
                    var options = best.options
                    options[decision] = option
                    let neighbour = space.completed(Architecture(options: options))
                    let other = try self.cost(of: neighbour)
                    if isBeyond(other, next?.1 ?? cost) { next = (neighbour, other) }
                }
            }
            guard let next else { break }
            (best, cost) = next
        }
        return SpaceAnalysis.Extreme(architecture: best, macs: cost.macs, parameters: cost.parameters, isProven: cost == end.cost)
    }

    private func cost(of architecture: Architecture) throws(Stop) -> Cost {
        do throws(Diagnostic) { return Cost(try space.graphAsWritten(for: architecture, task: task)) } catch { throw .fault(error) }
    }
}
