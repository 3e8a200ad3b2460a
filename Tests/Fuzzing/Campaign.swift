import Foundation

/// Tries many inputs in processes of their own, and keeps those that ended one.
struct Campaign {
    private let target: FuzzTarget
    private let seed: UInt64
    private let range: Range<Int>
    private let found: URL

    /// Inputs a process tries: what leaks is told from what is held.
    private static let share = 20_000
    private static let mostFound = 20

    init(_ target: FuzzTarget, seed: UInt64, from: Int, count: Int, found: String?) throws {
        self.target = target
        self.seed = seed
        range = from..<from + count
        self.found = URL(fileURLWithPath: found ?? NSTemporaryDirectory() + "fuzzing-found/\(target.name)", isDirectory: true)
    }

    /// - Returns: how many inputs ended a process.
    func run() throws -> Int {
        let state = FileManager.default.temporaryDirectory.appendingPathComponent("fuzzing-\(target.name)-\(getpid())")
        defer { try? FileManager.default.removeItem(at: state) }
        var bad = 0
        var next = range.lowerBound
        while next < range.upperBound, bad < Self.mostFound {
            let count = min(Self.share, range.upperBound - next)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            process.arguments = [target.name, "--seed", "\(seed)", "--from", "\(next)", "--count", "\(count)", "--state", state.path]
            try process.run()
            process.waitUntilExit()
            guard process.terminationReason != .exit || process.terminationStatus != 0 else {
                next += count
                continue
            }
            let text = (try? String(contentsOf: state, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
            guard let index = Int(text), (next..<next + count).contains(index) else {
                say("\(target.name): the process ended before its first input")
                return bad + 1
            }
            let place = found.appendingPathComponent("\(seed)-\(index)")
            try FileManager.default.createDirectory(at: found, withIntermediateDirectories: true)
            try Data(Mutator(target).input(index, seed: seed)).write(to: place)
            say("\(target.name): input \(index) of seed \(seed) \(reason(process)): \(place.path)")
            bad += 1
            next = index + 1
        }
        say("\(target.name): tried \(next - range.lowerBound) inputs of seed \(seed), \(bad) bad")
        return bad
    }

    private func reason(_ process: Process) -> String {
        if process.terminationReason == .uncaughtSignal { return "trapped (signal \(process.terminationStatus))" }
        switch process.terminationStatus {
        case Watch.tookTooLong: return "took more than \(Watch.mostSeconds) s"
        case Watch.tookTooMuch: return "took more than \(Watch.mostKilobytes / 1024) MB"
        default: return "ended with status \(process.terminationStatus)"
        }
    }
}
