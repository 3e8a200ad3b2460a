extension SearchDriver {
    /// Measures the trials of the front, and what was trained anew, on the test split, once, and stores it. The search never sees these
    /// numbers.
    ///
    /// - Returns: why not all of them were; nil if they were.
    func testFront(_ stop: StopFlag) throws -> SearchEnd? {
        var items: [Job.ID: (trial: Int, retraining: Retraining?)] = [:]
        var tests: [Job] = []
        for number in leading.keys.sorted() where !tested.contains(number) && files.has(files.weightsName(number)) {
            guard let trial = leading[number] else { continue }
            tests.append(jobs.test(of: trial))
            items[tests[tests.count - 1].id] = (number, nil)
        }
        for retraining in try store.retrainings() where retraining.state == .finished && retraining.testAccuracy == nil {
            guard let name = retraining.weightsFile, files.has(name), let trial = try retrainedTrial(retraining) else { continue }
            tests.append(jobs.test(of: trial, replicate: retraining.replicate))
            items[tests[tests.count - 1].id] = (trial.number, retraining)
        }
        return try carryOut(tests, stop, limit: nil) { job, outcome in
            guard let item = items[job.id] else { return }
            try record(test: outcome, of: item.trial, item.retraining)
        }
    }

    private func record(test outcome: Outcome, of number: Int, _ retraining: Retraining?) throws {
        switch outcome {
        case .measured(let measurement):
            guard let accuracy = measurement.testAccuracy, (0...1).contains(accuracy),
                measurement.testBalancedAccuracy.map({ (0...1).contains($0) }) ?? true
            else {
                observe(.testFailed(trial: number, Failure(.incomplete, "the worker gave no test accuracy")))
                return
            }
            let test = StoreChange.Test(
                trial: number, accuracy: accuracy, balancedAccuracy: measurement.testBalancedAccuracy, loss: measurement.testLoss)
            if let retraining { return try store.setTest(retraining, test) }
            var change = StoreChange()
            change.tests = [test]
            try store.commit(change)
            tested.insert(number)
            observe(.tested(trial: number, accuracy: accuracy))
        case .failed(let failure): observe(.testFailed(trial: number, failure))
        }
    }
}
