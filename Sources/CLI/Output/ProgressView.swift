import Foundation

/// Shows a search as it goes: one line that is rewritten on a terminal, a plain line for each event in a pipe.
final class ProgressView {
    struct State {
        var done = 0
        var total = 0
        var best: Double?
        var frontSize = 0
        var rejected = 0
        var failed = 0
    }

    private let started = Date()
    private let doneAtStart: Int
    private var state: State
    private var hasLine = false

    init(_ state: State) {
        self.state = state
        doneAtStart = state.done
    }

    /// Takes the new numbers; on a terminal the line is drawn again.
    func update(_ state: State) {
        self.state = state
        draw()
    }

    /// Prints a line that stays.
    func note(_ line: String) {
        clear()
        Terminal.print(line)
        draw()
    }

    func finish() { clear() }

    private func clear() {
        guard hasLine else { return }
        Terminal.print("\r\u{1b}[2K", terminator: "")
        hasLine = false
    }

    private func draw() {
        guard Terminal.isInteractive else { return }
        let line = ProgressView.line(state, doneHere: state.done - doneAtStart, seconds: Date().timeIntervalSince(started))
        Terminal.print("\r\u{1b}[2K" + line.prefix(Terminal.columns - 1), terminator: "")
        hasLine = true
    }

    /// `12/40  best 98.3 %  front 4  rejected 31  120/h  14 min left`
    static func line(_ state: State, doneHere: Int, seconds: Double) -> String {
        var parts = ["\(state.done)/\(state.total)"]
        parts.append("best " + (state.best.map { String(format: "%.2f %%", $0 * 100) } ?? "-"))
        parts.append("front \(state.frontSize)")
        parts.append("rejected \(state.rejected)")
        if state.failed > 0 { parts.append("failed \(state.failed)") }
        if doneHere > 0, seconds > 0 {
            let hourly = Double(doneHere) / seconds * 3600
            parts.append(String(format: hourly < 100 ? "%.1f/h" : "%.0f/h", hourly))
            parts.append(Terminal.duration(Double(max(0, state.total - state.done)) / hourly * 3600) + " left")
        }
        return parts.joined(separator: "  ")
    }
}
