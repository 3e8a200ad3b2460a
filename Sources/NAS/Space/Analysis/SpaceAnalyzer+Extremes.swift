import Support

extension SpaceAnalyzer {
    /// An end of the space, from the cheapest (or dearest) option at every place.
    ///
    /// A decision that is read in several places and never changes a shape may have been given another option in each:
    /// the sum is then a bound, and the best that one-decision changes find is returned if it does not meet the bound.
    func extreme(_ end: AnalysisWeight.End, isBeyond: (Cost, Cost) -> Bool) throws(Stop) -> SpaceAnalysis.Extreme {
        var best = space.completed(Architecture(options: end.options.map { $0 < 0 ? nil : Int($0) }))
        var cost = try cost(of: best)
        var tries = 0
        while isBeyond(end.cost, cost), tries < 1000 {
            var next: (Architecture, Cost)?
            for neighbour in space.neighbours(of: best) {
                tries += 1
                let other = try self.cost(of: neighbour)
                if isBeyond(other, next?.1 ?? cost) { next = (neighbour, other) }
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
