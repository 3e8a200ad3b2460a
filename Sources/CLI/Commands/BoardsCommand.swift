import ArgumentParser
import CostModel
import Foundation
import Support

struct BoardsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "boards", abstract: "Lists the boards that ship, or one board's figures with their sources.",
        discussion: "Example: nas boards\n         nas boards raspberry-pi-4")

    @Argument(help: ArgumentHelp("A board's name, or the path of a board file of your own.", valueName: "name"))
    var name: String?

    @Option(help: "table, csv or json.")
    var format: ListingFormat = .table

    func run() throws {
        let listing = try name.map { figures(of: try BoardCatalog.board($0)) } ?? overview()
        try OutputFile.write(listing.text(as: format), to: nil)
    }

    private func overview() throws -> Listing {
        var listing = Listing([
            .init("board", "board"), .init("title", "title"), .init("cpu", "processor"), .init("cores", "cores"), .init("clock_ghz", "GHz"),
            .init("ram_mb", "RAM MB"), .init("idle_w", "idle W"), .init("active_w", "active W"), .init("active_w_borrowed_from", nil),
            .init("runtimes", "runtimes"), .init("latency_error_low", nil), .init("latency_error_high", nil),
            .init("latency_error", "latency error"),
        ])
        for board in try BoardCatalog.all() {
            let profile = board.runtimes[0]
            let active = board.activeWatts(runtime: profile.runtime, threads: profile.threads)
            listing.append([
                .string(board.name), .string(board.title), .string(board.cpu.core), .number(board.cpu.cores.value),
                .number(board.cpu.clockGigahertz.value), .number(board.ramMegabytes.value), .number(board.idleWatts.value),
                .number(active.value), active.borrowedFrom.map(JSON.string) ?? .null,
                .array(board.runtimes.map { .string($0.runtime.rawValue) }), .number(profile.error.low), .number(profile.error.high),
                .string(String(format: "x%.2f to x%.2f", profile.error.low, profile.error.high)),
            ])
        }
        return listing
    }

    /// Every number of a board with its interval, its source, and whose it is.
    private func figures(of board: Board) -> Listing {
        var listing = Listing([
            .init("figure", "figure"), .init("value", "value"), .init("low", "low"), .init("high", "high"), .init("measured_at", "measured at"),
            .init("borrowed_from", "borrowed from"), .init("source", "source"),
        ])
        func add(_ name: String, _ figure: Figure) {
            listing.append([
                .string(name), .number(figure.value), .number(figure.low), .number(figure.high),
                figure.measuredAt.map { .string($0.rawValue) } ?? .null, figure.borrowedFrom.map(JSON.string) ?? .null, .string(figure.source),
            ])
        }
        func add(_ prefix: String, _ processor: Board.Processor) {
            add("\(prefix) cores (\(processor.core))", processor.cores)
            add("\(prefix) clock [GHz]", processor.clockGigahertz)
            add("\(prefix) operations per cycle", processor.flopsPerCycle)
            add("\(prefix) memory copy [MB/s]", processor.copyMegabytesPerSecond)
        }
        add("RAM [MB]", board.ramMegabytes)
        add("cpu", board.cpu)
        if let gpu = board.gpu { add("gpu", gpu) }
        add("idle power [W]", board.idleWatts)
        for power in board.activePower {
            add("active power, \(power.runtime?.rawValue ?? "any runtime"), \(power.threads) threads [W]", power.watts)
        }
        for profile in board.runtimes {
            let name = profile.runtime.rawValue
            for (kind, figure) in [
                ("convolution", profile.convolution), ("pointwise", profile.pointwise), ("depthwise", profile.depthwise),
                ("grouped", profile.grouped), ("dense", profile.dense), ("memory", profile.memory),
            ] {
                add("\(name) efficiency, \(kind)", figure)
            }
            add("\(name) overhead of an operation [us]", profile.overheadMicroseconds)
            add("\(name) overhead of an inference [us]", profile.invocationMicroseconds)
            add("\(name) gain of all cores", profile.parallelGain)
            add("\(name) memory [MB]", profile.memoryMegabytes)
            add("\(name) latency error", profile.error)
        }
        return listing
    }
}
