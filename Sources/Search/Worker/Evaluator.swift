/// What trains and measures: used inside a worker, one job at a time. The search knows no more of training than this.
public protocol Evaluator {
    /// Does the job. It never throws: what goes wrong is an outcome.
    ///
    /// - Parameters:
    ///   - job: what is to be trained or tested.
    ///   - progress: called now and then with the learning curve's newest point.
    func evaluate(_ job: Job, progress: (CurvePoint) -> Void) -> Outcome
}
