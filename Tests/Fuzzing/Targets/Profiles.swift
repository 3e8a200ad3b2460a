import CostModel
import Foundation
import NetworkGraph
import Support

extension FuzzTarget {
    /// Profiles of boards: what is read costs a network.
    static let profiles = FuzzTarget(
        name: "profiles",
        words: [
            "\"board\"", "\"samples\"", "\"value\"", "\"work\"", "\"total\"", "\"entries\"", "\"form\"", "\"grouping\"", "\"medium\"",
            "\"fine\"",
            "\"residual\"", "\"ridge\"", "\"shapeNoise\"", "\"unused\"", "\"prior\"", "\"trustInPrior\"", "\"unit\"", "\"s\"", "\"J\"",
            "\"energy\"",
            "\"meanWatts\"", "\"operations\"", "\"inferences\"", "\"pointwise_macs\"", "\"weights\"", "\"alone\"", "\"networks\"",
            "\"seconds\"",
            "\"noise\"", "\"kind\"", "\"convolution\"", "\"dense\"", "\"input\"", "\"height\"", "\"operands\"", "\"intervalScore\"",
            "\"law\"", "\"logarithms\"", "\"tflite-ruy\"", "null",
            "[]", "{}",
            "1e-320", "1e307", ",", ":",
        ], isText: true
    ) {
        let graph = Shipped.graph
        let boards = ["raspberry-pi-4", "raspberry-pi-zero-2-w"].compactMap { try? Board(contentsOf: Shipped.file("boards/\($0).yaml")) }
        precondition(boards.count == 2)
        return { input in
            let file = Scratch.write("profile.json", input)
            guard let profile = try? BoardProfile(contentsOf: file.path) else { return }
            Reached.mark("read")
            let precision = FrontEnd.Precision.fp32
            for board in boards {
                guard let target = try? board.target(runtime: profile.runtime, threads: profile.threads, precision: precision) else {
                    continue
                }
                if let calibrated = try? target.calibrated(by: profile) {
                    Reached.mark("latency")
                    Use.cost(of: graph, on: calibrated)
                }
                if let combined = try? target.measured(by: profile) {
                    Reached.mark("combined")
                    Use.cost(of: graph, on: combined)
                    Use.cost(of: graph, on: target.combiningEvidence(of: combined))
                }
                if case .networks(let energies) = profile, let calibrated = try? target.calibrated(byEnergy: energies) {
                    Reached.mark("energy")
                    Use.cost(of: graph, on: calibrated)
                }
            }
        }
    }
}
