public import NetworkGraph
public import Support

extension SearchSpace {
    /// Proves that every architecture is valid for a task, and counts them exactly, without enumerating them.
    ///
    /// - Throws: a diagnostic with the place of the first layer that does not fit, and an architecture in which it does not.
    public func analysis(for task: TaskShape) throws(Diagnostic) -> SpaceAnalysis {
        try checkExamples(of: task)
        var analyzer = SpaceAnalyzer(self, task)
        return try analyzer.run()
    }
}
