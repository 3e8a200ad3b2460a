internal import NetworkGraph

/// The moving average of the parameters over the steps (Polyak and Juditsky 1992), exponential: evaluated in place of the parameters, it
/// does as a lower learning rate would.
///
/// The average of step t keeps the smaller of `averageDecay` and (1 + t) / (10 + t), as TensorFlow's `ExponentialMovingAverage` does, so
/// that a short training does not average over the initial weights. Running statistics of batch norm are averaged alike: those that the
/// last weights had are not those of averaged weights.
extension Network {
    /// Calls `body` with the averages in the place of parameters and running statistics, and puts those back; without averages, just calls
    /// it. Not for training steps.
    public func withAverages<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        swapAverages()
        defer { swapAverages() }
        return try body()
    }

    /// Begins the averages anew, from the parameters and running statistics as they are.
    func resetAverages() {
        guard let averages = plan.averages else { return }
        averages.parameters.update(from: plan.parameters, count: plan.table.parameterCount)
        averages.statistics.update(from: plan.statistics, count: plan.table.statisticCount)
    }

    /// After step `step`, which counts from 1.
    func updateAverages() {
        guard let averages = plan.averages, let decay = settings?.averageDecay else { return }
        let share = 1 - min(decay, Float(1 + step) / Float(10 + step))
        moveAverage(averages.parameters, to: plan.parameters, share: share, count: plan.table.parameterCount)
        moveAverage(averages.statistics, to: plan.statistics, share: share, count: plan.table.statisticCount)
    }

    private func swapAverages() {
        guard let averages = plan.averages else { return }
        for index in 0..<plan.table.parameterCount { swap(&averages.parameters[index], &plan.parameters[index]) }
        for index in 0..<plan.table.statisticCount { swap(&averages.statistics[index], &plan.statistics[index]) }
        parametersVersion += 1
    }
}
