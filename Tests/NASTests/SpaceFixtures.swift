import Foundation
import NAS
import NetworkGraph
import Support
import TestSupport
import Testing

/// The spaces that ship, and small ones written in the tests.
enum SpaceFixtures {
    static let shippedNames = [
        "quickstart", "mlp", "cnn", "mobile", "dscnn", "nas-bench-201", "nas-bench-macro", "fbnet", "series", "tabular",
    ]

    static func shipped(_ name: String) throws -> SearchSpace {
        try SearchSpace(contentsOf: SharedData.packageRoot.appendingPathComponent("searchspaces/\(name).yaml"))
    }

    static func task(_ height: Int, _ width: Int, _ channels: Int, classes: Int = 10) -> TaskShape {
        TaskShape(input: Shape(height: height, width: width, channels: channels), classes: classes)
    }

    /// A space from what its network, and optionally its choices and blocks, look like.
    static func space(_ body: String, input: String = "{from: data}") throws -> SearchSpace {
        try SearchSpace(yaml: "space: test\nlanguage: 1\ninput: \(input)\n\(body)\n", fileName: "test.yaml")
    }
}
