import Foundation
import Search

/// Shows a search as it goes: one line that is rewritten on a terminal, a plain line for each event in a pipe.
final class ProgressView {
    struct State {
        /// In trainings to the run's fidelity: a trial that is trained for a third as long is a third of one.
        var done = 0.0
        var total = 0.0
        var best: Double?
        var frontSize = 0
        var rejected = 0
        var failed = 0

        mutating func take(_ progress: SearchProgress) {
            (done, total) = (progress.done, progress.total)
            (best, frontSize, failed) = (progress.best, progress.frontSize, progress.failed)
        }

        /// `12/40`, `12.3/40`
        var counted: String {
            let isWhole = done == done.rounded()
            return String(format: isWhole ? "%.0f/%.0f" : "%.1f/%.0f", done, total)
        }
    }

    private let started = Date()
    private var doneAtStart: Double
    private var state: State
    private var hasLine = false

    init(_ state: State) {
        self.state = state
        doneAtStart = state.done
    }

    /// Takes the numbers that a session begins with.
    func begin(_ state: State) {
        doneAtStart = state.done
        update(state)
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
        Terminal.print("\r\u{1b}[2K" + line.prefix((Terminal.width ?? 80) - 1), terminator: "")
        hasLine = true
    }

    /// `12/40  best 98.3 %  front 4  rejected 31  120/h  14 min left`
    static func line(_ state: State, doneHere: Double, seconds: Double) -> String {
        var parts = [state.counted]
        parts.append("best " + (state.best.map { String(format: "%.2f %%", $0 * 100) } ?? "-"))
        parts.append("front \(state.frontSize)")
        parts.append("rejected \(state.rejected)")
        if state.failed > 0 { parts.append("failed \(state.failed)") }
        if doneHere > 0, seconds > 0 {
            let hourly = doneHere / seconds * 3600
            parts.append(String(format: hourly < 100 ? "%.1f/h" : "%.0f/h", hourly))
            parts.append(Terminal.duration(max(0, state.total - state.done) / hourly * 3600) + " left")
        }
        return parts.joined(separator: "  ")
    }
}
