import Foundation
import Testing

/// Signals that reach a search are no outcome of its trials, in whatever order they reach its processes. `Tests/signal-search.sh` does the
/// same at random moments, and compares what comes of it.
@Suite(.serialized) struct SignalTests {
    private static let search = ["search", "tiny.yaml", "--trials", "500", "--epochs", "60", "--workers", "2", "--db", "a.db"]

    private func inFolder(_ body: (URL) throws -> Void) throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            try body(folder)
        }
    }

    private func wait(for text: String, _ running: NASProgram.Running) {
        let deadline = Date(timeIntervalSinceNow: 60)
        while !running.outputSoFar.contains(text), running.process.isRunning, Date() < deadline { Thread.sleep(forTimeInterval: 0.01) }
        #expect(running.outputSoFar.contains(text))
    }

    /// What was said to be finished is kept, and nothing has failed.
    private func expectNoFailure(_ folder: URL, _ said: String) throws {
        let states = CSVTable(try NASProgram.run(["trials", "a.db", "--format", "csv"], in: folder).output).column("state")
        let finished = said.split(separator: "\n").count { $0.contains(": accuracy") }
        #expect(finished > 0 && states.count { $0 == "finished" } >= finished)
        #expect(!states.contains("failed"))
    }

    enum Order: CaseIterable { case driverAlone, workersFirst, driverFirst }

    @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT], Order.allCases) func itEndsAsWithCtrlC(signal: Int32, order: Order) throws {
        try inFolder { folder in
            let running = try NASProgram.start(Self.search, in: folder)
            wait(for: ": accuracy", running)
            let driver = running.process.processIdentifier
            let workers = ProcessTree.children(of: driver)
            #expect(!workers.isEmpty)
            switch order {
            case .driverAlone: kill(driver, signal)
            case .workersFirst: for process in workers + [driver] { kill(process, signal) }
            case .driverFirst: for process in [driver] + workers { kill(process, signal) }
            }
            let result = running.wait()
            #expect(result.status == 130 && running.process.terminationReason == .exit)
            #expect(
                result.output.contains("everything finished is kept. Go on with: \(NASProgram.executable.path) resume a.db"),
                "\(result.output)")
            try expectNoFailure(folder, result.output)
        }
    }

    @Test func aSignalToItsWorkersAloneEndsNoTrial() throws {
        try inFolder { folder in
            let running = try NASProgram.start(Self.search, in: folder)
            wait(for: ": accuracy", running)
            for signal in [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGKILL] {
                for worker in ProcessTree.children(of: running.process.processIdentifier) { kill(worker, signal) }
            }
            wait(for: "trial 6: accuracy", running)
            kill(running.process.processIdentifier, SIGTERM)
            let result = running.wait()
            #expect(result.status == 130)
            try expectNoFailure(folder, result.output)
        }
    }

    @Test func underNohupAHangUpIsIgnored() throws {
        try inFolder { folder in
            let running = try NASProgram.start(Self.search, in: folder, through: ["nohup"])
            wait(for: ": accuracy", running)
            for process in [running.process.processIdentifier] + ProcessTree.children(of: running.process.processIdentifier) {
                kill(process, SIGHUP)
            }
            wait(for: "trial 6: accuracy", running)
            #expect(running.process.isRunning)
            kill(running.process.processIdentifier, SIGTERM)
            let result = running.wait()
            #expect(result.status == 130)
            try expectNoFailure(folder, result.output)
        }
    }

    /// It is still reading its space, from a pipe that nobody writes to.
    @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT]) func beforeItsStoreItEndsAtOnce(signal: Int32) throws {
        try inFolder { folder in
            let pipe = folder.appendingPathComponent("pipe.yaml").path
            #expect(mkfifo(pipe, 0o600) == 0)
            let running = try NASProgram.start(["search", pipe], in: folder)
            var writer: Int32 = -1
            let deadline = Date(timeIntervalSinceNow: 60)
            while writer < 0, Date() < deadline {
                // It succeeds once there is a reader.
                writer = open(pipe, O_WRONLY | O_NONBLOCK)
                if writer < 0 { Thread.sleep(forTimeInterval: 0.01) }
            }
            defer { close(writer) }
            #expect(writer >= 0)
            kill(running.process.processIdentifier, signal)
            let result = running.wait()
            #expect(result.status == 130 && result.errors.contains("interrupted before the search began"))
        }
    }

    @Test func ofAMovedDatabaseItIsSaidWhereItIs() throws {
        try inFolder { folder in
            let running = try NASProgram.start(Self.search, in: folder)
            wait(for: ": accuracy", running)
            let workers = ProcessTree.children(of: running.process.processIdentifier)
            let files = FileManager.default
            try files.moveItem(at: folder.appendingPathComponent("a.db"), to: folder.appendingPathComponent("b.db"))
            let result = running.wait()
            #expect(result.status == 1)
            #expect(result.errors.contains("the database was moved while it was written; it is now"))
            #expect(!result.output.contains("is kept"))
            #expect(workers.allSatisfy { !ProcessTree.isAlive($0) })
            try files.moveItem(at: folder.appendingPathComponent("b.db"), to: folder.appendingPathComponent("a.db"))
            try expectNoFailure(folder, result.output)
        }
    }

    @Test func aLinkLetsNobodyWriteBesideIt() throws {
        try inFolder { folder in
            let running = try NASProgram.start(Self.search, in: folder)
            wait(for: ": accuracy", running)
            let files = FileManager.default
            try files.createSymbolicLink(atPath: folder.path + "/soft.db", withDestinationPath: "a.db")
            try files.linkItem(atPath: folder.path + "/a.db", toPath: folder.path + "/hard.db")
            for name in ["soft.db", "hard.db"] {
                let second = try NASProgram.run(["resume", name], in: folder)
                #expect(second.status == 1 && second.errors.contains("another search is writing this database"), "\(second.errors)")
                #expect(!files.fileExists(atPath: folder.path + "/" + name.replacing(".db", with: ".weights")))
            }
            kill(running.process.processIdentifier, SIGTERM)
            #expect(running.wait().status == 130)
        }
    }
}
