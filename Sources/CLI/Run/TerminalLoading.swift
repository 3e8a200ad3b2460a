import Datasets
import Foundation
import Support
import Synchronization

/// Shows on standard error how far the reading of data is: one line that is rewritten, where a person sees it.
enum TerminalLoading {
    /// With the user's cache.
    static func loading(verifies: Bool = false) -> DataLoading {
        var loading = DataLoading.standard
        loading.verifies = verifies
        let line = ProgressLine()
        loading.observe = { line.take($0) }
        return loading
    }

    /// `reading pictures: 43,000 of 100,000`, `reading train.csv: 812 MiB of 2.1 GiB`
    static func text(_ progress: LoadingProgress) -> String {
        "\(progress.activity): \(amount(progress.done, progress.unit)) of \(amount(progress.total, progress.unit))"
    }

    /// `preparing pictures: going on at 43,000 of 100,000`
    static func goingOn(_ progress: LoadingProgress) -> String {
        "\(progress.activity): going on at \(amount(progress.done, progress.unit)) of \(amount(progress.total, progress.unit))"
    }

    private static func amount(_ number: Int, _ unit: LoadingProgress.Unit) -> String {
        guard unit == .examples else { return Dimension.memory.format(Double(number)) }
        var digits = String(number)
        for place in stride(from: digits.count - 3, to: 0, by: -3) {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
        }
        return digits
    }
}

private final class ProgressLine: Sendable {
    private struct State {
        let isShown = Terminal.errorsAreInteractive
        var isDrawn = false
        var next = ContinuousClock.now
    }

    private let state = Mutex(State())

    func take(_ event: LoadingEvent) {
        state.withLock { state in
            switch event {
            case .progress(let progress): draw(TerminalLoading.text(progress), &state)
            case .goingOn(let progress): note(TerminalLoading.goingOn(progress), &state)
            case .note(let text): note(text, &state)
            case .ended: clear(&state)
            }
        }
    }

    /// A few times a second.
    private func draw(_ text: @autoclosure () -> String, _ state: inout State) {
        let now = ContinuousClock.now
        guard state.isShown, now >= state.next else { return }
        state.next = now + .milliseconds(200)
        Terminal.printError("\r\u{1b}[2K" + text().prefix(Terminal.errorWidth - 1), terminator: "")
        state.isDrawn = true
    }

    private func note(_ text: String, _ state: inout State) {
        clear(&state)
        Terminal.printError(text)
    }

    private func clear(_ state: inout State) {
        if state.isDrawn { Terminal.printError("\r\u{1b}[2K", terminator: "") }
        state.isDrawn = false
    }
}
