internal import Foundation

extension SearchDriver {
    /// Measures the trials of the front that have not been measured on the test split, once, and stores it. The search never
    /// sees these numbers. False if it was asked to stop.
    func testFront(_ stop: StopFlag) throws -> Bool {
        var waiting = fronts.trials.filter { !tested.contains($0) && files.hasWeights($0) }.reversed() as [Int]
        var underWay: [Job.ID: Int] = [:]
        while !(waiting.isEmpty && underWay.isEmpty) {
            if stop.isRaised {
                for job in underWay.keys.sorted() { pool.cancel(job) }
                return false
            }
            while underWay.count < pool.capacity, let number = waiting.popLast() {
                guard let trial = leading[number] else { continue }
                let job = jobs.job(.test, trial)
                underWay[job.id] = number
                try pool.submit(job)
            }
            for event in try pool.poll(timeoutSeconds: 0.2) {
                guard case .finished(let job, let outcome) = event, let number = underWay.removeValue(forKey: job) else { continue }
                try record(test: outcome, of: number)
            }
        }
        return true
    }

    private func record(test outcome: Outcome, of number: Int) throws {
        switch outcome {
        case .measured(let measurement):
            guard let accuracy = measurement.testAccuracy, accuracy.isFinite, (0...1).contains(accuracy) else {
                observe(.testFailed(trial: number, Failure(.incomplete, "the worker gave no test accuracy")))
                return
            }
            var change = StoreChange()
            change.tests = [.init(trial: number, accuracy: accuracy, loss: measurement.testLoss)]
            try store.commit(change)
            tested.insert(number)
            observe(.tested(trial: number, accuracy: accuracy))
        case .failed(let failure): observe(.testFailed(trial: number, failure))
        }
    }
}
