public import CostModel
internal import Foundation

/// The columns of `nas boards`; of runtimes the first of the board's file.
public enum BoardColumns {
    /// The columns in their order; active power and latency error are those of the board's first runtime.
    public static let all: [Column<Board>] = [
        Column("board", "board") { $0.name }.ranked(.key),
        Column("title", "title") { $0.title }.ranked(.useful).shortened(),
        Column("cpu", "processor") { $0.cpu.core }.shortened(),
        Column("cores", "cores") { $0.cpu.cores.value },
        Column("clock_ghz", "GHz") { $0.cpu.clockGigahertz.value },
        Column("ram_mb", "RAM MB") { $0.ramMegabytes.value },
        Column("idle_w", "idle W") { $0.idleWatts.value },
        Column("active_w", "active W") { $0.usualActiveWatts.value },
        Column("active_w_borrowed_from") { $0.usualActiveWatts.borrowedFrom },
        Column("runtimes", "runtimes") { $0.runtimes.map(\.runtime.rawValue) }.ranked(.useful).shortened(),
        Column("latency_error_low") { $0.runtimes[0].error.low },
        Column("latency_error_high") { $0.runtimes[0].error.high },
        Column("latency_error", "latency error") { board in
            String(format: "x%.2f to x%.2f", board.runtimes[0].error.low, board.runtimes[0].error.high)
        }.ranked(.useful),
    ]
}

extension Board {
    fileprivate var usualActiveWatts: SourcedValue { activeWatts(runtime: runtimes[0].runtime, threads: runtimes[0].threads) }
}

/// The columns of one board's figures: each number with its interval, its source, and whose it is.
public enum FigureColumns {
    /// The columns in their order; a listing of `Board.figures` has them.
    public static let all: [Column<NamedFigure>] = [
        Column("figure", "figure") { $0.name }.ranked(.key).shortened(to: 20),
        Column("value", "value") { $0.figure.value },
        Column("unit", "unit") { $0.unit },
        Column("low", "low") { $0.figure.low },
        Column("high", "high") { $0.figure.high },
        Column("measured_at", "measured at") { $0.figure.measuredAt?.rawValue }.ranked(.detail),
        Column("borrowed_from", "borrowed from") { $0.figure.borrowedFrom }.ranked(.useful).shortened(),
        Column("source", "source") { $0.figure.source }.shortened(to: 16),
    ]
}
