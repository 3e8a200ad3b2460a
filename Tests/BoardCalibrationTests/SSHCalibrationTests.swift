import CostModel
import Foundation
import Testing

@testable import BoardCalibration

/// What became of a calibration on another thread.
private final class Outcome: @unchecked Sendable {
    private let done = DispatchSemaphore(value: 0)
    /// Written before, read after the semaphore.
    private var error: BoardError?

    func set(_ body: () throws -> Void) {
        do { try body() } catch { self.error = error as? BoardError }
        done.signal()
    }

    func wait() -> BoardError? {
        done.wait()
        return error
    }
}

/// A board behind ssh, and what can go wrong with one. One at a time: each has a server of its own, and ends sessions.
@Suite(.serialized, .enabled("an ssh server is needed: apt install openssh-server") { LoopbackBoard.isPossible })
struct SSHCalibrationTests {
    private func lines(_ text: String) -> Set<Substring> { Set(text.split(separator: "\n")) }

    /// Fails as it should, and the second time goes on.
    private func failure(_ body: () throws -> Void) -> BoardError? {
        do { try body() } catch { return error as? BoardError }
        return nil
    }

    @Test func measuresAndDoesNotMeasureTwice() throws {
        let board = try LoopbackBoard()
        let calibration = try SmallCalibration()
        let profile = try calibration.run(on: board.connection())
        #expect(profile.alone.count >= 10 && profile.networks.count == 3)
        #expect(profile.surroundings[0]["kernel"]?.isEmpty == false && profile.surroundings[0]["compiler"]?.isEmpty == false)
        let samples = calibration.samples
        let again = try calibration.run(on: board.connection())
        #expect(again.alone == profile.alone && again.networks == profile.networks)
        #expect(calibration.samples == samples)
        // What the board has lost is brought back to it.
        try FileManager.default.removeItem(atPath: board.remoteFolder)
        #expect(try calibration.run(on: board.connection()).alone == profile.alone)
    }

    @Test(arguments: [true, false])
    func goesOnAfterTheBoardWentAway(_ isPowerCut: Bool) throws {
        let board = try LoopbackBoard()
        // Long enough to be cut.
        let calibration = try SmallCalibration(passes: 20)
        let connection = try board.connection()
        let remote = URL(fileURLWithPath: board.remoteFolder).appendingPathComponent("results/samples.txt")
        let outcome = Outcome()
        // A thread of its own, for tests that run meanwhile may take all others.
        Thread.detachNewThread { outcome.set { _ = try calibration.run(on: connection) } }
        while ((try? String(contentsOf: remote, encoding: .utf8)) ?? "").split(separator: "\n").count < 2 {
            Thread.sleep(forTimeInterval: 0.005)
        }
        if isPowerCut { board.stop() } else { board.cut() }
        let error = try #require(outcome.wait())
        #expect(error.kind == .connection, "\(error)")
        #expect(error.hint?.contains("goes on where this one stopped") == true)
        if isPowerCut {
            let refused = failure { _ = try calibration.run(on: connection) }
            #expect(refused?.kind == .connection)
            try board.start()
        }
        let before = lines(try String(contentsOf: remote, encoding: .utf8)).filter { $0.split(separator: " ").count == 7 }
        let profile = try calibration.run(on: connection)
        #expect(profile.alone.count >= 10 && profile.networks.count == 3)
        let after = calibration.samples.split(separator: "\n")
        #expect(before.isSubset(of: Set(after)))
        // Nothing was measured twice.
        #expect(Set(after.map { $0.split(separator: " ").prefix(3).joined(separator: " ") }).count == after.count)
    }

    @Test func saysThatThereIsNoCompiler() throws {
        let board = try LoopbackBoard()
        let calibration = try SmallCalibration()
        let error = failure { _ = try calibration.run(on: board.connection()) { $0.compiler = "no-such-compiler -O2" } }
        #expect(error?.kind == .noCompiler)
        #expect(error?.hint?.contains("apt install gcc") == true)
        #expect(try calibration.run(on: board.connection()).networks.count == 3)
    }

    @Test func saysThatItDoesNotBuild() throws {
        let board = try LoopbackBoard()
        let calibration = try SmallCalibration()
        let error = failure { _ = try calibration.run(on: board.connection()) { $0.compiler = "gcc --no-such-flag" } }
        #expect(error?.kind == .buildFailed)
        #expect(error?.message.contains("no-such-flag") == true, "\(String(describing: error))")
    }

    @Test(
        .enabled("mounting needs root") { getuid() == 0 }, arguments: [64, 600])
    func saysThatTheDiskIsFull(_ kibibytes: Int) throws {
        let board = try LoopbackBoard()
        let calibration = try SmallCalibration()
        let small = board.path("small")
        try FileManager.default.createDirectory(atPath: small, withIntermediateDirectories: true)
        guard (try? LoopbackBoard.run("mount", ["-t", "tmpfs", "-o", "size=\(kibibytes)k", "tmpfs", small])) != nil else {
            print("skipped: this machine does not let a test mount a file system")
            return
        }
        defer { try? LoopbackBoard.run("umount", ["-l", small]) }
        // The sources do not fit, or the program does not.
        if kibibytes > 100 { try LoopbackBoard.run("dd", ["if=/dev/zero", "of=\(small)/ballast", "bs=1k", "count=\(kibibytes - 180)"]) }
        let error = failure { _ = try calibration.run(on: board.connection(folder: small + "/suite")) }
        #expect(error?.kind == .diskFull, "\(String(describing: error))")
        try LoopbackBoard.run("mount", ["-o", "remount,size=20m", small])
        #expect(try calibration.run(on: board.connection(folder: small + "/suite")).networks.count == 3)
    }

    @Test func saysThatNobodyIsThere() throws {
        guard case .ssh(let address)? = ConnectionAddress("ssh://127.0.0.1:9") else { preconditionFailure() }
        let calibration = try SmallCalibration()
        let error = failure { _ = try calibration.run(on: SSHConnection(address, folder: "x", configuration: "/dev/null")) }
        #expect(error?.kind == .connection)
        #expect(error?.message.contains("refused") == true, "\(String(describing: error))")
        // Nothing was measured that could be kept.
        #expect(error?.hint?.contains("must work by itself") == true)
    }
}
