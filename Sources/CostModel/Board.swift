public import NetworkGraph
public import Support

/// A single-board computer, as its YAML file describes it: facts, each with its source.
public struct Board: Sendable, Hashable, Codable {
    /// A processor of the board: its cores together, or its GPU.
    public struct Processor: Sendable, Hashable, Codable {
        /// The name of the core, such as `Cortex-A72`.
        public let core: String
        /// Where it is said that the board has this core.
        public let coreSource: String
        /// How many cores there are, a whole number; 1 for a GPU.
        public let cores: SourcedValue
        /// The clock, in GHz.
        public let clockGigahertz: SourcedValue
        /// The fp32 operations of one core in a cycle; a multiply-accumulate is two.
        public let flopsPerCycle: SourcedValue
        /// Bytes copied in a second, in 10^6; the traffic is twice that, because a copy reads and writes.
        public let copyMegabytesPerSecond: SourcedValue
    }

    /// How fast one runtime is on this board.
    public struct RuntimeProfile: Sendable, Hashable, Codable {
        /// The runtime that the figures are for.
        public let runtime: Runtime
        /// Threads that are used where the user does not say; 1 for the C runtime and on a GPU.
        public let threads: Int
        /// The share of the processor's peak that dense convolutions with a kernel larger than 1 x 1 reach. Above 1 where an algorithm
        /// (Winograd) does with fewer multiplications than are counted.
        public let convolution: SourcedValue
        /// The share of the peak that dense 1 x 1 convolutions reach.
        public let pointwise: SourcedValue
        /// The share of the peak that depthwise convolutions reach, and arithmetic that is not multiply-accumulates.
        public let depthwise: SourcedValue
        /// The share of the peak that other grouped convolutions reach.
        public let grouped: SourcedValue
        /// The share of the peak that dense layers reach.
        public let dense: SourcedValue
        /// The share of the copy's traffic that operations reach.
        public let memory: SourcedValue
        /// Microseconds that every operation adds.
        public let overheadMicroseconds: SourcedValue
        /// Microseconds that an inference adds besides.
        public let invocationMicroseconds: SourcedValue
        /// The speed of all cores together, divided by that of one core times their number.
        public let parallelGain: SourcedValue
        /// Whether the runtime computes in half precision although the network is given in fp32: twice the peak, half the bytes.
        public let halfPrecision: Bool
        /// Memory that the runtime takes besides weights and activations, in MB of 2^20 bytes; 0 where no figure is known.
        public let memoryMegabytes: SourcedValue
        /// Measured by predicted latency: `low` and `high` are the factors that bound the 90 % interval.
        public let error: SourcedValue
    }

    /// Power while networks run back to back.
    public struct ActivePower: Sendable, Hashable, Codable {
        /// The runtime that the figure is for; nil where it is for every runtime that has none of its own.
        public let runtime: Runtime?
        /// The number of threads that the networks ran with.
        public let threads: Int
        /// The power, in watts, above the board's idle power.
        public let watts: SourcedValue
    }

    /// The board's name as the user writes it, such as `raspberry-pi-4`.
    public let name: String
    /// The board's name in full, such as `Raspberry Pi 4 Model B`.
    public let title: String
    /// What a reader should know: which variant, what is borrowed; nil where the file has no notes.
    public let notes: String?
    /// The board's RAM, in MB of 2^20 bytes.
    public let ramMegabytes: SourcedValue
    /// The CPU, all cores together.
    public let cpu: Processor
    /// The GPU; nil where the file has none.
    public let gpu: Processor?
    /// The power of the board at rest, in watts.
    public let idleWatts: SourcedValue
    /// The power while networks run back to back, at least one figure for each runtime of the board.
    public let activePower: [ActivePower]
    /// The runtimes that the board has figures for, at least one; the first is the default.
    public let runtimes: [RuntimeProfile]
    /// A hash of every value and source in the file but idle states, which no estimate has to do with; comments, layout and the order of
    /// keys do not count.
    public let hash: StableHash
    /// Nil rather than empty, for boards without states to be encoded as they were before there were any.
    let states: [IdleState]?

    /// States in which the board idles on another power than `idleWatts`; a mission may choose one.
    public var idleStates: [IdleState] { states ?? [] }

    enum CodingKeys: String, CodingKey {
        case name, title, notes, ramMegabytes, cpu, gpu, idleWatts, activePower, runtimes, hash
        case states = "idleStates"
    }
}

extension Board {
    /// The board's RAM, in bytes.
    public var ramBytes: Int { Int(ramMegabytes.value * 1_048_576) }

    /// Returns the figures of a runtime, of whatever kernels where the file does not tell them apart; nil where the board has none.
    public func profile(of runtime: Runtime) -> RuntimeProfile? {
        runtimes.first { $0.runtime == runtime } ?? runtimes.first { $0.runtime == runtime.family }
    }

    /// Returns the processor that a runtime computes on: the GPU where the runtime uses one and the board has it, else the CPU.
    public func processor(for runtime: Runtime) -> Processor { runtime.usesGPU ? gpu ?? cpu : cpu }

    /// Returns the target for what the user said, with the board's defaults for the rest: its first runtime, and that runtime's threads.
    ///
    /// - Throws: a `Diagnostic` where the board has no figures for the runtime, or where the runtime cannot use so many threads: at least
    ///   1, at most the processor's cores, and only 1 in the C runtime.
    public func target(
        runtime: Runtime? = nil, threads: Int? = nil, precision: FrontEnd.Precision = .fp32
    ) throws(Diagnostic) -> Target {
        let chosen = runtime ?? runtimes[0].runtime
        guard let profile = profile(of: chosen) else {
            throw Diagnostic(
                "board \(name) has no figures for runtime \(chosen.rawValue)",
                hint: "it has: \(runtimes.map(\.runtime.rawValue).joined(separator: ", "))")
        }
        let cores = Int(processor(for: chosen).cores.value)
        let most = chosen == .c ? 1 : cores
        let count = threads ?? profile.threads
        guard count >= 1, count <= most else {
            let range = most > 1 ? "1 to \(most) threads" : "1 thread"
            throw Diagnostic("runtime \(chosen.rawValue) on board \(name) runs with \(range), got \(count)")
        }
        return Target(board: self, runtime: chosen, precision: precision, threads: count)
    }

    /// Returns the power while networks run back to back, in watts: the runtime's own figure at this number of threads, else any runtime's.
    /// Between two numbers of threads it lies on the straight line through their figures, which starts from idle at none; above the highest
    /// it is the highest's.
    public func activeWatts(runtime: Runtime, threads: Int) -> SourcedValue {
        let exact = activePower.filter { $0.runtime == runtime }
        let own = exact.isEmpty ? activePower.filter { $0.runtime == runtime.family } : exact
        let known = (own.isEmpty ? activePower.filter { $0.runtime == nil } : own).sorted { $0.threads < $1.threads }
        if let exact = known.first(where: { $0.threads == threads }) { return exact.watts }
        let below = known.last { $0.threads < threads }
        guard let above = known.first(where: { $0.threads > threads }) else { return below?.watts ?? idleWatts }
        let start = below?.watts ?? idleWatts
        let share = Double(threads - (below?.threads ?? 0)) / Double(above.threads - (below?.threads ?? 0))
        func between(_ first: Double, _ second: Double) -> Double { first + share * (second - first) }
        return SourcedValue(
            between(start.value, above.watts.value), low: between(start.low, above.watts.low), high: between(start.high, above.watts.high),
            source: "line between \(below?.threads ?? 0) and \(above.threads) threads: \(start.source); \(above.watts.source)",
            measuredAt: above.watts.measuredAt, borrowedFrom: above.watts.borrowedFrom ?? start.borrowedFrom)
    }
}
