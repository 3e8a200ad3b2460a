import ArgumentParser
import CostModel
import Foundation
import Support

struct BoardsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "boards", abstract: "Lists the boards that ship, or one board's figures with their sources.",
        discussion: "Example: nas boards raspberry-pi-4\n         nas boards raspberry-pi-4")

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
        let directory = try BoardCatalog.directory()
        for name in directory.names {
            let board = try directory.board(named: name)
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
            .init("figure", "figure"), .init("value", "value"), .init("unit", "unit"), .init("low", "low"), .init("high", "high"),
            .init("measured_at", "measured at"),
            .init("borrowed_from", "borrowed from"), .init("source", "source"),
        ])
        for named in board.figures {
            let figure = named.figure
            listing.append([
                .string(named.name), .number(figure.value), .string(named.unit), .number(figure.low), .number(figure.high),
                figure.measuredAt.map { .string($0.rawValue) } ?? .null, figure.borrowedFrom.map(JSON.string) ?? .null,
                .string(figure.source),
            ])
        }
        return listing
    }
}
