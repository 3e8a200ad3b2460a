import Foundation

/// A memory cgroup with a limit, where this process may make one; gone with its owner.
final class MemoryGroup {
    let path: String

    /// - Returns: nil where it may not.
    init?(bytes: Int) {
        let name = "nas-tests-\(UUID().uuidString)"
        let groups = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
        let own = groups.split(separator: "\n").first { $0.contains(":memory:") }.map { String($0.split(separator: ":", maxSplits: 2)[2]) }
        // Version 1 where it has the controller of memory, else version 2.
        let (parent, limit) = own.map { ("/sys/fs/cgroup/memory" + $0, "memory.limit_in_bytes") } ?? ("/sys/fs/cgroup", "memory.max")
        path = parent + "/" + name
        guard mkdir(path, 0o755) == 0 else { return nil }
        guard let file = fopen(path + "/" + limit, "w") else { return nil }
        let isWritten = fputs("\(bytes)\n", file) >= 0
        guard fclose(file) == 0, isWritten, access(path + "/cgroup.procs", W_OK) == 0 else { return nil }
        // What is swapped out is not missed.
        if let swap = fopen(path + "/memory.swap.max", "w") {
            fputs("0\n", swap)
            fclose(swap)
        }
    }

    deinit { rmdir(path) }
}
