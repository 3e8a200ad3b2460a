import Foundation
import NAS
import SearchTestWorker
import Testing

@testable import Search

@Suite struct ProcessPoolTests {
    private static func job(_ trial: Int, timeLimitSeconds: Double? = nil) -> Job {
        var job = Job(
            id: "test-\(trial)", kind: .train, trial: trial, choices: [Choice(decision: "layers[0].width", option: "w1")],
            architecture: "1-2-\(trial % 4)", fidelity: .epochs(1), seed: 1)
        job.timeLimitSeconds = timeLimitSeconds
        return job
    }

    /// All outcomes, by trial.
    private static func outcomes(_ pool: any WorkerPool, _ jobs: [Job], seconds: Double = 20) throws -> [Int: Outcome] {
        for job in jobs { try pool.submit(job) }
        var found: [Int: Outcome] = [:]
        let end = Date(timeIntervalSinceNow: seconds)
        while found.count < jobs.count, Date() < end {
            for event in try pool.poll(timeoutSeconds: 1) {
                guard case .finished(let id, let outcome) = event, let job = jobs.first(where: { $0.id == id }) else { continue }
                #expect(found[job.trial] == nil, "one result a job")
                found[job.trial] = outcome
            }
        }
        return found
    }

    private static func reason(_ outcome: Outcome?) -> Failure.Reason? {
        if case .failed(let failure) = outcome { failure.reason } else { nil }
    }

    private static func accuracy(_ outcome: Outcome?) -> Double? {
        if case .measured(let measurement) = outcome { measurement.accuracy } else { nil }
    }

    @Test(arguments: [1, 3]) func processesAnswerAsThreadsDo(workers: Int) throws {
        let jobs = (0..<12).map { Self.job($0) }
        let processes = try Helper.pool(workers: workers)
        let threads = InProcessPool(workers: workers) { ToyEvaluator() }
        let inline = InlinePool(evaluator: ToyEvaluator())
        let expected = try Self.outcomes(inline, jobs)
        #expect(expected.count == 12)
        #expect(try Self.outcomes(processes, jobs) == expected)
        #expect(try Self.outcomes(threads, jobs) == expected)
        #expect(processes.processIDs.count <= workers)
    }

    @Test func progressArrivesBeforeTheResult() throws {
        let pool = try Helper.pool(workers: 1)
        try pool.submit(Self.job(0))
        var events: [WorkerEvent] = []
        while !events.contains(where: { if case .finished = $0 { true } else { false } }) { events += try pool.poll(timeoutSeconds: 1) }
        #expect(events.count == 4)
        if case .progress(_, let point) = events[0] { #expect(point.step == 10) } else { Issue.record("no progress") }
    }

    @Test func whatGoesWrongInAWorkerFailsOneTrial() throws {
        var context = ToyEvaluator.Context()
        context.misbehaving = ["crash": [1, 4], "hang": [2], "grow": [3], "noise": [5], "fail": [6]]
        let pool = try Helper.pool(workers: 2, context: context, memoryLimitBytes: 300 << 20)
        let jobs = (0..<10).map { Self.job($0, timeLimitSeconds: $0 == 2 ? 0.5 : nil) }
        let outcomes = try Self.outcomes(pool, jobs)
        #expect(Self.reason(outcomes[1]) == .crash && Self.reason(outcomes[4]) == .crash)
        #expect(Self.reason(outcomes[2]) == .timeLimit)
        #expect(Self.reason(outcomes[3]) == .outOfMemory)
        #expect(Self.reason(outcomes[6]) == .error)
        for trial in [0, 5, 7, 8, 9] { #expect(Self.accuracy(outcomes[trial]) != nil, "trial \(trial)") }
        guard case .failed(let crash) = outcomes[1] else { return }
        #expect(crash.message.contains("signal 6") && crash.message.contains("the roof is on fire"))
    }

    @Test func aCancelledJobSaysNothingMore() throws {
        var context = ToyEvaluator.Context()
        context.misbehaving = ["hang": [0]]
        let pool = try Helper.pool(workers: 1, context: context)
        try pool.submit(Self.job(0))
        _ = try pool.poll(timeoutSeconds: 0.2)
        pool.cancel(Self.job(0).id)
        let outcomes = try Self.outcomes(pool, [Self.job(1)])
        #expect(Self.accuracy(outcomes[1]) != nil)
    }

    @Test func workersThatCannotServeEndTheSearchWithTheirWords() throws {
        var context = ToyEvaluator.Context()
        context.refuse = true
        let refusing = try Helper.pool(workers: 2, context: context)
        let refused = #expect(throws: WorkerError.self) { try Self.outcomes(refusing, [Self.job(0)]) }
        #expect(refused?.message.contains("no such data") == true)

        let silent = try ProcessPool(workers: 1, command: .init([Helper.path, "silent"]), context: "{}")
        let ended = #expect(throws: WorkerError.self) { try Self.outcomes(silent, [Self.job(0)]) }
        #expect(ended?.message.contains("exit code 3") == true)

        let missing = try ProcessPool(workers: 1, command: .init(["/nonexistent/worker"]), context: "{}")
        #expect(throws: WorkerError.self) { try Self.outcomes(missing, [Self.job(0)]) }
    }

    @Test func shutdownLeavesNoProcess() throws {
        var context = ToyEvaluator.Context()
        context.misbehaving = ["hang": [0, 1]]
        let pool = try Helper.pool(workers: 2, context: context)
        try pool.submit(Self.job(0))
        try pool.submit(Self.job(1))
        _ = try pool.poll(timeoutSeconds: 0.3)
        let processes = pool.processIDs
        #expect(processes.count == 2)
        pool.shutdown()
        for process in processes { #expect(kill(process, 0) != 0) }
    }

    @Test func messagesAreOneLineEach() throws {
        var job = Job(
            id: "a\nb", kind: .test, trial: 3, choices: [Choice(decision: "x/y", option: "\n")], architecture: "1-.", fidelity: .steps(7),
            seed: .max)
        job.timeLimitSeconds = 1.5
        (job.weightsFile, job.horizon, job.milestones) = ("/tmp/w", .steps(70), [.steps(3)])
        let line = try JSONLine.encode(DriverMessage.job(job))
        #expect(line.filter { $0 == UInt8(ascii: "\n") }.count == 1)
        #expect(try JSONLine.decode(DriverMessage.self, from: line.dropLast()) == .job(job))
        let result = WorkerMessage.result(job: "x", outcome: .measured(Measurement(accuracy: 0.1, loss: .infinity, seconds: 1)))
        #expect(try JSONLine.decode(WorkerMessage.self, from: JSONLine.encode(result).dropLast()) == result)
        // A worker that does not measure balanced accuracy, and one that does.
        let measured = #"{"result":{"job":"x","outcome":{"measured":{"_0":{"accuracy":0.9,"curve":[],"seconds":1,"wroteWeights":false"#
        for (text, value) in [("", nil), (#","balancedAccuracy":0.5"#, 0.5)] {
            let message = try JSONLine.decode(WorkerMessage.self, from: Data((measured + text + "}}}}}").utf8))
            guard case .result(_, .measured(let measurement)) = message else { Issue.record("\(message)"); continue }
            #expect(measurement.accuracy == 0.9 && measurement.balancedAccuracy == value)
        }
        var buffer = LineBuffer()
        #expect(buffer.append(Array("ab".utf8)).isEmpty)
        #expect(buffer.append(Array("c\n\nd\ne".utf8)).map { String(decoding: $0, as: UTF8.self) } == ["abc", "", "d"])
        #expect(buffer.append(Array("\n".utf8)).map { String(decoding: $0, as: UTF8.self) } == ["e"])
    }
}
