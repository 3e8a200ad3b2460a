import Foundation
import NAS
import SearchTestWorker
import Synchronization
import Testing

@testable import Search

/// Who ended a worker decides whether its trial has failed.
@Suite struct WorkerEndingTests {
    /// A trial that waits, once it has begun, for a file.
    private struct Waiting {
        let folder: TemporaryFolder
        let pool: ProcessPool
        var job: Job

        init(memoryKills: OutOfMemoryKills = OutOfMemoryKills { nil }) throws {
            folder = try TemporaryFolder()
            var context = ToyEvaluator.Context()
            context.misbehaving = ["wait": [0]]
            pool = try ProcessPool(
                workers: 1, command: .init([Helper.path, "worker"]), context: context.text, memoryLimitBytes: nil,
                outOfMemoryKills: memoryKills)
            job = Job(
                id: "waiting", kind: .train, trial: 0, choices: [Choice(decision: "layers[0].width", option: "w1")], architecture: "1-2-3",
                fidelity: .epochs(1), seed: 1)
            job.checkpointFile = folder.file("go on")
            try pool.submit(job)
        }

        /// The last of three points was reported, so it waits now.
        func untilItWaits() throws { try until { if case .progress(_, let point) = $0 { point.step == 30 } else { false } } }

        @discardableResult
        func until(_ isIt: (WorkerEvent) -> Bool) throws -> [WorkerEvent] {
            var events: [WorkerEvent] = []
            let end = Date(timeIntervalSinceNow: 30)
            while !events.contains(where: isIt), Date() < end { events += try pool.poll(timeoutSeconds: 1) }
            let happened = events.contains(where: isIt)
            #expect(happened, "\(events)")
            return events
        }

        func letItGoOn() { _ = FileManager.default.createFile(atPath: folder.file("go on"), contents: Data()) }

        func outcome() throws -> (outcome: Outcome?, restarts: Int) {
            let events = try until { if case .finished = $0 { true } else { false } }
            var outcome: Outcome?
            for case .finished(_, let found) in events { outcome = found }
            return (outcome, events.count { if case .restarted = $0 { true } else { false } })
        }
    }

    private static func reason(_ outcome: Outcome?) -> Failure.Reason? {
        if case .failed(let failure) = outcome { failure.reason } else { nil }
    }

    private static func isMeasured(_ outcome: Outcome?) -> Bool { if case .measured = outcome { true } else { false } }

    /// Sends a signal to the worker of a job that waits. Says whether the job was measured, how often another worker began it, and whether
    /// the worker is the same.
    private func send(_ signal: Int32) throws -> (isMeasured: Bool, restarts: Int, isSameWorker: Bool) {
        let waiting = try Waiting()
        try waiting.untilItWaits()
        let worker = waiting.pool.processIDs
        kill(worker[0], signal)
        waiting.letItGoOn()
        let (outcome, restarts) = try waiting.outcome()
        return (Self.isMeasured(outcome), restarts, waiting.pool.processIDs == worker)
    }

    /// They are the driver's business.
    @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT]) func aWorkerLeavesPoliteSignalsToItsDriver(signal: Int32) throws {
        #expect(try send(signal) == (true, 0, true))
    }

    /// SIGUSR1 ends a worker, as any signal would end one that does not ignore it.
    @Test(arguments: [SIGUSR1, SIGALRM, SIGKILL, SIGXCPU]) func whatSomebodyElseEndedIsDoneAgain(signal: Int32) throws {
        #expect(try send(signal) == (true, 1, false))
    }

    @Test func signalsOfSomebodyElseAreNotCounted() throws {
        let waiting = try Waiting()
        for _ in 0..<5 {
            try waiting.untilItWaits()
            kill(waiting.pool.processIDs[0], SIGUSR1)
        }
        waiting.letItGoOn()
        #expect(Self.isMeasured(try waiting.outcome().outcome))
    }

    @Test func theThirdKillFailsTheTrial() throws {
        let waiting = try Waiting()
        for _ in 0..<3 {
            try waiting.untilItWaits()
            kill(waiting.pool.processIDs[0], SIGKILL)
        }
        let (outcome, _) = try waiting.outcome()
        #expect(Self.reason(outcome) == .killed)
        // It begins to count anew, and the worker is replaced.
        var again = waiting.job
        again.checkpointFile = waiting.folder.path
        try waiting.pool.submit(again)
        #expect(Self.isMeasured(try waiting.outcome().outcome))
    }

    @Test(arguments: [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP]) func aCrashIsTheCandidatesOwn(signal: Int32) throws {
        let waiting = try Waiting()
        try waiting.untilItWaits()
        kill(waiting.pool.processIDs[0], signal)
        let (outcome, restarts) = try waiting.outcome()
        #expect(Self.reason(outcome) == .crash && restarts == 0)
    }

    @Test func theKernelsOutOfMemoryKillerIsToldApart() throws {
        let kills = Mutex(7)
        let waiting = try Waiting(memoryKills: OutOfMemoryKills { kills.withLock { $0 } })
        try waiting.untilItWaits()
        kills.withLock { $0 += 1 }
        kill(waiting.pool.processIDs[0], SIGKILL)
        let (outcome, restarts) = try waiting.outcome()
        #expect(Self.reason(outcome) == .outOfMemory && restarts == 0)
    }

    @Test func anOutOfMemoryKillIsOfOneWorkerAndOfLately() {
        let count = Mutex(0)
        var kills = OutOfMemoryKills { count.withLock { $0 } }
        func taken(_ times: Int) -> [Bool] { (0..<times).map { _ in kills.take() } }
        #expect(taken(1) == [false])
        count.withLock { $0 = 2 }
        #expect(taken(3) == [true, true, false])
        // Of another process, some time ago.
        count.withLock { $0 = 3 }
        for seconds in [0.0, 6, 12] { kills.profile(atSeconds: seconds) }
        #expect(taken(1) == [false])
        count.withLock { $0 = 4 }
        // Seen just now, and the worker is gone only after it.
        kills.profile(atSeconds: 18)
        #expect(taken(2) == [true, false])
        kills = OutOfMemoryKills { nil }
        #expect(taken(1) == [false])
    }

    @Test func theNumberIsThatOfTheOwnGroup() throws {
        func counted(_ files: [String: String]) throws -> Int? {
            let folder = try TemporaryFolder()
            for (path, text) in files {
                let url = URL(fileURLWithPath: folder.file(path))
                try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: url)
            }
            return OutOfMemoryKills.counter(root: folder.path)()
        }
        let machine = ["proc/vmstat": "nr_free_pages 7\noom_kill 9\n"]
        let version2 = [
            "proc/self/cgroup": "0::/user.slice/a:b.scope\n", "sys/fs/cgroup/user.slice/a:b.scope/memory.events": "oom 5\noom_kill 3\n",
        ]
        let version1 = [
            "proc/self/cgroup": "9:name=systemd:/\n4:cpu,memory:/jobs/7\n0::/\n",
            "sys/fs/cgroup/memory/jobs/7/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 4\n",
        ]
        let container = ["proc/self/cgroup": "0::/docker/1234\n", "sys/fs/cgroup/memory.events": "oom_kill 6\n"]
        #expect(try counted(machine) == 9)
        #expect(try counted(version2.merging(machine) { $1 }) == 3)
        #expect(try counted(version1.merging(machine) { $1 }) == 4)
        #expect(try counted(container.merging(machine) { $1 }) == 6)
        #expect(try counted([:]) == nil)
    }

    /// A worker that never gets ready: somebody ends it with a signal more often than a start may fail.
    @Test func aStartThatSomebodyEndedHasNotFailed() throws {
        let pool = try ProcessPool(workers: 1, command: .init(["/bin/sleep", "100"]), context: "{}")
        try pool.submit(Job(id: "a", kind: .train, trial: 0, choices: [], architecture: "0", fidelity: .epochs(1), seed: 1))
        func end(_ signal: Int32) throws {
            let worker = pool.processIDs[0]
            kill(worker, signal)
            let end = Date(timeIntervalSinceNow: 20)
            while pool.processIDs.first == worker || pool.processIDs.isEmpty, Date() < end { _ = try pool.poll(timeoutSeconds: 0.2) }
        }
        for _ in 0..<4 { try end(SIGTERM) }
        for _ in 0..<2 { try end(SIGKILL) }
        #expect(throws: WorkerError.self) { try end(SIGKILL) }
    }
}
