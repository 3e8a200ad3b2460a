import CLimitShims
import Foundation
import Support
import TensorCore

/// What the system limits this process and those it starts to (`ulimit`), against what training takes.
enum ProcessLimits {
    /// Address space of each process that trains or scores networks: small ones began to run at 340 to 380 MiB, on x86-64, but a search of
    /// some tens of trials did not come to its end with 512.
    static let addressSpaceBytes = 1 << 30
    private static let memoryLimits = [(NAS_LIMIT_ADDRESS_SPACE, "address space", "-v"), (NAS_LIMIT_DATA, "data", "-d")]
    /// Files that a search has open, and for each worker: measured, 27 and 3.
    static let openFiles = (search: 48, eachWorker: 4)
    /// Threads of a search, and of each worker: measured, 9 and 4.
    static let threads = (search: 16, eachWorker: 6)

    static func openFiles(workers: Int) -> Int { openFiles.search + openFiles.eachWorker * workers }

    /// For whatever trains networks or runs them: takes the room for matrix products, if there is enough of it.
    ///
    /// - Throws: `LimitError` where there is not.
    static func requireTraining() throws {
        for (limit, name, option) in memoryLimits {
            let allowed = nas_limit(Int32(limit))
            guard allowed >= 0, allowed < addressSpaceBytes else { continue }
            throw LimitError(
                "the limit on a process's \(name) is \(Dimension.memory.format(Double(allowed))) (ulimit \(option) \(allowed >> 10)), and each that "
                    + "trains networks needs at least \(Dimension.memory.format(Double(addressSpaceBytes)))",
                hint: "ulimit \(option) unlimited, or at least ulimit \(option) \(addressSpaceBytes >> 10), before it")
        }
        Engine.takeBuffers()
    }

    /// - Throws: `LimitError` where so many workers cannot be started.
    static func require(workers: Int) throws {
        try requireTraining()
        let files = nas_raise_open_files()
        let needed = openFiles(workers: workers)
        if files >= 0, files < needed {
            let fewer = (Int(files) - openFiles.search) / openFiles.eachWorker
            throw LimitError(
                "the limit on open files is \(files) (ulimit -n), and a search with \(Plural.count(workers, "worker")) needs \(needed)",
                hint: "ulimit -n \(needed) before it" + (fewer >= 1 ? ", or --workers \(fewer)" : ""))
        }
        let most = nas_limit(Int32(NAS_LIMIT_PROCESSES))
        // root is not held to it.
        guard most >= 0, geteuid() != 0 else { return }
        let used = threadsOfThisUser()
        let more = threads.search + threads.eachWorker * workers
        if used + more > Int(most) {
            throw LimitError(
                "the limit on a user's processes and threads is \(most) (ulimit -u), \(used) are there, and a search with \(workers) "
                    + "\(Plural.word(workers, "worker")) needs \(more) more",
                hint: "ulimit -u \(used + more) before it, or fewer --workers")
        }
    }

    /// For a person: each limit there is, and whether a search with a worker on each core can keep it.
    static func checks(workers: Int) -> [(name: String, isEnough: Bool, detail: String)] {
        let files = nas_raise_open_files()
        var checks: [(name: String, isEnough: Bool, detail: String)] = [
            (
                "open files", files < 0 || files >= openFiles(workers: workers),
                files < 0
                    ? "unlimited"
                    : "\(files) (ulimit -n); a search with \(Plural.count(workers, "worker")) needs \(openFiles(workers: workers))"
            )
        ]
        for (limit, name, option) in memoryLimits {
            let allowed = nas_limit(Int32(limit))
            // The second is rare.
            if allowed < 0, limit == NAS_LIMIT_DATA { continue }
            let needed = Dimension.memory.format(Double(addressSpaceBytes))
            let detail =
                allowed < 0
                ? "unlimited" : "\(Dimension.memory.format(Double(allowed))) a process (ulimit \(option)); training needs \(needed) or more"
            checks.append((name, allowed < 0 || allowed >= addressSpaceBytes, detail))
        }
        let processes = nas_limit(Int32(NAS_LIMIT_PROCESSES))
        checks.append(("processes", true, processes < 0 ? "unlimited" : "\(processes) processes and threads of this user (ulimit -u)"))
        return checks
    }

    private static func threadsOfThisUser() -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.reduce(0) { sum, name in
            guard Int(name) != nil, let text = try? String(contentsOfFile: "/proc/\(name)/status", encoding: .utf8) else { return sum }
            func number(_ field: String) -> Int? {
                text.split(separator: "\n").first { $0.hasPrefix(field) }
                    .flatMap { Int($0.split(whereSeparator: \.isWhitespace).dropFirst().first ?? "") }
            }
            return number("Uid:") == Int(getuid()) ? sum + (number("Threads:") ?? 0) : sum
        }
    }

    /// Memory that processes here may use together: the machine's, or their control group's.
    static var memoryBytes: Double {
        let machine = Double(ProcessInfo.processInfo.physicalMemory)
        return min(machine, ControlGroups().memoryBytes ?? machine)
    }
}

/// A limit of the system that is too low, in words with its name, what it is and what is needed. Exit code 1.
struct LimitError: Error, CustomStringConvertible {
    let description: String

    init(_ message: String, hint: String) { description = Diagnostic(message, hint: hint).description }
}
