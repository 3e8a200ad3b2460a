public import NetworkGraph
public import Support

/// A single-board computer, as its YAML file describes it: facts, each with its source.
public struct Board: Sendable, Hashable, Codable {
    /// A processor of the board: its cores together, or its GPU.
    public struct Processor: Sendable, Hashable, Codable {
        /// `Cortex-A72`.
        public let core: String
        public let coreSource: String
        /// 1 for a GPU.
        public let cores: SourcedValue
        public let clockGigahertz: SourcedValue
        /// fp32 operations (a multiply-accumulate is two) per cycle of one core.
        public let flopsPerCycle: SourcedValue
        /// Bytes copied in a second, in 10^6; the traffic is twice that.
        public let copyMegabytesPerSecond: SourcedValue
    }

    /// How fast one runtime is on this board.
    public struct RuntimeProfile: Sendable, Hashable, Codable {
        public let runtime: Runtime
        /// Threads that are used where the user does not say.
        public let threads: Int
        /// Share of the peak that each kind of operation reaches. Above 1 where an algorithm (Winograd) does with fewer
        /// multiplications than are counted.
        public let convolution: SourcedValue
        public let pointwise: SourcedValue
        public let depthwise: SourcedValue
        public let grouped: SourcedValue
        public let dense: SourcedValue
        /// Share of the copy's traffic that operations reach.
        public let memory: SourcedValue
        /// Microseconds that every operation adds.
        public let overheadMicroseconds: SourcedValue
        /// Microseconds that an inference adds besides.
        public let invocationMicroseconds: SourcedValue
        /// Speed of all cores together by that of one core times their number.
        public let parallelGain: SourcedValue
        /// Computes in half precision although the network is given in fp32: twice the peak, half the bytes.
        public let halfPrecision: Bool
        /// Memory the runtime takes besides weights and activations; 0 where no figure is known.
        public let memoryMegabytes: SourcedValue
        /// Measured by predicted latency: the value is 1, low and high are the 90 % interval.
        public let error: SourcedValue
    }

    /// Power while networks run back to back.
    public struct ActivePower: Sendable, Hashable, Codable {
        /// nil: of any runtime that has no figure of its own.
        public let runtime: Runtime?
        public let threads: Int
        public let watts: SourcedValue
    }

    /// `raspberry-pi-4`: the name of the file.
    public let name: String
    public let title: String
    /// What a reader should know: which variant, what is borrowed.
    public let notes: String?
    public let ramMegabytes: SourcedValue
    public let cpu: Processor
    public let gpu: Processor?
    public let idleWatts: SourcedValue
    public let activePower: [ActivePower]
    /// The first is the default.
    public let runtimes: [RuntimeProfile]
    /// Of all that is in the file but its comments and its layout.
    public let hash: StableHash
}

extension Board {
    public var ramBytes: Int { Int(ramMegabytes.value * 1_048_576) }

    public func profile(of runtime: Runtime) -> RuntimeProfile? { runtimes.first { $0.runtime == runtime } }

    public func processor(for runtime: Runtime) -> Processor { runtime.usesGPU ? gpu ?? cpu : cpu }

    /// The target for what the user said; the board's defaults for the rest.
    ///
    /// - Throws: a `Diagnostic` where the board has no figures for the runtime, or fewer cores than threads.
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

    /// Power while networks run back to back: the runtime's own figure at this number of threads, else any runtime's,
    /// and between two numbers of threads the straight line through their neighbours, starting from idle at none.
    public func activeWatts(runtime: Runtime, threads: Int) -> SourcedValue {
        let own = activePower.filter { $0.runtime == runtime }
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
