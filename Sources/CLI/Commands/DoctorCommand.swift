import ArgumentParser
import CostModel
import Datasets
import Foundation
import Reporting
import Search
import Support
import TensorCore

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Checks this machine: what nas uses, what is missing, and how to get it.",
        discussion: "Example: \(Program.name) doctor --format json")

    @Option(help: "table, csv or json.")
    var format: ListingFormat = .table

    @OptionGroup
    var tables: TableOptions

    func run() throws {
        var checks: [Check] = []
        func add(_ name: String, _ state: String, _ detail: String) { checks.append(Check(name: name, state: state, detail: detail)) }
        let cores = AvailableCores.current
        add("processor", "ok", "\(cores.description), kernels for \(Engine.kernelClass)")
        add("CPU quota", "ok", cores.quota.map { String(format: "%.4g cores (cgroup)", $0) } ?? "none")
        add("matrix products", "ok", "\(Engine.blasConfiguration), core \(Engine.blasCoreName)")
        add("database", "ok", "SQLite \(Store.libraryVersion)")
        let (memory, machine) = (ProcessLimits.memoryBytes, Double(ProcessInfo.processInfo.physicalMemory))
        let allowed = memory < machine ? " of \(Dimension.memory.format(machine)) (cgroup)" : ""
        add("memory", memory < 1e9 ? "little" : "ok", Dimension.memory.format(memory) + allowed)
        for limit in ProcessLimits.checks(workers: cores.count) { add(limit.name, limit.isEnough ? "ok" : "little", limit.detail) }
        let disk = Self.disk()
        add("this folder", disk.state, disk.detail)
        do {
            add("boards", "ok", try BoardCatalog.directory().names.joined(separator: ", "))
            add("search spaces", "ok", try Installation.names(in: "searchspaces").joined(separator: ", "))
        } catch {
            add("boards and search spaces", "missing", "\(error.message); \(error.hint ?? "")")
        }
        for entry in DataCatalog.entries {
            switch DataCatalog.presence(of: entry) {
            case .embedded: add("data \(entry.name)", "ok", "part of the program")
            case .folder(let url): add("data \(entry.name)", "ok", url.path)
            case .absent: add("data \(entry.name)", "not there", "optional; \(Program.command("data", entry.name)) says how to get it")
            }
        }
        let prepared = Self.preparedData()
        add("prepared data", prepared.state, prepared.detail)
        try OutputFile.write(Listing(Check.columns, checks).text(as: format, width: tables.width()), to: nil)
        if checks.contains(where: { $0.state == "missing" }) { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private struct Check {
        let name: String
        let state: String
        let detail: String

        static let columns: [Column<Check>] = [
            Column("check", "check") { $0.name }.ranked(.key),
            Column("state", "state") { $0.state }.ranked(.key),
            Column("detail", "detail") { $0.detail }.shortened(),
        ]
    }

    private static func disk() -> (state: String, detail: String) {
        let here = FileManager.default.currentDirectoryPath
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: here)
        let free = (attributes?[.systemFreeSize] as? NSNumber)?.doubleValue ?? 0
        let isWritable = FileManager.default.isWritableFile(atPath: here)
        return (!isWritable ? "read-only" : free < 100e6 ? "little" : "ok", "\(Dimension.memory.format(free)) free in \(here)")
    }

    /// The cache that workers share (docs/data.md).
    private static func preparedData() -> (state: String, detail: String) {
        guard let cache = PreparedCache.standard() else {
            return ("not there", "set NAS_CACHE to a folder, so that workers share prepared images")
        }
        let (used, limit) = (Double(cache.usage.bytes), Double(cache.largestBytes))
        let detail = "\(Dimension.memory.format(used)) of at most \(Dimension.memory.format(limit)) in \(cache.folder.path)"
        if cache.isOnNetwork {
            return ("not used", "\(cache.folder.path) is on a network; set NAS_CACHE to a folder of this machine's own")
        }
        return (cache.isWritable ? "ok" : "read-only", detail)
    }
}
