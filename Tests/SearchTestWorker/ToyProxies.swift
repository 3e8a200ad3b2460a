package import NAS
internal import NetworkGraph
internal import Search

/// Scores that say how wide a toy network is, and counts how often it is asked.
package final class ToyProxies: ProxySource {
    package let networksEach: Int
    package private(set) var scored = 0

    package init(networksEach: Int) { self.networksEach = networksEach }

    package func score(_ candidate: Candidate) -> Double? {
        scored += 1
        return Double(candidate.graph.parameters)
    }
}
