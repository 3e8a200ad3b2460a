public import Support

extension Board {
    /// A state in which the board idles on another power than usual, such as with its network off.
    public struct IdleState: Sendable, Hashable, Codable {
        /// The name as the user writes it: `network-off`.
        public let name: String
        /// The power at rest in this state, in watts.
        public let watts: SourcedValue

        /// How names are compared: in small letters, words joined by hyphens.
        static func plainName(_ name: String) -> String {
            name.lowercased().split(whereSeparator: { $0 == " " || $0 == "_" || $0 == "-" }).joined(separator: "-")
        }
    }

    /// Returns the idle state of this name, however its words are joined.
    ///
    /// - Throws: a `Diagnostic` that lists the states the board has.
    public func idleState(named name: String) throws(Diagnostic) -> IdleState {
        let plain = IdleState.plainName(name)
        if let state = idleStates.first(where: { $0.name == plain }) { return state }
        let known = idleStates.map { "\($0.name) (\(wattsInWords($0.watts.value)))" }.joined(separator: ", ")
        throw Diagnostic(
            "--idle: board \(self.name) has no idle state '\(name)'",
            hint: idleStates.isEmpty
                ? "none is published for it: idle_states in a board file of your own, with what you measured (docs/boards.md)"
                : "it has: \(known), and \(wattsInWords(idleWatts.value)) without --idle")
    }
}

extension Target {
    /// Returns the idle power in an idle state of the board, in watts; the usual one for nil.
    ///
    /// - Throws: a `Diagnostic` where the board has no such state.
    public func idleWatts(in state: String?) throws(Diagnostic) -> SourcedValue {
        guard let state else { return idleWatts }
        return idleWatts(in: try board.idleState(named: state))
    }

    /// The board file's figure; where a calibration measured idle power, that less what the state saves in the board file.
    func idleWatts(in state: Board.IdleState) -> SourcedValue {
        let (usual, measured) = (board.idleWatts, idleWatts)
        guard measured != usual else { return state.watts }
        let saved = usual.value - state.watts.value
        return SourcedValue(
            max(measured.value - saved, 0), low: max(measured.low - saved, 0), high: max(measured.high - saved, 0),
            source: "\(measured.source), less what \(state.name) saves: \(state.watts.source)", measuredAt: measured.measuredAt)
    }
}
