import Foundation
import Support
import TestSupport
import Testing

@testable import CostModel

@Suite struct IdleStateTests {
    private func board(_ states: String) throws -> Board {
        try Board(yaml: handBoard.replacing("  active:\n", with: "  idle_states:\n\(states)  active:\n"), fileName: "by-hand.yaml")
    }

    private let off = "    - state: network off\n      watts: { value: 0.5, measured: 5 V, source: \"by hand\" }\n"

    @Test func aBoardHasStates() throws {
        let board = try board(off)
        #expect(board.idleStates.map(\.name) == ["network-off"])
        for name in ["network-off", "Network off", "network_off"] { #expect(try board.idleState(named: name).watts.value == 0.5) }
        #expect(board.figures.contains { $0.name == "idle power, network-off" && $0.figure.value == 0.5 })
        let error = try #require(throws: Diagnostic.self) { try board.idleState(named: "hdmi-off") }
        #expect(error.message.contains("has no idle state 'hdmi-off'"))
        #expect(error.hint == "it has: network-off (0.500 W), and 1.00 W without --idle")
        #expect(throws: Diagnostic.self) { try makeHandBoard().idleState(named: "network-off") }
    }

    /// No estimate depends on them: the hash, which runs and profiles go by, is that of the file without.
    @Test func statesAreNoPartOfTheHash() throws {
        let (plain, more) = (try makeHandBoard(), try board(off))
        #expect(more.hash == plain.hash)
        #expect(try more.target().estimator().profileHash == plain.target().estimator().profileHash)
        #expect(more != plain)
    }

    /// Boards in databases made before idle states were there are read, and boards without any are stored as they were.
    @Test func boardsOfBeforeAreRead() throws {
        let text = String(decoding: try JSONEncoder().encode(makeHandBoard()), as: UTF8.self)
        #expect(!text.contains("idleStates"))
        #expect(try JSONDecoder().decode(Board.self, from: Data(text.utf8)) == makeHandBoard())
        let more = try board(off)
        #expect(try JSONDecoder().decode(Board.self, from: JSONEncoder().encode(more)) == more)
    }

    @Test(arguments: [
        ("    - state: network-off\n", "watts is missing"),
        ("    - state: a\n      watts: { value: 0.5, source: \"x\" }\n", "measured"),
        ("    - state: a\n      watts: { value: 0.5, measured: 5 V }\n", "no source"),
        ("    - state: none\n      watts: { value: 0.5, measured: 5 V, source: \"x\" }\n", "must be a word"),
        ("    - state: a,b\n      watts: { value: 0.5, measured: 5 V, source: \"x\" }\n", "must be a word"),
    ]) func refusesWhatIsNoState(_ states: String, _ words: String) throws {
        let error = try #require(throws: Diagnostic.self) { try board(states) }
        #expect(error.description.contains(words), "\(error)")
        #expect(error.location != nil)
    }

    @Test func aStateIsGivenOnce() throws {
        let error = try #require(throws: Diagnostic.self) { try board(off + off.replacing("network off", with: "network_off")) }
        #expect(error.message.contains("given twice"))
    }

    @Test func aTargetIdlesInItsState() throws {
        let state = try board(off).idleStates[0]
        let target = try board(off).target()
        #expect(target.idleWatts(in: state).value == 0.5)
        #expect(try target.idleWatts(in: nil as String?).value == 1)
    }
}
