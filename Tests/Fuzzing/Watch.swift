import Foundation
import Synchronization

/// Ends the process where an input takes more than three seconds of the CPU, or all of them more memory than they may.
final class Watch: Sendable {
    static let shared = Watch()
    static let mostSeconds = 3.0
    static let mostKilobytes = 512 * 1024
    /// Exit codes.
    static let tookTooLong: Int32 = 71
    static let tookTooMuch: Int32 = 72

    private struct State {
        var index: Int?
        var begun = 0.0
        var slowest = 0.0
        var slowestIndex = 0
    }

    private let state = Mutex(State())

    private init() {
        Thread.detachNewThread {
            while true {
                usleep(50_000)
                self.check()
            }
        }
    }

    func begin(_ index: Int) {
        state.withLock { state in (state.index, state.begun) = (index, Self.seconds()) }
    }

    func end() {
        state.withLock { state in
            let seconds = Self.seconds() - state.begun
            if seconds > state.slowest { (state.slowest, state.slowestIndex) = (seconds, state.index ?? 0) }
            state.index = nil
        }
        if state.withLock({ $0.slowest > Self.mostSeconds }) { _exit(Self.tookTooLong) }
    }

    var summary: String {
        let (slowest, index) = state.withLock { ($0.slowest, $0.slowestIndex) }
        return String(format: "slowest %.3f s (%d), most memory %d MB", slowest, index, Self.peakKilobytes / 1024)
    }

    private func check() {
        let isLate = state.withLock { $0.index != nil && Self.seconds() - $0.begun > Self.mostSeconds }
        if isLate { _exit(Self.tookTooLong) }
        if Self.peakKilobytes > Self.mostKilobytes { _exit(Self.tookTooMuch) }
    }

    /// Of the CPU, by this process: another's load makes nothing a hang.
    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Of this program: `ru_maxrss` has what started it too.
    static var peakKilobytes: Int {
        guard let status = FileManager.default.contents(atPath: "/proc/self/status") else { return 0 }
        let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }
}
