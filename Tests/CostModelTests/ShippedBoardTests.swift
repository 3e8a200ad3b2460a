import CostModel
import Foundation
import Support
import TestSupport
import Testing

@Suite struct ShippedBoardTests {
    @Test func allAreThere() { #expect(shippedBoards.names == shippedNames) }

    @Test(arguments: shippedNames) func loads(_ name: String) throws {
        let board = try shippedBoards.board(named: name)
        #expect(board.name == name)
        #expect(board.ramBytes >= 512 << 20)
        #expect(board.idleWatts.measuredAt == .input)
        for runtime in board.runtimes {
            let target = try board.target(runtime: runtime.runtime)
            #expect(target.threads == runtime.threads)
            // An interval as wide as a datasheet's error, never a point.
            #expect(runtime.error.low < 0.8 && runtime.error.high > 1.25)
            #expect(board.activeWatts(runtime: runtime.runtime, threads: target.threads).value > board.idleWatts.value)
        }
    }

    @Test(arguments: shippedNames) func listsEveryFigure(_ name: String) throws {
        let board = try shippedBoards.board(named: name)
        let figures = board.figures
        #expect(
            figures.count == 6 + board.idleStates.count + board.activePower.count + 11 * board.runtimes.count + (board.gpu == nil ? 0 : 4))
        #expect(Set(figures.map(\.name)).count == figures.count)
        #expect(figures.allSatisfy { !$0.figure.source.isEmpty && $0.figure.low <= $0.figure.value && $0.figure.value <= $0.figure.high })
    }

    /// Every mapping that holds a `value` holds a `source`, and no source is empty.
    @Test(arguments: shippedNames) func everyFigureHasASource(_ name: String) throws {
        let text = try String(contentsOf: shippedBoards.url.appendingPathComponent(name + ".yaml"), encoding: .utf8)
        let lines = text.split(separator: "\n").filter { $0.contains("value:") }
        #expect(lines.count > 10)
        for line in lines { #expect(line.contains("source: \""), "\(line)") }
        #expect(!text.contains("source: \"\""))
    }

    @Test func borrowedFiguresAreMarkedAndWide() throws {
        let board = try shippedBoards.board(named: "raspberry-pi-zero-w")
        let active = board.activeWatts(runtime: .tflite, threads: 1)
        #expect(active.value == 1.2)
        #expect(active.borrowedFrom == "Raspberry Pi Zero")
        #expect(active.low <= 0.8 && active.high >= 1.7)
        #expect(board.idleWatts.value == 0.6)
    }

    @Test func hashesDifferAndAreOfTheContent() throws {
        let hashes = try shippedNames.map { try shippedBoards.board(named: $0).hash }
        #expect(Set(hashes).count == shippedNames.count)
        let plain = try Board(yaml: handBoard, fileName: "a")
        #expect(try Board(yaml: "# a comment\n" + handBoard + "\n\n", fileName: "b").hash == plain.hash)
        #expect(
            try Board(yaml: handBoard.replacingOccurrences(of: "idle_w: { value: 1,", with: "idle_w: { value: 1.1,"), fileName: "a").hash
                != plain.hash)
    }

    @Test func unknownBoardIsSuggested() throws {
        let error = try #require(throws: Diagnostic.self) { try shippedBoards.board(named: "rasberry-pi-4") }
        #expect(error.hint == "did you mean 'raspberry-pi-4'?")
        #expect(throws: Diagnostic.self) { try shippedBoards.board(named: "no/such/file.yaml") }
    }

    @Test func targetsAreChecked() throws {
        let board = try shippedBoards.board(named: "raspberry-pi-4")
        #expect(throws: Diagnostic.self) { try board.target(runtime: .onnxruntime) }
        #expect(throws: Diagnostic.self) { try board.target(threads: 5) }
        #expect(throws: Diagnostic.self) { try board.target(threads: 0) }
        #expect(throws: Diagnostic.self) { try board.target(runtime: .c, threads: 2) }
        #expect(try board.target().description == "raspberry-pi-4, tflite fp32, 4 threads")
        #expect(try shippedBoards.board(named: "jetson-nano").target(runtime: .ncnnVulkan).threads == 1)
    }

    @Test func powerBetweenTwoNumbersOfThreadsIsOnTheLine() throws {
        let board = try makeHandBoard()
        #expect(board.activeWatts(runtime: .tflite, threads: 2).value == 4)
        #expect(board.activeWatts(runtime: .tflite, threads: 3).value == 5)
        #expect(board.activeWatts(runtime: .tflite, threads: 3).measuredAt == .wall)
    }

    @Test func boardsAndTargetsRoundTripThroughJSON() throws {
        let target = try shippedBoards.board(named: "jetson-nano").target(runtime: .ncnn, threads: 2)
        let data = try JSONEncoder().encode(target)
        #expect(try JSONDecoder().decode(Target.self, from: data) == target)
    }
}
