import CostModel
import Foundation
import NAS
import SearchTestWorker
import Support
import Testing

@testable import Search

@Suite struct StoreTests {
    static func proposals(_ count: Int) throws -> [Proposal] {
        var run = ToyRun()
        run.lookahead = count
        var planner = try PlannerTests.planner(run)
        return (0..<count).compactMap { _ in if case .proposal(let proposal) = planner.next() { proposal } else { nil } }
    }

    private static func kind(_ body: () throws -> Void) -> StoreError.Kind? {
        do {
            try body()
            return nil
        } catch { return (error as? StoreError)?.kind }
    }

    @Test func aRunComesBackAsItWas() throws {
        let folder = try TemporaryFolder()
        var definition = try ToyRun().definition()
        definition.seed = .max
        definition.boards[0].budget = try Budget("energy=5mJ,latency=20ms")
        definition.boards[0].mission = try Mission(battery: "4000mAh@5V", hours: "26", rate: "1/s", efficiency: "0.85")
        let path = folder.file("deeper/a.db")
        do {
            let store = try Store.create(at: path, run: definition)
            #expect(try store.run() == definition)
            #expect(try Store.read(at: path).run() == definition)
        }
        #expect(try Store.open(at: path).run() == definition)
    }

    /// Databases of before have no table for it.
    @Test func energyIsOfSessionsThatHadAMeter() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        let run = ToyRun()
        var energies: [SessionEnergy] = []
        for joules in [nil, 500.0, 700.0] {
            let store = joules == nil ? try Store.create(at: path, run: try run.definition()) : try Store.open(at: path)
            #expect(try store.sessionEnergies().map(\.energy) == energies)
            var options = SearchDriver.Options()
            if let joules {
                let energy = SessionEnergy(source: "ina226 (hwmon2)", measuredAt: "5 V", joules: joules, seconds: 100)
                options.energy = { energy }
                energies.append(energy)
            }
            _ = try run.driver(store, InlinePool(evaluator: ToyEvaluator(run.context)), options: options).search()
        }
        let found = try Store.read(at: path).sessionEnergies()
        #expect(found.map(\.session) == [2, 3] && found.map(\.energy) == energies)
    }

    @Test func trialsComeBackAsTheyWere() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        let store = try Store.create(at: path, run: try ToyRun().definition())
        let proposals = try Self.proposals(3)
        var change = StoreChange()
        change.proposals = proposals
        try store.commit(change)
        let curve = [
            CurvePoint(step: 4, epoch: 0.4, trainingLoss: 2),
            CurvePoint(
                step: 5, epoch: 0.5, trainingLoss: 1.5, validationLoss: 1.25, validationAccuracy: 0.5, validationBalancedAccuracy: 1.0 / 3,
                seconds: 2),
        ]
        var measurement = Measurement(accuracy: 0.1 + 0.2, loss: 1e-300, curve: curve, seconds: 3)
        measurement.balancedAccuracy = 1e-17
        (measurement.macroF1, measurement.areaUnderROC) = (1.0 / 3, 0)
        change = StoreChange()
        change.results = [
            .init(trial: 1, outcome: .measured(measurement), weightsFile: "w"),
            .init(trial: 2, outcome: .failed(Failure(.timeLimit, "a \"long\" time\n"))),
        ]
        try store.commit(change)
        change = StoreChange()
        change.tests = [.init(trial: 1, accuracy: 0.25, balancedAccuracy: 1, loss: nil)]
        change.ended = "trials"
        try store.commit(change)

        let trials = try Store.read(at: path).trials()
        #expect(trials.map(\.state) == [.proposed, .finished, .failed])
        for (trial, proposal) in zip(trials, proposals) {
            #expect(trial.choices == proposal.choices && trial.architecture == proposal.architecture.description)
            #expect(trial.candidateID == proposal.candidateID && trial.networkID == proposal.networkID)
            #expect(trial.estimate == proposal.estimate)
            #expect(trial.rejections == proposal.rejections && trial.origin == proposal.origin && trial.fidelity == proposal.fidelity)
        }
        #expect(trials[1].accuracy == 0.1 + 0.2 && trials[1].loss == 1e-300 && trials[1].testAccuracy == 0.25)
        #expect(trials.map(\.balancedAccuracy) == [nil, 1e-17, nil] && trials.map(\.testBalancedAccuracy) == [nil, 1, nil])
        #expect(trials.map(\.macroF1) == [nil, 1.0 / 3, nil] && trials.map(\.areaUnderROC) == [nil, 0, nil])
        #expect(trials[1].weightsFile == "w")
        #expect(trials[2].failure == Failure(.timeLimit, "a \"long\" time\n"))
        #expect(try store.curve(of: 1) == curve)
        #expect(try store.ending() == "trials")
        #expect(try store.trial(1)?.accuracy == 0.1 + 0.2)
        #expect(try store.trial(9) == nil)
        try store.extend(toTrials: 99)
        #expect(try store.run().trials == 99)
        #expect(try store.ending() == nil)
    }

    @Test func shortFormsAreReadByTheSpaceTheyWereMadeIn() throws {
        let space = SpaceVersion(
            number: 1, decisions: [Decision(name: "a\"b", options: ["[1, 2]", "x"]), Decision(name: "", options: ["日本"])])
        #expect(space.choices("1-0") == [Choice(decision: "a\"b", option: "x"), Choice(decision: "", option: "日本")])
        #expect(space.choices(".-0") == [Choice(decision: "", option: "日本")])
        for text in ["", "1", "1-0-0", "2-0", "1-", "-0", "1-.0", "a-0", "1--0", "-1-0"] { #expect(space.choices(text) == nil, "\(text)") }
        let architecture = Architecture(options: [0, nil, 12, nil])
        #expect(Architecture(stored: architecture.description) == architecture)
        #expect(Architecture(stored: "")?.options == [])
    }

    @Test func aChangeIsWholeOrNotAtAll() throws {
        let folder = try TemporaryFolder()
        let store = try Store.create(at: folder.file("a.db"), run: try ToyRun().definition())
        let proposals = try Self.proposals(2)
        var change = StoreChange()
        change.proposals = [proposals[0]]
        try store.commit(change)
        // The second result of one trial is refused, and takes the proposal with it.
        let result = StoreChange.Result(trial: 0, outcome: .measured(Measurement(accuracy: 0.5)))
        change.proposals = [proposals[1]]
        change.results = [result, result]
        #expect(throws: StoreError.self) { try store.commit(change) }
        #expect(try store.trials().map(\.state) == [.proposed])
        // A candidate is not taken twice at one fidelity and replicate.
        change.results = []
        change.proposals = [proposals[0]]
        #expect(throws: StoreError.self) { try store.commit(change) }
    }

    @Test func anExistingDatabaseIsNotOverwritten() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        _ = try Store.create(at: path, run: try ToyRun().definition())
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(Self.kind { _ = try Store.create(at: path, run: try ToyRun().definition()) } == .exists)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test func aRestOfAKilledCreationDoesNotBlock() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        for rest in ["-new", "-new-wal", "-wal", "-lock"] {
            _ = FileManager.default.createFile(atPath: path + rest, contents: Data("rubbish".utf8))
        }
        let store = try Store.create(at: path, run: try ToyRun().definition())
        #expect(try store.trials().isEmpty)
        #expect(!FileManager.default.fileExists(atPath: path + "-new"))
    }

    @Test func aSecondWriterIsRefusedAtOnceAndAReaderIsNot() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        _ = try Store.create(at: path, run: try ToyRun().definition())
        let holder = try Helper.start(["hold", path])
        let said = String(decoding: holder.output.fileHandleForReading.availableData, as: UTF8.self)
        #expect(said.contains("holding"))
        let began = Date()
        #expect(Self.kind { _ = try Store.open(at: path) } == .locked)
        #expect(Self.kind { _ = try Store.create(at: path, run: try ToyRun().definition()) } == .locked)
        #expect(Date().timeIntervalSince(began) < 1)
        #expect(try Store.read(at: path).trials().isEmpty)
        kill(holder.process.processIdentifier, SIGKILL)
        holder.process.waitUntilExit()
        #expect(FileManager.default.fileExists(atPath: path + "-lock"), "the killed process has left its lock file")
        #expect(try Store.open(at: path).trials().isEmpty)
        #expect(!FileManager.default.fileExists(atPath: path + "-lock"))
    }

    @Test func readersSeeWhatIsCommittedWhileItIsWritten() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        let store = try Store.create(at: path, run: try ToyRun().definition())
        let reader = try Store.read(at: path)
        for (number, proposal) in try Self.proposals(5).enumerated() {
            var change = StoreChange()
            change.proposals = [proposal]
            try store.commit(change)
            #expect(try reader.trials().count == number + 1)
            #expect(try Store.read(at: path).trials().count == number + 1)
        }
    }

    @Test func readingChangesNoByte() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        let store = try Store.create(at: path, run: try ToyRun().definition())
        var change = StoreChange()
        change.proposals = try Self.proposals(5)
        try store.commit(change)
        let files = [path, path + "-wal"]
        let before = try files.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        for _ in 0..<3 { #expect(try Store.read(at: path).trials().count == 5) }
        #expect(try files.map { try Data(contentsOf: URL(fileURLWithPath: $0)) } == before)
    }

    /// What a killed run has left, in a folder that cannot be written: the journal has to be read too.
    @Test func aCopyOfALiveDatabaseInAReadOnlyFolderIsRead() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        let store = try Store.create(at: path, run: try ToyRun().definition())
        var change = StoreChange()
        change.proposals = try Self.proposals(5)
        try store.commit(change)
        let other = try TemporaryFolder()
        for suffix in ["", "-wal"] { try FileManager.default.copyItem(atPath: path + suffix, toPath: other.file("a.db" + suffix)) }
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: other.path)
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: other.path) }
        #expect(try Store.read(at: other.file("a.db")).trials().count == 5)
    }

    @Test(
        .enabled(if: getuid() != 0, "root writes everywhere")
    ) func aReadOnlyFolderIsRefused() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path) }
        #expect(Self.kind { _ = try Store.create(at: folder.file("a.db"), run: try ToyRun().definition()) } == .readOnly)
    }

    @Test func whatIsNoDatabaseOfThisProgramIsSaidAndLeft() throws {
        let folder = try TemporaryFolder()
        let good = folder.file("good.db")
        let store = try Store.create(at: good, run: try ToyRun().definition())
        var change = StoreChange()
        change.proposals = try Self.proposals(8)
        try store.commit(change)
        withExtendedLifetime(store) {}
        let bytes = try Data(contentsOf: URL(fileURLWithPath: good))
        func patched(_ offset: Int, _ value: UInt8) -> Data {
            var data = bytes
            data[offset] = value
            return data
        }
        let cases: [(String, Data, StoreError.Kind)] = [
            ("empty", Data(), .notADatabase),
            (
                "text",
                Data("hello, this is a text file and no database at all, though it is long enough to have a header of 100 bytes".utf8),
                .notADatabase
            ),
            ("short", bytes.prefix(50), .notADatabase),
            ("other", patched(68, 1), .otherProgram),
            ("newer", patched(63, 9), .otherVersion),
            ("zero", patched(63, 0), .otherVersion),
            ("cut", bytes.prefix(bytes.count / 2), .corrupt),
            ("cutOddly", bytes.prefix(bytes.count - 100), .corrupt),
        ]
        for (name, data, kind) in cases {
            let path = folder.file(name + ".db")
            try data.write(to: URL(fileURLWithPath: path))
            #expect(Self.kind { _ = try Store.open(at: path) } == kind, "\(name), to write")
            #expect(Self.kind { _ = try Store.read(at: path) } == kind, "\(name), to read")
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == data, "\(name) was changed")
        }
        #expect(Self.kind { _ = try Store.open(at: folder.file("none.db")) } == .missing)
        #expect(Self.kind { _ = try Store.open(at: folder.path) } == .notADatabase)
    }

    @Test func damageInsideIsFoundBeforeItIsWrittenOn() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        do {
            let store = try Store.create(at: path, run: try ToyRun().definition())
            var change = StoreChange()
            change.proposals = try Self.proposals(9)
            try store.commit(change)
        }
        var data = try Data(contentsOf: URL(fileURLWithPath: path))
        for offset in stride(from: 4096, to: data.count, by: 4096) { for byte in 0..<64 { data[offset + byte] = 0x5a } }
        try data.write(to: URL(fileURLWithPath: path))
        #expect(Self.kind { _ = try Store.open(at: path) } == .corrupt)
        #expect(Self.kind { _ = try Store.read(at: path).trials() } == .corrupt)
    }

    @Test func differencesAreNamedWithWhatChanged() throws {
        let stored = try ToyRun().definition()
        #expect(stored.differences(to: stored).isEmpty)
        var current = stored
        current.space = .init(
            name: "toy", fileName: "toy.yaml", text: "space: toy\ndepth: 5\n", hash: StableHash(of: "other"), decisions: [])
        current.data = .init(name: "digits", fingerprint: "beef", task: stored.data.task)
        current.engine = .init(version: "2", kernelClass: "none", blasCore: "none")
        let found = stored.differences(to: current)
        #expect(found.map(\.part) == [.space, .data, .engine])
        #expect(found.map(\.isRefused) == [true, true, false])
        #expect(found[0].diff == ["- depth: 4", "+ depth: 5"])
    }

    @Test func anAdoptedSpaceKeepsTrialsByTheirChoices() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        let store = try Store.create(at: path, run: try ToyRun().definition())
        var change = StoreChange()
        change.proposals = try Self.proposals(2)
        try store.commit(change)
        var definition = try store.run()
        definition.space = .init(
            name: "toy", fileName: "toy.yaml", text: "space: toy\ndepth: 5\n", hash: StableHash(of: "other"),
            decisions: ToySpace(depth: 5).decisions)
        try store.adopt(definition, space: ToySpace(depth: 5))
        #expect(try store.run().space == definition.space)
        // The toy space of another depth has no place for them.
        #expect(try store.trials().map(\.architecture) == [nil, nil])
        #expect(try store.trials().map(\.choices.count) == [4, 4])
        definition.space = try ToyRun().definition().space
        try store.adopt(definition, space: ToySpace(depth: 4))
        #expect(try store.trials().map(\.architecture) == change.proposals.map(\.architecture.description))
    }
}
