import NAS
import Support
import Testing

@testable import Search

@Suite struct TrainingSetTests {
    /// The rule as it is said, in the plainest way: of more than 640 the 192 latest stay, and of the others the 192 best.
    private static func thinned(_ trials: [FinishedTrial]) -> [FinishedTrial] {
        guard trials.count > 640 else { return trials }
        let measured = trials.filter { $0.costs != nil }
        let front = ParetoFront(measured.map { ParetoFront.Member(trial: $0.number, costs: $0.costs ?? []) })
        func place(_ trial: FinishedTrial) -> Int {
            guard let costs = trial.costs else { return .max }
            guard !front.contains(trial: trial.number) else { return -1 }
            return costs.indices.reduce(0) { sum, objective in
                sum
                    + measured.count { other in
                        (other.costs?[objective] ?? 0, other.number) < (costs[objective], trial.number)
                    }
            }
        }
        let places = trials.dropLast(192).map { (place: place($0), trial: $0) }
        let best = places.sorted { ($0.place, -$0.trial.number) < ($1.place, -$1.trial.number) }.prefix(192).map(\.trial)
        return best.sorted { $0.number < $1.number } + trials.suffix(192)
    }

    @Test(arguments: [1, 2, 3]) func keepsTheLatestAndTheBest(objectives: Int) {
        var random = RandomStream(seed: 5, trial: UInt64(objectives), purpose: .test)
        var (trainingSet, plain) = (TrainingSet(), [FinishedTrial]())
        for number in 0..<2000 {
            // Few values, so that there are equals; the first objective falls on the way.
            let costs = (0..<objectives).map { Double(random.nextInt(below: 60)) / 8 - 3 - ($0 == 0 ? Double(number / 400) / 8 : 0) }
            let trial = FinishedTrial(
                number: number, architecture: Architecture(options: [number]), costs: random.nextInt(below: 9) == 0 ? nil : costs)
            trainingSet.append(trial)
            plain = Self.thinned(plain + [trial])
            if trainingSet.trials.map(\.number) != plain.map(\.number) {
                Issue.record("after trial \(number)")
                return
            }
        }
        #expect(trainingSet.trials == plain && trainingSet.count < 640)
    }
}
