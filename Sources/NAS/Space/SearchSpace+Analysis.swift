public import NetworkGraph
public import Support

extension SearchSpace {
    /// Proves that every architecture is valid for a task, and counts them exactly, without enumerating them.
    ///
    /// - Parameter kind: what the examples are, as far as that is known; pictures may be changed in more ways than others.
    /// - Throws: a diagnostic with the place of the first layer that does not fit, and an architecture in which it does not; and
    ///   with what the task's examples do not fit.
    public func analysis(for task: TaskShape, kind: ExampleKind = .pictures) throws(Diagnostic) -> SpaceAnalysis {
        let mistakes = Mistakes()
        try checkExamples(of: task, kind: kind, reportingTo: mistakes)
        let analysis = mistakes.attempt { () throws(Diagnostic) in
            var analyzer = SpaceAnalyzer(self, task)
            return try analyzer.run()
        }
        try mistakes.check()
        guard let analysis else { preconditionFailure("what was thrown is among the mistakes") }
        return analysis
    }
}
