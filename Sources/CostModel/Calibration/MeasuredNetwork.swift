internal import Foundation
public import NetworkGraph
internal import Support

/// A network whose cost was measured, once or several times.
public struct MeasuredNetwork: Sendable, Hashable {
    /// The name of the network, such as its architecture in short form.
    public let name: String
    /// What was measured, such as seconds or joules, above zero; the mean of several measurements.
    public let value: Double
    /// How often it was measured.
    public let measurements: Int
    /// The standard deviation of one measurement as a share of the mean; nil where there was one.
    public let deviation: Double?
    /// What a runtime does, for each treatment of unused operations.
    private let works: [UnusedOperations: NetworkWork]
    let identity: Identity

    /// What makes two measurements one network's, however it is spelled.
    enum Identity: Sendable, Hashable {
        case graph(StableHash)
        /// A network of which nothing but the work is known.
        case work(NetworkWork)
    }

    /// Makes a network from its graph as its search space writes it, measured once.
    ///
    /// - Parameters:
    ///   - name: what messages call the network.
    ///   - graph: its graph.
    ///   - runtime: what executed it, which decides about unused operations.
    ///   - value: what was measured, such as seconds or joules; finite and above zero.
    public init(name: String, graph: InferredGraph, runtime: Runtime, value: Double) {
        let fusing = FusionRules(runtime)
        self.init(
            name: name, values: [value],
            works: Dictionary(
                uniqueKeysWithValues: UnusedOperations.allCases.map { ($0, NetworkWork(graph, fusing: fusing, unused: $0)) }),
            identity: .graph(graph.canonical().networkID(frontEnd: FrontEnd(input: graph.nodes[0].shape))))
    }

    /// Makes a network of which a runtime's own table of layers is known, without unused ones, measured once.
    ///
    /// - Parameters:
    ///   - name: what messages call the network.
    ///   - work: the work of its layers.
    ///   - value: what was measured, such as seconds or joules; finite and above zero.
    public init(name: String, work: Work, value: Double) {
        let work = NetworkWork(work)
        self.init(
            name: name, values: [value], works: Dictionary(uniqueKeysWithValues: UnusedOperations.allCases.map { ($0, work) }),
            identity: .work(work))
    }

    private init(name: String, values: [Double], works: [UnusedOperations: NetworkWork], identity: Identity) {
        precondition(!values.isEmpty && values.allSatisfy { $0 > 0 && $0.isFinite })
        let mean = values.reduce(0, +) / Double(values.count)
        (self.name, self.works, self.identity) = (name, works, identity)
        // One measurement is taken to its last bit.
        value = values.count == 1 ? values[0] : mean
        measurements = values.count
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() / mean : nil
    }

    /// Returns the measurements with each network once: the mean of those of one network that a runtime does the same for. Spellings of a
    /// network that a runtime may treat differently, by operations that nobody reads, stay apart.
    ///
    /// - Parameter measured: each one measurement.
    /// - Returns: the networks in the order in which each comes first, under its first name.
    public static func averaged(_ measured: [MeasuredNetwork]) -> [MeasuredNetwork] {
        struct Key: Hashable {
            let identity: Identity
            let works: [UnusedOperations: NetworkWork]
        }
        var places: [Key: Int] = [:]
        var groups: [(first: MeasuredNetwork, values: [Double])] = []
        for network in measured {
            let key = Key(identity: network.identity, works: network.works)
            if let place = places[key] {
                groups[place].values.append(network.value)
            } else {
                places[key] = groups.count
                groups.append((network, [network.value]))
            }
        }
        return groups.map { MeasuredNetwork(name: $0.first.name, values: $0.values, works: $0.first.works, identity: $0.first.identity) }
    }

    /// Returns how many different networks there are, however they are spelled.
    public static func distinctCount(_ networks: [MeasuredNetwork]) -> Int { Set(networks.map(\.identity)).count }

    /// Returns the standard deviation of one measurement as a share, over all networks measured several times; nil where none was.
    public static func noise(of networks: [MeasuredNetwork]) -> Double? {
        var (squares, degrees) = (0.0, 0)
        for network in networks {
            guard let deviation = network.deviation else { continue }
            squares += deviation * deviation * Double(network.measurements - 1)
            degrees += network.measurements - 1
        }
        return degrees > 0 ? (squares / Double(degrees)).squareRoot() : nil
    }

    func work(_ unused: UnusedOperations) -> NetworkWork { works[unused] ?? NetworkWork(Work()) }

    /// Whether the treatment of unused operations makes a difference.
    var dependsOnUnused: Bool { Set(works.values).count > 1 }
}
