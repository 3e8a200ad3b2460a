import Foundation
import GRDB
import NAS
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

    @Test func trialsComeBackInTheirOrder() throws {
        let folder = try TemporaryFolder()
        let (store, proposals) = try Self.store(folder.file("a.db"), 5)
        var change = StoreChange()
        change.results = [.init(trial: 3, outcome: .measured(Measurement(accuracy: 0.5, loss: 1)), costs: [-0.5, 7])]
        try store.commit(change)
        var past: [PastTrial] = []
        try store.forEachPastTrial { past.append($0) }
        #expect(past.map(\.number) == Array(0..<5))
        #expect(past.map(\.architecture) == proposals.map(\.architecture))
        #expect(past.map(\.parent) == proposals.map(\.parent))
        #expect(past.map(\.isProposed) == [true, true, true, false, true])
        #expect(past.map(\.costs) == [nil, nil, nil, [-0.5, 7], nil])
        #expect(past.map(\.origin) == proposals.map(\.origin))
        #expect(past.map(\.fidelity) == proposals.map(\.fidelity))
    }

    /// The check of the whole file leaves to the reader what a row may say.
    @Test(arguments: ["state = 'finnished'", "origin = 'nobody'", "candidate_id = x'00'"])
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
