import Support
import Testing

@testable import Search

@Suite struct ParetoFrontTests {
    /// Costs on a coarse grid, so that ties and duplicates are frequent.
    private static func points(_ count: Int, _ objectives: Int, seed: UInt64, grid: Int) -> [ParetoFront.Member] {
        var random = RandomStream(seed: seed, purpose: .test)
        return (0..<count).map { trial in
            ParetoFront.Member(trial: trial, costs: (0..<objectives).map { _ in Double(random.nextInt(below: grid)) })
        }
    }

    private static func bruteForce(_ points: [ParetoFront.Member]) -> Set<Int> {
        Set(
            points.filter { point in
                !points.contains { other in
                    let noWorse = zip(other.costs, point.costs).allSatisfy { $0 <= $1 }
                    return noWorse && (other.costs != point.costs || other.trial < point.trial)
                }
            }.map(\.trial))
    }

    @Test(arguments: [1, 2, 3, 5], [3, 10, 1000]) func incrementalFrontIsTheBruteForceOne(objectives: Int, grid: Int) {
        for seed in 0..<10 as Range<UInt64> {
            let points = Self.points(120, objectives, seed: seed, grid: grid)
            var front = ParetoFront()
            var present: Set<Int> = []
            for point in points {
                let change = front.insert(point)
                if change.joined { present.insert(point.trial) }
                present.subtract(change.left)
                #expect(present == Set(front.members.map(\.trial)))
            }
            #expect(present == Self.bruteForce(points))
        }
    }

    @Test func orderOfArrivalDoesNotCount() {
        let points = Self.points(80, 2, seed: 7, grid: 6)
        let front = ParetoFront(points)
        var random = RandomStream(seed: 1, purpose: .test)
        for _ in 0..<20 {
            var shuffled = points
            random.shuffle(&shuffled)
            #expect(ParetoFront(shuffled) == front)
        }
    }

    @Test func equalCostsLeaveTheEarliest() {
        var front = ParetoFront()
        front.insert(.init(trial: 5, costs: [1, 1]))
        #expect(front.insert(.init(trial: 3, costs: [1, 1])) == .init(joined: true, left: [5]))
        #expect(front.insert(.init(trial: 4, costs: [1, 1])) == .init(joined: false, left: []))
        #expect(front.members.map(\.trial) == [3])
    }

    @Test func insertingAMemberAgainChangesNothing() {
        var front = ParetoFront([.init(trial: 0, costs: [1, 2])])
        #expect(front.insert(.init(trial: 0, costs: [1, 2])) == .init(joined: true, left: []))
        #expect(front.members.count == 1)
    }

    /// By inclusion and exclusion over grid cells.
    private static func volumeByCells(_ points: [[Double]], _ reference: [Double]) -> Double {
        let size = Int(reference[0])
        func covered(_ cell: [Double]) -> Bool { points.contains { zip($0, cell).allSatisfy { $0 <= $1 } } }
        func count(_ cell: [Double]) -> Double {
            guard cell.count < reference.count else { return covered(cell) ? 1 : 0 }
            return (0..<size).reduce(0) { $0 + count(cell + [Double($1)]) }
        }
        return count([])
    }

    @Test(arguments: 1...4) func hypervolumeIsTheNumberOfCells(objectives: Int) {
        let reference = [Double](repeating: 7, count: objectives)
        for seed in 0..<12 as Range<UInt64> {
            let points = Self.points(3 + Int(seed), objectives, seed: seed, grid: 8).map(\.costs)
            #expect(Hypervolume.volume(of: points, reference: reference) == Self.volumeByCells(points, reference))
        }
    }

    @Test func hypervolumeOfAKnownSet() {
        #expect(Hypervolume.volume(of: [], reference: [1, 1]) == 0)
        #expect(Hypervolume.volume(of: [[2, 0]], reference: [1, 1]) == 0)
        #expect(abs(Hypervolume.volume(of: [[0.2, 0.5], [0.5, 0.2], [0.5, 0.5]], reference: [1, 1]) - 0.55) < 1e-12)
        let corners: [[Double]] = [[1, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 1]]
        #expect(Hypervolume.volume(of: corners, reference: [2, 2, 2, 2, 2]) == 31)
    }

    @Test func objectivesAreReadByName() throws {
        #expect(try Objective.parse("accuracy,energy") == [.accuracy, .energy])
        #expect(try Objective.parse(" loss , energy_total ") == [.loss, .energyTotal])
        for wrong in ["", "accuracy,", "speed", "energy,energy", "accuracy,error"] {
            #expect(throws: Diagnostic.self) { try Objective.parse(wrong) }
        }
        #expect(Objective.accuracy.cost(of: 0.9) == -0.9)
        var metrics = Metrics()
        (metrics.macroF1, metrics.areaUnderROC) = (0.25, 0.75)
        let ofClasses: [Objective] = [.macroF1, .areaUnderROC, .error]
        #expect(Objective.costs(ofClasses, accuracy: 0.5, loss: nil, metrics: metrics, estimate: nil) == [-0.25, -0.75, 0.5])
        #expect(Objective.costs(ofClasses, accuracy: 0.5, loss: nil, estimate: nil) == nil)
        #expect(Objective.costs([.balancedAccuracy], accuracy: 0.5, loss: nil, metrics: metrics, estimate: nil) == nil)
        #expect(Objective.costs([.accuracy, .loss], accuracy: 0.5, loss: nil, estimate: nil) == nil)
        #expect(Objective.costs([.error, .loss], accuracy: 0.75, loss: 2, estimate: nil) == [0.25, 2])
        #expect(Objective.costs([.loss], accuracy: 0.75, loss: .nan, estimate: nil) == nil)
    }
}
