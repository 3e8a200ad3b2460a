internal import Foundation
internal import Search

/// The program that tests kill: `worker` serves jobs, `drive DB WORKERS TRIALS DELAY` makes a run or goes on with it, `hold DB`
/// opens a database and waits.
@main
enum SearchTestWorker {
    static func main() {
        do {
            try serve()
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    private static func serve() throws {
        let arguments = CommandLine.arguments
        switch arguments.dropFirst().first {
        case "worker":
            exit(
                WorkerLoop { text in
                    let context = try ToyEvaluator.Context(text: text)
                    if context.refuse { throw WorkerError("no such data") }
                    return ToyEvaluator(context)
                }.run())
        case "drive":
            var run = ToyRun()
            run.trials = Int(arguments[4]) ?? 40
            run.context.meanDelaySeconds = Double(arguments[5]) ?? 0
            let path = arguments[2]
            let store =
                FileManager.default.fileExists(atPath: path)
                ? try Store.open(at: path) : try Store.create(at: path, run: try run.definition())
            let pool = try ProcessPool(
                workers: Int(arguments[3]) ?? 1, command: .init([arguments[0], "worker"]), context: try store.run().context)
            let driver = try run.driver(store, pool) { event in
                if case .finished(let trial, _) = event { say("finished \(trial) workers \(pool.processIDs)") }
            }
            say("\(try driver.search())")
        case "hold":
            let store = try Store.open(at: arguments[2])
            say("holding \(store.path)")
            while true { sleep(1) }
        case "silent":
            exit(3)
        default:
            exit(64)
        }
    }

    /// Without a buffer, for whoever waits for it.
    private static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
}
