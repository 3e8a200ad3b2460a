import ArgumentParser

/// Whose estimates and front a reading command shows.
struct BoardViewOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Of a run for several boards: whose estimates and front (default: the first's).", valueName: "name"))
    var board: String?
}
