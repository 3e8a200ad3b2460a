import Foundation
import TestSupport
import Testing

/// A search that is refused before its first trial leaves nothing behind.
@Suite struct RefusedSearchTests {
    private func files(_ folder: URL) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0 != "tiny.yaml" }.sorted()
    }

    private func limited(_ command: String, in folder: URL) throws -> NASProgram.Result {
        try NASProgram.shell("ulimit \(command)", in: folder)
    }

    @Test func limitsOfTheProcessAreSaidAtTheStart() throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            let cases = [
                ("-v 400000; nas search tiny.yaml", "391 MiB", "ulimit -v 1048576"),
                ("-v 170000; nas search tiny.yaml", "ulimit -v", "1048576"),
                ("-v 150000; nas search tiny.yaml", "150000 kB (ulimit -v)", "ulimit -v unlimited"),
                ("-d 200000; nas search tiny.yaml", "ulimit -d", "ulimit -d 1048576"),
                ("-n 16; nas search tiny.yaml --workers 8", "the limit on open files is 16", "ulimit -n 80"),
                ("-n 60; nas search tiny.yaml --workers 8", "the limit on open files is 60", "--workers 3"),
                ("-v 400000; nas bench --net mlp", "391 MiB", "ulimit -v 1048576"),
                ("-v 400000; nas rank tiny.yaml", "391 MiB", "ulimit -v 1048576"),
            ]
            for (command, limit, way) in cases {
                let result = try limited(command, in: folder)
                #expect(
                    result.status == 1 && result.errors.contains("error"), "\(command): \(result.status) \(result.output) \(result.errors)")
                #expect(result.errors.contains(limit) && result.errors.contains(way), "\(command): \(result.errors)")
                #expect(try files(folder).isEmpty, "\(command)")
            }
            // The soft limit is no reason where the hard one is higher; and what is enough is enough.
            for command in [
                "-Sn 16; nas search tiny.yaml --trials 2 --workers 4 --db a.db", "-v 1048576; nas resume a.db --trials 4 --workers 2",
            ] {
                let result = try limited(command, in: folder)
                #expect(result.status == 0, "\(command): \(result.errors)")
            }
        }
    }

    @Test func workersThatDoNotStartLeaveNoDatabase() throws {
        try NASProgram.inTemporaryFolder { folder in
            try Data(NASProgram.tinySpace.utf8).write(to: folder.appendingPathComponent("tiny.yaml"))
            // The program's file is gone when it is to be started once more.
            let gone = "cp \(NASProgram.executable.path) copy; exec 9<copy; rm copy; exec /proc/self/fd/9"
            for arguments in ["search tiny.yaml --trials 4", "search tiny.yaml --trials 4 --db deep/er/a.db"] {
                let result = try NASProgram.shell("\(gone) \(arguments)", in: folder)
                #expect(result.status == 1 && result.errors.contains("cannot start the worker"), "\(result.errors)")
                #expect(try files(folder).isEmpty)
            }
            // A fork is refused in the same way, and what it is a fork of stays.
            #expect(try NASProgram.run(["search", "tiny.yaml", "--trials", "4"], in: folder).status == 0)
            let before = try files(folder)
            let fork = try NASProgram.shell("\(gone) fork runs/tiny-1.db --trials +4 --strategy random --db other/b.db", in: folder)
            #expect(fork.status == 1 && fork.errors.contains("cannot start the worker"), "\(fork.errors)")
            #expect(try files(folder).filter { !$0.hasSuffix("-shm") && !$0.hasSuffix("-wal") } == before)
            // A resumed run that is refused is kept.
            let resumed = try NASProgram.shell("\(gone) resume runs/tiny-1.db --trials +4", in: folder)
            #expect(resumed.status == 1 && resumed.errors.contains("cannot start the worker"))
            #expect(try NASProgram.run(["resume", "runs/tiny-1.db"], in: folder).status == 0)
        }
    }
}
