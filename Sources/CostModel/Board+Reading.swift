public import Foundation
internal import NAS
public import Support

extension Board {
    /// Reads a board file's text; docs/boards.md describes it.
    ///
    /// - Throws: a `Diagnostic` at the line and column of the first thing that is wrong, with the others.
    public init(yaml: String, fileName: String) throws(Diagnostic) {
        try self.init(SourceText(yaml, fileName: fileName, format: .board))
    }

    /// Reads a board file.
    ///
    /// - Throws: a `Diagnostic`, also where the file cannot be read, is too large or is not UTF-8.
    public init(contentsOf url: URL) throws(Diagnostic) {
        try self.init(SourceText(contentsOf: url, format: .board))
    }

    private init(_ source: SourceText) throws(Diagnostic) {
        let mistakes = Mistakes()
        let root = mistakes.attempt { () throws(Diagnostic) in try SourceNode.parse(source, mistakes: mistakes) }
        guard let root else {
            try mistakes.check()
            preconditionFailure("what was thrown is among the mistakes")
        }
        var board: Board?
        do throws(Diagnostic) { board = try Board(root, source, mistakes) } catch {
            // Two figures that contradict each other, for example: of those that were read at all.
            if mistakes.count == 0 { mistakes.report(error) }
        }
        try mistakes.check()
        guard let board else { preconditionFailure("what was thrown is among the mistakes") }
        self = board
    }

    private init(_ root: SourceNode, _ source: SourceText, _ mistakes: Mistakes) throws(Diagnostic) {
        let top = try BoardReader(
            source, root, path: "", keys: ["board", "title", "notes", "ram_mb", "cpu", "gpu", "power", "runtimes"], mistakes: mistakes)
        name = try top.text("board")
        title = try top.text("title")
        notes = top.has("notes") ? try top.text("notes") : nil
        ramMegabytes = try top.figure("ram_mb", in: 1...1e7)
        cpu = try Processor(top.reader("cpu", keys: Processor.keys))
        gpu = top.has("gpu") ? try Processor(top.reader("gpu", keys: Processor.keys)) : nil

        let power = try top.reader("power", keys: ["idle_w", "idle_states", "active"])
        idleWatts = try power.figure("idle_w", in: 0...1000, isPower: true)
        states = power.has("idle_states") ? try IdleState.read(power) : nil
        var active: [ActivePower] = []
        for entry in try power.list("active", keys: ["runtime", "threads", "watts"]) {
            let power = ActivePower(
                runtime: entry.has("runtime") ? try entry.choice("runtime", Runtime.self) : nil,
                threads: try entry.integer("threads", in: 1...1024), watts: try entry.figure("watts", in: 0.001...1000, isPower: true))
            guard !active.contains(where: { $0.runtime == power.runtime && $0.threads == power.threads }) else {
                throw entry.fault("\(entry.path) repeats a runtime and a number of threads", at: entry.node)
            }
            guard power.watts.value > idleWatts.value else {
                throw entry.fault(
                    "\(entry.path).watts must be above the idle power of \(idleWatts.value) W", at: try entry.required("watts"))
            }
            active.append(power)
        }
        activePower = active

        var profiles: [RuntimeProfile] = []
        for entry in try top.list("runtimes", keys: RuntimeProfile.keys) {
            let profile = try RuntimeProfile(entry, cores: cpu.cores.value, hasGPU: gpu != nil)
            guard !profiles.contains(where: { $0.runtime == profile.runtime }) else {
                throw entry.fault("runtime \(profile.runtime.rawValue) is given twice", at: entry.node)
            }
            guard active.contains(where: { $0.runtime == nil || $0.runtime == profile.runtime }) else {
                throw entry.fault("power.active has no entry for runtime \(profile.runtime.rawValue)", at: entry.node)
            }
            profiles.append(profile)
        }
        runtimes = profiles
        hash = Self.hash(of: root)
    }
}

extension Board.IdleState {
    fileprivate static func read(_ power: BoardReader) throws(Diagnostic) -> [Board.IdleState] {
        var states: [Board.IdleState] = []
        for entry in try power.list("idle_states", keys: ["state", "watts"]) {
            let name = plainName(try entry.text("state"))
            guard name != "none", !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }) else {
                throw entry.fault(
                    "\(entry.path).state must be a word or several, got '\(name)'", at: try entry.required("state"),
                    hint: "such as network-off")
            }
            guard !states.contains(where: { $0.name == name }) else {
                throw entry.fault("idle state \(name) is given twice", at: entry.node)
            }
            states.append(Self(name: name, watts: try entry.figure("watts", in: 0...1000, isPower: true)))
        }
        return states
    }
}

extension Board.Processor {
    static let keys = ["core", "cores", "clock_ghz", "flops_per_cycle", "memcpy_mb_per_s"]

    init(_ reader: BoardReader) throws(Diagnostic) {
        let named = try reader.reader("core", keys: ["value", "source"])
        core = try named.text("value")
        coreSource = try named.text("source")
        cores = try reader.figure("cores", in: 1...1024)
        guard cores.value == cores.value.rounded() else {
            throw reader.fault("\(reader.path).cores must be a whole number", at: try reader.required("cores"))
        }
        clockGigahertz = try reader.figure("clock_ghz", in: 0.001...100)
        flopsPerCycle = try reader.figure("flops_per_cycle", in: 0.001...1e6)
        copyMegabytesPerSecond = try reader.figure("memcpy_mb_per_s", in: 1...1e8)
    }
}

extension Board.RuntimeProfile {
    static let keys = [
        "runtime", "threads", "efficiency", "memory_share", "overhead_us", "invocation_us", "parallel_gain", "half_precision", "memory_mb",
        "error",
    ]

    init(_ reader: BoardReader, cores: Double, hasGPU: Bool) throws(Diagnostic) {
        runtime = try reader.choice("runtime", Runtime.self)
        guard hasGPU || !runtime.usesGPU else {
            throw reader.fault(
                "runtime \(runtime.rawValue) needs a 'gpu' section", at: try reader.required("runtime"))
        }
        // What the runtime and the cores are is known only if nothing was wrong so far.
        let most = runtime.usesGPU || runtime == .c ? 1 : Int(cores)
        threads = try reader.integer("threads", in: 1...(reader.mistakes.count == 0 ? most : 1024))
        let efficiency = try reader.reader(
            "efficiency", keys: ["convolution", "pointwise", "depthwise", "grouped", "dense", "source", "borrowed"])
        let source = try efficiency.text("source")
        let borrowed = efficiency.has("borrowed") ? try efficiency.text("borrowed") : nil
        func share(_ key: String) throws(Diagnostic) -> SourcedValue {
            SourcedValue(try efficiency.number(key, in: 1e-6...100), source: source, borrowedFrom: borrowed)
        }
        convolution = try share("convolution")
        pointwise = try share("pointwise")
        depthwise = try share("depthwise")
        grouped = try share("grouped")
        dense = try share("dense")
        memory = try reader.figure("memory_share", in: 1e-6...100)
        overheadMicroseconds = try reader.figure("overhead_us", in: 0...1e6)
        let nothing = SourcedValue(0, source: "no figure is known")
        invocationMicroseconds = reader.has("invocation_us") ? try reader.figure("invocation_us", in: 0...1e9) : nothing
        parallelGain =
            reader.has("parallel_gain") ? try reader.figure("parallel_gain", in: 0.01...1) : SourcedValue(1, source: "one thread")
        halfPrecision = reader.has("half_precision") ? try reader.flag("half_precision") : false
        memoryMegabytes = reader.has("memory_mb") ? try reader.figure("memory_mb", in: 0...1e7) : nothing
        error = try reader.figure("error", in: 0.001...1000)
    }
}

extension SourceFormat {
    fileprivate static let board = SourceFormat(
        name: "a board file", documentation: "docs/boards.md", insteadOfAnchors: "write the value out at each place")
}
