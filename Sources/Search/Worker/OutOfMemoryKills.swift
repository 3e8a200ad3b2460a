internal import Foundation

/// How often the kernel has ended a process for want of memory: of this process's memory cgroup, or where that does not say, of the
/// machine. A worker that SIGKILL ended while the number rose was one of them.
struct OutOfMemoryKills {
    /// A worker with much memory takes a while from the kernel's decision to its end.
    private static let secondsOfMemory = 5.0

    private let read: () -> Int?
    private var attributed = 0
    private var before: Int?
    private var latest: (count: Int?, seconds: Double)

    /// - Parameter read: the number; nil where the kernel does not say.
    init(_ read: @escaping () -> Int? = OutOfMemoryKills.counter()) {
        self.read = read
        before = read()
        latest = (before, -.infinity)
    }

    /// To be called now and then, so that only what rose lately counts.
    mutating func profile(atSeconds now: Double) {
        guard now - latest.seconds >= Self.secondsOfMemory else { return }
        if latest.seconds > -.infinity { before = latest.count }
        latest = (unattributed(), now)
    }

    /// Whether there was one lately that is not yet taken to be of another worker.
    mutating func take() -> Bool {
        guard let now = unattributed(), let before, now > before else { return false }
        attributed += 1
        latest.count = latest.count.map { min($0, now - 1) }
        return true
    }

    private func unattributed() -> Int? { read().map { $0 - attributed } }

    // MARK: What the kernel says

    /// - Parameter root: where the file system begins, for tests.
    static func counter(root: String = "") -> () -> Int? {
        let files = files(root: root)
        return { files.lazy.compactMap { count(in: $0) }.first }
    }

    /// Those that may say it, the nearest first (cgroup v2's memory.events, v1's memory.oom_control, /proc/vmstat).
    private static func files(root: String) -> [String] {
        let groups = (try? String(contentsOfFile: root + "/proc/self/cgroup", encoding: .utf8)) ?? ""
        var files: [String] = []
        for line in groups.split(separator: "\n") {
            // 4:memory:/user.slice    0::/user.slice/session-2.scope
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3 else { continue }
            if parts[1].split(separator: ",").contains("memory") {
                // In a container the group's own path may be one of outside.
                for group in [parts[2], ""] { files.append(root + "/sys/fs/cgroup/memory" + group + "/memory.oom_control") }
            } else if parts[0] == "0", parts[1].isEmpty {
                for group in [parts[2], ""] { files.append(root + "/sys/fs/cgroup" + group + "/memory.events") }
            }
        }
        return files + [root + "/proc/vmstat"]
    }

    private static func count(in file: String) -> Int? {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
        for line in text.split(separator: "\n") where line.hasPrefix("oom_kill ") { return Int(line.dropFirst(9)) }
        return nil
    }
}
