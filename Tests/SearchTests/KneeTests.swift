import Foundation
import Testing

@testable import Search

/// The knee of hand-made fronts.
@Suite struct KneeTests {
    /// - Parameter points: accuracies with energies, numbered from 0.
    private static func front(_ points: [(accuracy: Double, energy: Double)]) -> ParetoFront {
        ParetoFront(points.enumerated().map { .init(trial: $0, costs: [-$1.accuracy, $1.energy]) })
    }

    private static let accuracyAndEnergy: [Objective] = [.accuracy, .energy]

    @Test func theFarthestFromTheLineThroughTheEnds() {
        // Errors 0.01, 0.02, 0.1, 1 at energies 100, 10, 5, 1: in decades of error and energy (0, 2), (0.3, 1), (1, 0.7), (2, 0).
        let front = Self.front([(0.99, 100), (0.98, 10), (0.9, 5), (0, 1)])
        #expect(front.knee(Self.accuracyAndEnergy) == 1)
        // The same front by its errors, which are costs as they are.
        let costs = [[0.01, 100], [0.02, 10], [0.1, 5], [1, 1]]
        let byError = ParetoFront(costs.enumerated().map { .init(trial: $0, costs: $1) })
        #expect(byError.knee([.error, .energy]) == 1)
    }

    /// On axes that are not logarithmic it would be trial 1.
    @Test func axesAreLogarithmic() {
        #expect(Self.front([(0.999, 100), (0.99, 20), (0.88, 1.5), (0.5, 1)]).knee(Self.accuracyAndEnergy) == 2)
    }

    /// A network that is behind the line is no compromise: its ends are better value.
    @Test func onlyTowardsTheIdeal() {
        #expect(Self.front([(0.999, 100), (0.6, 90), (0.5, 1)]).knee(Self.accuracyAndEnergy) == 0)
        // Trial 1 is farther from the line, on its other side.
        #expect(Self.front([(0.999, 100), (0.97, 50), (0.96, 1.2), (0.5, 1)]).knee(Self.accuracyAndEnergy) == 2)
    }

    @Test func tiesAreDecidedByTheFront() {
        #expect(ParetoFront().knee(Self.accuracyAndEnergy) == nil)
        #expect(Self.front([(0.9, 3)]).knee(Self.accuracyAndEnergy) == 0)
        // Two ends lie on the line: the first on the front is the most accurate.
        #expect(Self.front([(0.8, 1), (0.9, 3)]).knee(Self.accuracyAndEnergy) == 1)
        // Mirror images are as far from the line.
        let (low, high) = (0.001, 1.0)
        func point(_ error: Double, _ energy: Double) -> (accuracy: Double, energy: Double) {
            (1 - low * pow(high / low, error), pow(100, energy))
        }
        let equal = [point(0, 1), point(0.4, 0.2), point(0.2, 0.4), point(1, 0)]
        #expect(Self.front(equal).knee(Self.accuracyAndEnergy) == 2)
        #expect(Self.front(equal.reversed()).knee(Self.accuracyAndEnergy) == 1)
    }

    /// A network without an error is half as far again as the next one, not infinitely far.
    @Test func anErrorOfZeroHasAPlace() {
        let front = Self.front([(1, 100), (0.99, 10), (0.9, 9), (0.5, 1)])
        #expect(front.knee(Self.accuracyAndEnergy) == 1)
        #expect(Self.front([(1, 3)]).knee(Self.accuracyAndEnergy) == 0)
    }

    @Test func ofThreeObjectivesTheNearestToTheIdeal() {
        let costs = [[-0.99, 100.0, 1.0], [-0.9, 1.0, 100.0], [-0.5, 0.5, 50.0], [-0.97, 4.0, 4.0]]
        let front = ParetoFront(costs.enumerated().map { .init(trial: $0, costs: $1) })
        #expect(front.members.count == 4)
        #expect(front.knee([.accuracy, .energy, .latency]) == 3)
        // All alike on one axis: the others decide.
        let flat = ParetoFront([.init(trial: 4, costs: [-0.9, 1, 10]), .init(trial: 2, costs: [-0.99, 1, 1000])])
        #expect(flat.knee([.accuracy, .energy, .latency]) == 2)
    }
}
