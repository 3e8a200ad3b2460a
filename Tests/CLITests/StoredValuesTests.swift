import Foundation
import GRDB
import TestSupport
import Testing

/// Databases that hold what no run writes, and names that are no database's: an error with the place, and never a trap.
@Suite struct StoredValuesTests {
    private func nas(_ folder: URL, _ arguments: String...) throws -> NASProgram.Result { try NASProgram.run(arguments, in: folder) }

    private func withRun(_ body: (URL) throws -> Void) throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            let search = try nas(folder, "search", "tiny.yaml", "--trials", "2", "--db", "a.db")
            #expect(search.status == 0, "\(search.errors)")
            try body(folder)
        }
    }

    @Test(arguments: [
        ("trials", "-5"), ("fidelity", "0"), ("lookahead", "-1"), ("context", "'{'"), ("context", "'{}'"),
        ("context", "json_set(context, '$.folds', 0)"),
        ("task", "'{'"),
        ("strategy", "'magic'"), ("strategy_settings", "'[1]'"), ("objectives", "'beauty'"), ("ended", "'never'"),
    ])
    func noCommandTraps(column: String, value: String) throws {
        try withRun { folder in
            let queue = try DatabaseQueue(path: folder.appendingPathComponent("a.db").path)
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA ignore_check_constraints = ON; UPDATE run SET \(column) = \(value)")
            }
            try queue.close()
            for command in [["status"], ["pareto"], ["trials"], ["resume"], ["resume", "--trials", "+1"]] {
                let result = try NASProgram.run([command[0], "a.db"] + command.dropFirst(), in: folder)
                // What a command does not read is not in its way.
                let isRead = command[0] == "resume" ? column != "ended" : !["context", "strategy", "ended"].contains(column)
                #expect(result.status == (isRead ? 65 : result.status) && [0, 65].contains(result.status), "\(command): \(result.errors)")
                if isRead { #expect(result.errors.contains("column \(column) of table run has"), "\(command): \(result.errors)") }
                #expect(!result.errors.contains("DecodingError"))
            }
        }
    }

    /// One of version 1, of a run that another program has made.
    @Test func aRunThatCannotGoOnIsLeftAsItIs() throws {
        try NASProgram.inTemporaryFolder { folder in
            let old = SharedData.packageRoot.appendingPathComponent("Tests/SearchTests/Databases/version-1.db")
            let copy = folder.appendingPathComponent("a.db")
            try FileManager.default.copyItem(at: old, to: copy)
            let result = try nas(folder, "resume", "a.db", "--trials", "+1")
            #expect(result.status == 65 && result.errors.contains("column context of table run has"), "\(result.errors)")
            #expect(result.errors.contains("'spaceText' is missing"))
            let (now, before) = (try Data(contentsOf: copy), try Data(contentsOf: old))
            #expect(now == before)
        }
    }

    @Test func namesThatAreNoFilesAreSaidToBe() throws {
        try withRun { folder in
            try FileManager.default.createDirectory(at: folder.appendingPathComponent("sub"), withIntermediateDirectories: true)
            try Data("a text\n".utf8).write(to: folder.appendingPathComponent("notes.txt"))
            for (name, message) in [
                ("sub", "a folder"), ("sub/", "a folder"), ("new/", "a folder"), ("", "needs the name of a file"),
                ("/dev/null", "a device"),
                ("notes.txt", "not a database of nas"), ("a.db", "there is a database already"),
            ] {
                for arguments in [["search", "tiny.yaml", "--trials", "1", "--db", name], ["fork", "a.db", "--db", name]] {
                    let result = try NASProgram.run(arguments, in: folder)
                    #expect(result.status == 65 && result.errors.contains(message), "\(arguments): \(result.errors)")
                    #expect(result.errors.contains("nas resume") == (name == "a.db"), "\(arguments): \(result.errors)")
                }
            }
            let status = try nas(folder, "status", "/dev/null")
            #expect(status.errors.contains("a device"))
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("new").path))
        }
    }

    @Test func aLimitOfTheFileSizeIsNamed() throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            let result = try NASProgram.shell("ulimit -f 200; nas search tiny.yaml --trials 400 --steps 1 --db a.db", in: folder)
            #expect(result.status == 1 && result.errors.contains("ulimit -f"), "\(result.errors)")
        }
    }

    /// A full disk, where a test may make one.
    @Test(.enabled("mounting needs root") { getuid() == 0 }) func aFullDiskPromisesNothingThatIsNotThere() throws {
        try withRun { folder in
            let small = folder.appendingPathComponent("small").path
            let mounted = try NASProgram.shell("mkdir small && mount -t tmpfs -o size=60k tmpfs small", in: folder)
            guard mounted.status == 0 else { return }
            defer { _ = try? NASProgram.shell("umount -l \(small)", in: folder) }
            for arguments in [["search", "tiny.yaml", "--db", "small/b.db"], ["copy", "a.db", "small/c.db"]] {
                let result = try NASProgram.run(arguments, in: folder)
                #expect(result.status == 1 && result.errors.contains("disk"), "\(result.errors)")
                #expect(!result.errors.contains("is in the database") && !result.errors.contains("resume"), "\(result.errors)")
                let left = try FileManager.default.contentsOfDirectory(atPath: small)
                #expect(left.isEmpty)
            }
        }
    }

    @Test func spaceChecksWhatASearchChecks() throws {
        try NASProgram.inTemporaryFolder { folder in
            let file = folder.appendingPathComponent("tiny.yaml")
            for defaults in [
                "budget: {latency: 20}", "budget: {latency: 20MS}", "battery: 4000mAh\n  hours: 26\n  rate: 1/s", "strategy: magic",
                "trials: 0", "max-time: soon",
                "objectives: beauty", "rungs: 99",
            ] {
                let head = NASProgram.tinySpace.split(separator: "\n").prefix { !$0.hasPrefix("defaults:") }.joined(separator: "\n")
                try Data("\(head)\ndefaults:\n  board: raspberry-pi-zero-w\n  \(defaults)\n".utf8).write(to: file)
                let space = try nas(folder, "space", "tiny.yaml")
                let search = try nas(folder, "search", "tiny.yaml", "--db", "a.db")
                #expect(space.status == 65 && search.status == 65, "\(defaults): \(space.errors) \(search.errors)")
                #expect(space.errors == search.errors, "\(defaults)")
            }
        }
    }

    @Test func timeUpLeavesTheTestSplitAlone() throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            let search = try nas(folder, "search", "tiny.yaml", "--trials", "5000", "--steps", "200", "--max-time", "3s", "--db", "a.db")
            #expect(search.status == 0 && search.output.contains("time is up") && !search.output.contains("test accuracy"))
            let trials = CSVTable(try nas(folder, "trials", "a.db", "--format", "csv").output)
            #expect(trials.column("test_accuracy").filter { !$0.isEmpty } == [])
        }
    }

    @Test func aMissionThatNothingFitsIsNamed() throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            let mission = ["--battery", "4000mAh@5V", "--hours", "26"]
            let begin = ["search", "tiny.yaml", "--steps", "20", "--trials", "1", "--db", "a.db"] + mission
            let refused = try NASProgram.run(begin + ["--rate", "1e9/s"], in: folder)
            #expect(refused.status == 2 && refused.errors.contains("the nearest mission that fits: --rate "), "\(refused.errors)")
            let rate = try #require(refused.errors.firstMatch(of: #/--rate ([^,\s]+)/#)?.1)
            let result = try NASProgram.run(begin + ["--rate", String(rate)], in: folder)
            #expect(result.status == 0, "\(rate): \(result.errors)")
        }
    }

    @Test func aRefusedCalibrationLeavesNoFolder() throws {
        try NASProgram.inTemporaryFolder { folder in
            for place in ["nosuch://x", "ssh://", ""] {
                let result = try nas(folder, "calibrate", "run", "--on", place, "--board", "b", "--out", "cal")
                #expect(result.status == 64, "\(result.errors)")
                #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("cal").path))
            }
            let refused = try nas(folder, "calibrate", "run", "--on", "ssh://127.0.0.1:9", "--board", "b", "--out", "cal")
            #expect(refused.status == 1 && !refused.errors.contains("what was measured is kept"), "\(refused.errors)")
        }
    }
}
