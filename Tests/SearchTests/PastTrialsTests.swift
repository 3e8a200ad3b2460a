import Foundation
import GRDB
import SearchTestWorker
import Support
import Testing

@testable import Search

/// What a search takes in of its earlier sessions.
@Suite struct PastTrialsTests {
    /// A database with so many proposals.
    private static func store(_ path: String, _ count: Int) throws -> (store: Store, proposals: [Proposal]) {
        let proposals = try StoreTests.proposals(count)
        let store = try Store.create(at: path, run: try ToyRun().definition())
        var change = StoreChange()
        change.proposals = proposals
        try store.commit(change)
        return (store, proposals)
    }

    @Test(arguments: [1, 2, 63]) func idsOfAllTrialsAreKnownAndNoOthers(count: Int) throws {
        let folder = try TemporaryFolder()
        let (store, proposals) = try Self.store(folder.file("a.db"), count)
        try #require(proposals.count == count)
        let ids = try PastIDs.reading(store, count: count, networks: true).wait()
        #expect(proposals.allSatisfy { ids.hasCandidate($0.candidateID) && ids.hasNetwork($0.networkID) })
        // Beside each there is, and beyond the ends.
        for id in proposals.map(\.candidateID) + [StableHash(high: 0, low: 0), StableHash(high: .max, low: .max)] {
            let others = [StableHash(high: id.high, low: id.low &+ 1), StableHash(high: id.high &- 1, low: id.low)]
            #expect(others.allSatisfy { !ids.hasCandidate($0) && !ids.hasNetwork($0) })
        }
        let lean = try PastIDs.reading(store, count: count, networks: false).wait()
        #expect(proposals.allSatisfy { lean.hasCandidate($0.candidateID) && !lean.hasNetwork($0.networkID) })
    }

    @Test(arguments: [1, 2, 15, 512]) func trialsComeBackInTheirOrder(block: Int) throws {
        let folder = try TemporaryFolder()
        let count = 15
        let (store, proposals) = try Self.store(folder.file("a.db"), count)
        var change = StoreChange()
        change.results = [.init(trial: 3, outcome: .measured(Measurement(accuracy: 0.5, loss: 1)), costs: [-0.5, 7])]
        change.results.append(.init(trial: 11, outcome: .failed(Failure(.timeLimit, "")), costs: nil))
        try store.commit(change)
        var past: [PastTrial] = []
        try store.forEachPastTrial(block: block) { past.append($0) }
        #expect(past.map(\.number) == Array(0..<count))
        #expect(past.map(\.architecture) == proposals.map(\.architecture))
        #expect(past.map(\.parent) == proposals.map(\.parent))
        #expect(past.map(\.isProposed) == (0..<count).map { $0 != 3 && $0 != 11 })
        #expect(past.map(\.costs) == (0..<count).map { $0 == 3 ? [-0.5, 7] : nil })
        #expect(past.map(\.origin) == proposals.map(\.origin))
        #expect(past.map(\.fidelity) == proposals.map(\.fidelity))
    }

    /// Who wants no more of them is not waited for.
    @Test func theReadingCanBeGivenUp() throws {
        struct Enough: Error {}
        let folder = try TemporaryFolder()
        let (store, _) = try Self.store(folder.file("a.db"), 50)
        var taken = 0
        #expect(throws: StoreError.self) {
            try store.forEachPastTrial(block: 1) { _ in
                taken += 1
                if taken == 3 { throw Enough() }
            }
        }
        #expect(taken == 3)
        var change = StoreChange()
        change.results = [.init(trial: 0, outcome: .failed(Failure(.timeLimit, "")), costs: nil)]
        try store.commit(change)
    }

    /// The check of the whole file leaves to the reader what a row may say; and a large file is read before it is checked.
    @Test(arguments: [
        "state = 'finnished'", "origin = 'nobody'", "candidate_id = x'00'", "number = 7", "cost_1 = 1, cost_2 = NULL", "cost_1 = 9e999",
    ])
    func rowsThatSayNothingAreRefused(damage: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        do { _ = try Self.store(path, 3) }
        try DatabaseQueue(path: path).writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA ignore_check_constraints = ON; UPDATE trial SET \(damage) WHERE number = 1")
        }
        let store = try Store.open(at: path)
        let error = #expect(throws: StoreError.self) {
            try store.forEachPastTrial { _ in }
            _ = try PastIDs.reading(store, count: 3, networks: true).wait()
        }
        #expect(error?.kind == .corrupt)
    }
}
