import Foundation
import NAS
import SearchTestWorker
import Testing

@testable import Search

/// SIGKILL, for real: the driver alone, and the driver with its workers.
@Suite(.serialized) struct KillTests {
    /// Runs the search until it is killed or ends; the workers it has named.
    private static func drive(_ path: String, killAfter seconds: Double?, tree: Bool = false) throws -> (ended: Bool, workers: [Int32]) {
        let (process, output, error) = try Helper.start(["drive", path, "2", "60", "0.01"])
        if let seconds {
            usleep(UInt32(seconds * 1e6))
            let workers = tree ? children(of: process.processIdentifier) : []
            kill(process.processIdentifier, SIGKILL)
            for worker in workers { kill(worker, SIGKILL) }
        }
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let errors = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        if seconds == nil { #expect(process.terminationStatus == 0, "\(errors)") }
        let workers = said.split(separator: "[").dropFirst().flatMap { $0.prefix { $0 != "]" }.split(separator: ",") }
            .compactMap { Int32($0.trimmingCharacters(in: .whitespaces)) }
        return (said.contains("trialsDone"), Array(Set(workers)).sorted())
    }

    private static func children(of process: Int32) -> [Int32] {
        let text = (try? String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)) ?? ""
        return text.split(separator: " ").compactMap { Int32($0) }
    }

    private static func isAlive(_ process: Int32) -> Bool {
        // A zombie that nobody has reaped yet computes no more.
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return status.split(separator: ")").last?.hasPrefix(" Z") == false
    }

    @Test func aRunKilledManyTimesIsTheRunThatWasNot() throws {
        let folder = try TemporaryFolder()
        #expect(try Self.drive(folder.file("whole.db"), killAfter: nil).ended)
        let expected = try RunFacts(folder.file("whole.db"))
        let path = folder.file("killed.db")
        var random = SystemRandomNumberGenerator()
        for round in 0..<12 {
            let moment = Double.random(in: 0.005...0.25, using: &random)
            let (ended, workers) = try Self.drive(path, killAfter: moment, tree: round % 2 == 1)
            let end = Date(timeIntervalSinceNow: 2)
            while Date() < end, workers.contains(where: Self.isAlive) { usleep(20_000) }
            #expect(!workers.contains(where: Self.isAlive), "a worker outlived its driver")
            if ended { break }
        }
        #expect(try Self.drive(path, killAfter: nil).ended)
        #expect(try RunFacts(path) == expected)
        let kept = try Store.read(at: path).trials().compactMap(\.weightsFile)
        let found = try RunFacts.weights(path)
        #expect(found == kept.sorted())
        #expect(try RunFacts.weights(folder.file("whole.db")) == kept.sorted())
        #expect(!FileManager.default.fileExists(atPath: path + "-lock"))
    }

    /// The driver is killed while its worker computes without end.
    @Test func aBusyWorkerDiesWithItsDriver() throws {
        let folder = try TemporaryFolder()
        var run = ToyRun()
        run.context.misbehaving = ["hang": Array(0..<40)]
        let path = folder.file("a.db")
        _ = try Store.create(at: path, run: try run.definition())
        let (process, _, _) = try Helper.start(["drive", path, "2", "40", "0"])
        var workers: [Int32] = []
        let end = Date(timeIntervalSinceNow: 10)
        while workers.count < 2, Date() < end {
            usleep(50_000)
            workers = Self.descendants(of: process.processIdentifier)
        }
        #expect(workers.count == 2)
        usleep(300_000)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let deadline = Date(timeIntervalSinceNow: 2)
        while Date() < deadline, workers.contains(where: Self.isAlive) { usleep(10_000) }
        #expect(!workers.contains(where: Self.isAlive))
    }

    /// Children of any of its threads.
    private static func descendants(of process: Int32) -> [Int32] {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        return tasks.flatMap { task in
            ((try? String(contentsOfFile: "/proc/\(process)/task/\(task)/children", encoding: .utf8)) ?? "").split(separator: " ")
                .compactMap { Int32($0) }
        }
    }

    /// Without the parent-death signal, as on another machine: the end of the input alone ends a worker that computes.
    @Test func endOfInputEndsAWorkerThatComputes() throws {
        var context = ToyEvaluator.Context()
        context.misbehaving = ["hang": [0]]
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Helper.path)
        process.arguments = ["worker"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let job = Job(id: "a", kind: .train, trial: 0, choices: [], architecture: "0", fidelity: .epochs(1), seed: 1)
        for message in [DriverMessage.hello(protocolVersion: DriverMessage.protocolVersion, context: context.text), .job(job)] {
            try input.fileHandleForWriting.write(contentsOf: JSONLine.encode(message))
        }
        _ = output.fileHandleForReading.availableData
        usleep(200_000)
        #expect(process.isRunning)
        try input.fileHandleForWriting.close()
        let end = Date(timeIntervalSinceNow: 2)
        while process.isRunning, Date() < end { usleep(10_000) }
        #expect(!process.isRunning)
    }

    /// The kernel ends a worker that takes more memory than its cgroup may have, where this process may make one.
    @Test func theKernelEndsAWorkerForWantOfMemory() throws {
        guard let group = MemoryGroup(bytes: 160 << 20) else { return }
        let folder = try TemporaryFolder()
        var run = ToyRun()
        run.trials = 8
        run.context.misbehaving = ["grow": [3]]
        let path = folder.file("a.db")
        _ = try Store.create(at: path, run: try run.definition())
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "echo $$ > \(group.path)/cgroup.procs && exec \(Helper.path) drive \(path) 2 8 0"]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let trials = try Store.read(at: path).trials()
        #expect(trials[3].failure?.reason == .outOfMemory, "\(trials[3].failure?.description ?? "")")
        #expect(trials.count { $0.state == .finished } == 7)
    }

    /// A disk that is really full: a tmpfs of its own, where this process may make one.
    @Test(.enabled(if: getuid() == 0, "needs root to mount a small disk")) func aFullDiskStopsTheSearchAndLosesNothing() throws {
        let folder = try TemporaryFolder()
        let (small, saved) = (folder.file("small"), folder.file("saved"))
        for path in [small, saved] { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
        let script = """
            mount -t tmpfs -o size=400k tmpfs \(small) || exit 77
            \(Helper.path) drive \(small)/a.db 2 400 0 > \(saved)/output 2> \(saved)/error
            echo $? > \(saved)/code
            cp \(small)/a.db* \(saved)/
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["unshare", "-m", "sh", "-c", script]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { return }
        #expect(try String(contentsOfFile: saved + "/code", encoding: .utf8) == "1\n")
        #expect(try String(contentsOfFile: saved + "/error", encoding: .utf8).contains("full"))
        let said = try String(contentsOfFile: saved + "/output", encoding: .utf8).split(separator: "\n").count
        let kept = try Store.open(at: saved + "/a.db").trials().filter { $0.state == .finished }.count
        #expect(kept >= said && said > 0)
    }
}
