import ArgumentParser

/// Whose estimates and front a reading command shows.
struct BoardViewOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Board whose estimates and front are shown, in a run for several boards (default: the first).", valueName: "name"))
    var board: String?
}
