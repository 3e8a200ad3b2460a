internal import Support

/// A figure of a board with what it is, for listings.
public struct NamedFigure: Sendable, Hashable, Codable {
    /// What the figure is, such as `tflite overhead of an operation`.
    public let name: String
    /// The unit of the figure; empty for a share or a count.
    public let unit: String
    /// The number with its interval and its source.
    public let figure: SourcedValue
}

extension Board {
    /// Every figure of the file, in its order.
    public var figures: [NamedFigure] {
        var list = [NamedFigure(name: "memory", unit: "MB", figure: ramMegabytes)]
        list += cpu.figures(named: "cpu")
        if let gpu { list += gpu.figures(named: "gpu") }
        list.append(NamedFigure(name: "idle power", unit: "W", figure: idleWatts))
        for state in idleStates { list.append(NamedFigure(name: "idle power, \(state.name)", unit: "W", figure: state.watts)) }
        for power in activePower {
            let runtime = power.runtime.map { "\($0.rawValue), " } ?? ""
            list.append(
                NamedFigure(name: "active power, \(runtime)\(Plural.count(power.threads, "thread"))", unit: "W", figure: power.watts))
        }
        for runtime in runtimes { list += runtime.figures }
        return list
    }
}

extension Board.Processor {
    func figures(named name: String) -> [NamedFigure] {
        [
            NamedFigure(name: "\(name) cores", unit: "", figure: cores),
            NamedFigure(name: "\(name) clock", unit: "GHz", figure: clockGigahertz),
            NamedFigure(name: "\(name) operations per cycle", unit: "", figure: flopsPerCycle),
            NamedFigure(name: "\(name) memcpy", unit: "MB/s", figure: copyMegabytesPerSecond),
        ]
    }
}

extension Board.RuntimeProfile {
    var figures: [NamedFigure] {
        let name = runtime.rawValue
        return [
            NamedFigure(name: "\(name) efficiency, convolution", unit: "", figure: convolution),
            NamedFigure(name: "\(name) efficiency, pointwise", unit: "", figure: pointwise),
            NamedFigure(name: "\(name) efficiency, depthwise", unit: "", figure: depthwise),
            NamedFigure(name: "\(name) efficiency, grouped", unit: "", figure: grouped),
            NamedFigure(name: "\(name) efficiency, dense", unit: "", figure: dense),
            NamedFigure(name: "\(name) share of memory traffic", unit: "", figure: memory),
            NamedFigure(name: "\(name) overhead of an operation", unit: "us", figure: overheadMicroseconds),
            NamedFigure(name: "\(name) overhead of an inference", unit: "us", figure: invocationMicroseconds),
            NamedFigure(name: "\(name) gain of all cores", unit: "", figure: parallelGain),
            NamedFigure(name: "\(name) memory", unit: "MB", figure: memoryMegabytes),
            NamedFigure(name: "\(name) error of the latency", unit: "", figure: error),
        ]
    }
}
