import Foundation
import SearchTestWorker
import Testing

@testable import Search

/// Which file a database is, whatever its names, and whether it still is where it was.
@Suite struct StorePlaceTests {
    private static func error(_ body: () throws -> Void) -> StoreError? {
        do {
            try body()
            return nil
        } catch { return error as? StoreError }
    }

    private static func filled(_ path: String, trials: Int = 5) throws -> Store {
        let store = try Store.create(at: path, run: try ToyRun().definition())
        var change = StoreChange()
        change.proposals = try StoreTests.proposals(trials)
        try store.commit(change)
        return store
    }

    // MARK: Names

    @Test func aSymbolicLinkIsTheFileItLeadsTo() throws {
        let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
        let path = folder.file("a.db")
        let store = try Self.filled(path)
        for (link, target) in [(other.file("b.db"), path), (other.file("chain.db"), other.file("b.db")), (folder.file("c.db"), "a.db")] {
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
            #expect(Self.error { _ = try Store.open(at: link) }?.kind == .locked)
            #expect(try Store.read(at: link).weightsFolder == store.weightsFolder)
        }
        try FileManager.default.createSymbolicLink(atPath: other.file("folder"), withDestinationPath: folder.path)
        #expect(Self.error { _ = try Store.open(at: other.file("folder/a.db")) }?.kind == .locked)
        #expect(try FileManager.default.contentsOfDirectory(atPath: other.path).sorted() == ["b.db", "chain.db", "folder"])
        try store.checkPlace()
    }

    @Test func aLinkToNothingIsWhereADatabaseIsMade() throws {
        let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
        let link = other.file("b.db")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder.file("new/a.db"))
        let store = try Self.filled(link)
        #expect(store.path == ResolvedPath.of(folder.path) + "/new/a.db")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == folder.file("new/a.db"))
        #expect(try Store.read(at: link).trials().count == 5)
    }

    @Test func aHardLinkIsTheSameFile() throws {
        let folder = try TemporaryFolder()
        let (path, link) = (folder.file("a.db"), folder.file("b.db"))
        do {
            let store = try Self.filled(path)
            try FileManager.default.linkItem(atPath: path, toPath: link)
            #expect(Self.error { _ = try Store.open(at: link) }?.kind == .locked)
            // What is newest is in the journal of the other name.
            #expect(Self.error { _ = try Store.read(at: link) }?.kind == .changed)
            try store.checkPlace()
        }
        #expect(try Store.open(at: link).trials().count == 5)
    }

    /// To go on under the other name would leave out its journal, which would then destroy the file.
    @Test func theJournalOfAnotherNameIsNotLeftOut() throws {
        let (folder, killed) = (try TemporaryFolder(), try TemporaryFolder())
        let store = try Self.filled(folder.file("a.db"))
        for name in ["a.db", "a.db-wal"] { try FileManager.default.copyItem(atPath: folder.file(name), toPath: killed.file(name)) }
        withExtendedLifetime(store) {}
        try FileManager.default.linkItem(atPath: killed.file("a.db"), toPath: killed.file("b.db"))
        let error = Self.error { _ = try Store.open(at: killed.file("b.db")) }
        #expect(error?.kind == .changed && error?.message.contains("a.db") == true)
        #expect(try Store.open(at: killed.file("a.db")).trials().count == 5)
        #expect(try Store.open(at: killed.file("b.db")).trials().count == 5)
    }

    @Test func withoutItsLockFileItIsLockedToo() throws {
        let folder = try TemporaryFolder()
        let store = try Self.filled(folder.file("a.db"))
        unlink(folder.file("a.db-lock"))
        #expect(Self.error { _ = try Store.open(at: folder.file("a.db")) }?.kind == .locked)
        withExtendedLifetime(store) {}
    }

    // MARK: Places

    private enum Change: CaseIterable { case move, moveToOtherFolder, moveFolder, moveBehindLink, linkAndRemove }

    @Test(arguments: Change.allCases) private func aMovedDatabaseIsWholeAndItIsSaidWhere(change: Change) throws {
        let folder = try TemporaryFolder()
        let root = ResolvedPath.of(folder.path)
        let files = FileManager.default
        for name in ["run", "other"] { try files.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true) }
        let path = folder.file("run/a.db")
        var new = root + "/run/b.db"
        do {
            let store = try Self.filled(path)
            try store.checkPlace()
            switch change {
            case .move: try files.moveItem(atPath: path, toPath: new)
            case .moveToOtherFolder:
                new = root + "/other/b.db"
                try files.moveItem(atPath: path, toPath: new)
            case .moveFolder:
                new = root + "/elsewhere/a.db"
                try files.moveItem(atPath: folder.file("run"), toPath: folder.file("elsewhere"))
            case .moveBehindLink:
                try files.moveItem(atPath: path, toPath: new)
                try files.createSymbolicLink(atPath: path, withDestinationPath: "b.db")
            case .linkAndRemove:
                try files.linkItem(atPath: path, toPath: new)
                try files.removeItem(atPath: path)
            }
            let error = Self.error { try store.checkPlace() }
            #expect(
                error?.kind == .moved && error?.message.contains("now \(new)") == true && error?.hint?.contains("nas resume \(new)") == true
            )
            #expect(Self.error { try store.checkPlace() } == error)
            // Alone it has everything.
            try files.copyItem(atPath: new, toPath: folder.file("alone.db"))
        }
        #expect(try Store.open(at: folder.file("alone.db")).trials().count == 5)
        #expect(try Store.open(at: new).trials().count == 5)
        #expect(change == .moveBehindLink || !files.fileExists(atPath: path + "-wal"))
    }

    /// Trials are read on a connection of its own, which then finds nothing to open. It must not wait for ever; for a thread, beside all
    /// other tests on a busy machine, it may wait some minutes.
    @Test(.timeLimit(.minutes(15))) func aDatabaseThatIsMovedBeforeItsTrialsAreReadIsAnError() throws {
        let folder = try TemporaryFolder()
        let store = try Self.filled(folder.file("a.db"))
        try FileManager.default.moveItem(atPath: folder.file("a.db"), toPath: folder.file("b.db"))
        #expect(Self.error { try store.forEachPastTrial { _ in } }?.kind == .inputOutput)
        #expect(Self.error { try store.checkPlace() }?.kind == .moved)
    }

    @Test func whatWasRemovedIsSavedUnderAnotherName() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        do {
            let store = try Self.filled(path)
            unlink(path)
            let error = Self.error { try store.checkPlace() }
            #expect(error?.kind == .moved && error?.message.contains("nothing is kept under its name") == true)
            #expect(error?.hint?.contains("a.db-removed") == true)
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        try FileManager.default.moveItem(atPath: path + "-removed", toPath: path)
        #expect(try Store.open(at: path).trials().count == 5)
    }

    @Test func whatHasItsNameNowIsNotTouched() throws {
        let folder = try TemporaryFolder()
        let (path, moved) = (folder.file("a.db"), folder.file("b.db"))
        let other = try Data(contentsOf: URL(fileURLWithPath: #filePath))
        do {
            let store = try Self.filled(path)
            try FileManager.default.moveItem(atPath: path, toPath: moved)
            try other.write(to: URL(fileURLWithPath: path))
            let error = Self.error { try store.checkPlace() }
            #expect(error?.message.contains("another file has its name") == true)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == other)
        #expect(try Store.open(at: moved).trials().count == 5)
    }

    /// SQLite would take the journal for that of the file that has the name now.
    @Test func whatReplacedItDoesNotGetItsJournal() throws {
        let folder = try TemporaryFolder()
        let (path, other) = (folder.file("a.db"), folder.file("b.db"))
        do { _ = try Self.filled(other, trials: 2) }
        do {
            let store = try Self.filled(path)
            #expect(rename(other, path) == 0)
            let error = Self.error { try store.checkPlace() }
            #expect(error?.kind == .moved && error?.message.contains("removed") == true && error?.hint?.contains("mv ") == false)
        }
        #expect(try Store.open(at: path).trials().count == 2)
        #expect(try Store.open(at: path + "-removed").trials().count == 5)
    }

    // MARK: A search

    /// - Parameter disturb: called once, in the middle.
    private static func search(_ path: String, disturb: @escaping () throws -> Void) throws -> StoreError? {
        error {
            var done = 0
            try ToyRun().search(path, workers: 2) { event in
                guard case .finished = event else { return }
                done += 1
                if done == 12 { try? disturb() }
            }
        }
    }

    @Test(arguments: [false, true]) func aSearchStopsAndGoesOnFromWhereItsDatabaseIs(movesFolder: Bool) throws {
        let folder = try TemporaryFolder()
        let root = ResolvedPath.of(folder.path)
        try ToyRun().search(folder.file("whole.db"), workers: 1)
        try FileManager.default.createDirectory(atPath: folder.file("run"), withIntermediateDirectories: true)
        let new = root + (movesFolder ? "/new/a.db" : "/b.db")
        let error = try Self.search(folder.file("run/a.db")) {
            if movesFolder { return try FileManager.default.moveItem(atPath: folder.file("run"), toPath: folder.file("new")) }
            try FileManager.default.moveItem(atPath: folder.file("run/a.db"), toPath: new)
        }
        #expect(error?.kind == .moved && error?.message.contains(new) == true)
        #expect(try Store.read(at: new).trials().allSatisfy { $0.state != .failed })
        if !movesFolder {
            try FileManager.default.moveItem(atPath: Store.weightsFolder(of: folder.file("run/a.db")), toPath: Store.weightsFolder(of: new))
        }
        #expect(try ToyRun().search(new, workers: 2) == .trialsDone)
        #expect(try RunFacts(new) == RunFacts(folder.file("whole.db")))
    }

    @Test func aSearchWhoseDatabaseIsGoneDoesNotEndWell() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        let error = try Self.search(path) { try FileManager.default.removeItem(atPath: path) }
        #expect(error?.kind == .moved)
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
