import Support
import Testing

@testable import Search

@Suite struct ParetoRanksTests {
    @Test(arguments: [1, 2, 3]) func ranksAreFrontsTakenAwayOneByOne(objectives: Int) {
        for seed in 0..<5 as Range<UInt64> {
            var random = RandomStream(seed: seed, purpose: .test)
            let costs = (0..<60).map { _ in (0..<objectives).map { _ in Double(random.nextInt(below: 12)) } }
            let ranks = ParetoRanks(costs).ranks
            var left = Set(costs.indices)
            var rank = 0
            while !left.isEmpty {
                let front = left.filter { point in !left.contains { ParetoFront.dominates(costs[$0], costs[point]) } }
                #expect(front.allSatisfy { ranks[$0] == rank })
                left.subtract(front)
                rank += 1
            }
        }
    }

    /// By hand: the ends are never crowded, the others have the extent of their neighbours.
    @Test func crowdingByHand() {
        let ranks = ParetoRanks([[0, 10], [1, 6], [4, 4], [10, 0], [10, 10]])
        #expect(ranks.ranks == [0, 0, 0, 0, 1])
        #expect(ranks.crowding[0] == .infinity && ranks.crowding[3] == .infinity && ranks.crowding[4] == .infinity)
        #expect(abs(ranks.crowding[1] - (0.4 + 0.6)) < 1e-12)
        #expect(abs(ranks.crowding[2] - (0.9 + 0.6)) < 1e-12)
        #expect(ranks.precedes(2, 1) && ranks.precedes(1, 4) && !ranks.precedes(1, 2))
    }

    /// Sorting gives what comparing all with all gives.
    @Test(arguments: 1...4) func bothWaysAgree(objectives: Int) {
        for seed in 0..<40 {
            var random = RandomStream(seed: UInt64(seed), trial: UInt64(objectives), purpose: .listing)
            let count = random.nextInt(below: 60)
            // Few values, so that many are equal.
            let costs = (0..<count).map { _ in (0..<objectives).map { _ in Double(random.nextInt(below: seed % 2 == 0 ? 6 : 1000)) } }
            let (sorted, compared) = (ParetoRanks(costs), ParetoRanks(costs) { ParetoFront.dominates(costs[$0], costs[$1]) })
            #expect(sorted.ranks == compared.ranks && sorted.crowding == compared.crowding)
        }
    }
}
