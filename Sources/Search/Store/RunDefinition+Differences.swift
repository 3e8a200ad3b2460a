internal import Foundation

/// One way in which a run would go on as another than it was.
public struct RunDifference: Sendable, Hashable, CustomStringConvertible {
    /// What of a run can differ: its search space, a board's profile, the data set, or the engine that trains.
    public enum Part: String, Sendable, Hashable, CaseIterable { case space, board, data, engine }

    /// What differs.
    public let part: Part
    /// The difference in one line, for the user.
    public let message: String
    /// Lines that went (`- `) and lines that came (`+ `); at most 40, and then how many more there are.
    public let diff: [String]

    /// Whether resuming is refused unless the user says so. Another engine only warns, and marks the trials.
    public var isRefused: Bool { part != .engine }

    /// The message, and below it the lines of the diff.
    public var description: String { ([message] + diff.map { "  " + $0 }).joined(separator: "\n") }
}

extension RunDefinition {
    /// How `current`, read anew from the user's files, differs from this stored definition in what must not change.
    public func differences(to current: RunDefinition) -> [RunDifference] {
        var found: [RunDifference] = []
        if space.hash != current.space.hash {
            found.append(
                RunDifference(
                    part: .space, message: "the search space \(current.space.fileName) changed since the run began",
                    diff: Self.diff(space.text, current.space.text)))
        }
        for (number, (board, now)) in zip(boards, current.boards).enumerated() where board.profileHash != now.profileHash {
            let which = number == 0 ? "the board" : "a further board"
            found.append(
                RunDifference(
                    part: .board,
                    message:
                        "the profile of \(which) changed since the run began: \(board.target) was \(board.profileHash), is \(now.profileHash)",
                    diff: Self.diff(StoreEncoding.text(board.target), StoreEncoding.text(now.target))))
        }
        if data.fingerprint != current.data.fingerprint || data.task != current.data.task {
            found.append(
                RunDifference(
                    part: .data, message: "the data set \(current.data.name) changed since the run began",
                    diff: Self.diff("\(data.name) \(data.fingerprint)", "\(current.data.name) \(current.data.fingerprint)")))
        }
        if engine != current.engine {
            func words(_ engine: Engine) -> String { "\(engine.version), kernels \(engine.kernelClass), BLAS \(engine.blasCore)" }
            found.append(
                RunDifference(
                    part: .engine,
                    message: "another engine than the run began with: accuracies may differ in their last bits; new trials are marked",
                    diff: Self.diff(words(engine), words(current.engine))))
        }
        return found
    }

    /// At most 40 lines.
    private static func diff(_ before: String, _ after: String) -> [String] {
        let old = before.split(separator: "\n", omittingEmptySubsequences: false)
        let new = after.split(separator: "\n", omittingEmptySubsequences: false)
        var changes: [(line: Int, kind: Int, text: String)] = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, let element, _): changes.append((offset, 0, "- \(element)"))
            case .insert(let offset, let element, _): changes.append((offset, 1, "+ \(element)"))
            }
        }
        let lines = changes.sorted { ($0.line, $0.kind) < ($1.line, $1.kind) }.map(\.text)
        return lines.count > 40 ? lines[..<40] + ["... and \(lines.count - 40) lines more"] : lines
    }
}
