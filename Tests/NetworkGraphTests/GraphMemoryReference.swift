import NetworkGraph
import TestSupport

/// Peak activation memory by trying every order of execution on the graph itself, with a table of buffers: slow and plain.
struct GraphMemoryReference {
    /// What takes no memory of its own, and what may write over an operand.
    private static let views: Set = ["dropout", "flatten"]
    private static let overwriting: Set = ["batchNorm", "activation", "softmax", "add", "multiply"]

    private let graph: InferredGraph
    private let readers: [[Int]]

    init(_ graph: InferredGraph) {
        self.graph = graph
        var readers = [[Int]](repeating: [], count: graph.nodes.count)
        for (index, node) in graph.nodes.enumerated() {
            for operand in Set(node.inputs) { readers[operand].append(index) }
        }
        self.readers = readers
    }

    /// Which buffer each executed node's value is in.
    private typealias Buffers = [Int?]

    private func isNeeded(_ buffer: Int, _ buffers: Buffers, without reader: Int? = nil) -> Bool {
        graph.nodes.indices.contains { node in
            buffers[node] == buffer
                && (node == graph.output || readers[node].contains { buffers[$0] == nil && $0 != reader })
        }
    }

    private func isZero(_ node: Int) -> Bool { graph.nodes[node].operation == .zero }

    /// Buffers are named by the node that first filled them.
    private func live(_ buffers: Buffers, _ sizes: [Int]) -> Int {
        Set(buffers.compactMap { $0 }).filter { isNeeded($0, buffers) }.reduce(0) { $0 + sizes[$1] }
    }

    private var sizes: [Int] { graph.nodes.map(\.shape.elements) }

    /// Executes a node: what was live meanwhile.
    private func execute(_ index: Int, _ buffers: inout Buffers, _ sizes: [Int]) -> Int {
        let node = graph.nodes[index]
        let before = live(buffers, sizes)
        let workspace = Set(node.inputs.filter(isZero)).reduce(0) { $0 + sizes[$1] }
        if Self.views.contains(node.operation.name) {
            buffers[index] = buffers[node.inputs[0]]
            return before
        }
        if Self.overwriting.contains(node.operation.name) {
            for operand in node.inputs where sizes[operand] == sizes[index] {
                if isZero(operand) {
                    buffers[index] = index
                    return before + workspace
                }
                if let buffer = buffers[operand], !isNeeded(buffer, buffers, without: index) {
                    buffers[index] = buffer
                    return before + workspace
                }
            }
        }
        buffers[index] = index
        return before + workspace + sizes[index]
    }

    func peakInOrder() -> Int {
        let sizes = sizes
        var buffers = Buffers(repeating: nil, count: sizes.count)
        buffers[0] = 0
        var peak = sizes[0]
        for index in graph.nodes.indices.dropFirst() where !isZero(index) { peak = max(peak, execute(index, &buffers, sizes)) }
        return peak
    }

    func smallestPeak() -> Int {
        let sizes = sizes
        var buffers = Buffers(repeating: nil, count: sizes.count)
        buffers[0] = 0
        var best = Int.max
        func extend(_ buffers: Buffers, _ peak: Int) {
            guard peak < best else { return }
            var isFinished = true
            for index in graph.nodes.indices where buffers[index] == nil && !isZero(index) {
                isFinished = false
                guard graph.nodes[index].inputs.allSatisfy({ buffers[$0] != nil || isZero($0) }) else { continue }
                var next = buffers
                let transient = execute(index, &next, sizes)
                extend(next, max(peak, transient))
            }
            if isFinished { best = peak }
        }
        extend(buffers, sizes[0])
        return best
    }
}
