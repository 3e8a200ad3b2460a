import Foundation
import NAS
import NetworkGraph
import Support
import TestSupport

/// The search spaces that ship.
enum SpaceFiles {
    static let folder = SharedData.packageRoot.appendingPathComponent("searchspaces", isDirectory: true)

    static let names: [String] = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()

    static func load(_ name: String) throws -> SearchSpace {
        try SearchSpace(contentsOf: folder.appendingPathComponent(name + ".yaml"))
    }

    /// What a space that takes its input from the data is tried with; the others say it themselves.
    static func task(_ name: String) -> TaskShape {
        switch name {
        case "quickstart": TaskShape(input: Shape(height: 8, width: 8, channels: 1), classes: 10)
        case "mlp", "mobile": TaskShape(input: Shape(height: 28, width: 28, channels: 1), classes: 10)
        case "series": TaskShape(input: Shape(height: 1, width: 100, channels: 6), classes: 4)
        case "tabular": TaskShape(input: Shape(height: 1, width: 1, channels: 13), classes: 3)
        case "dscnn": TaskShape(input: Shape(height: 49, width: 10, channels: 1), classes: 12)
        case "fbnet": TaskShape(input: Shape(height: 32, width: 32, channels: 3), classes: 100)
        default: TaskShape(input: Shape(height: 32, width: 32, channels: 3), classes: 10)
        }
    }
}
