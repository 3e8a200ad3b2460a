import CostModel
import Foundation
import NAS
import NetworkGraph
import TestSupport

@testable import BoardCalibration

/// A calibration of a second or two.
final class SmallCalibration: Sendable {
    let folder: URL
    private let settings: SuiteSettings

    init(passes: Int = 1) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("nas-suite-\(UUID().uuidString)", isDirectory: true)
        var settings = SuiteSettings()
        settings.spaces = ["quickstart"]
        settings.operations = 14
        settings.networks = 3
        settings.rounds = 2
        settings.passes = passes
        self.settings = settings
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func run(on connection: any BoardConnection, sensorRoot: String = "/", _ change: (inout BuildSettings) -> Void = { _ in }) throws
        -> OperationProfile
    {
        let root = SharedData.packageRoot
        let space = try SearchSpace(contentsOf: root.appendingPathComponent("searchspaces/quickstart.yaml"))
        let task = space.assumedTask(TaskShape(input: Shape(height: 16, width: 16, channels: 1), classes: 10))
        let pool = try SamplePool([(space, task)], networksPerSpace: 20, seed: 1)
        var build = BuildSettings()
        // A busy machine is not steady.
        build.allowsUnsteady = true
        change(&build)
        let suite = try SuiteFolder(folder, sources: root.appendingPathComponent("runtimes/c"))
        return try CalibrationRun(suite, on: connection, pool: pool, settings: settings, build: build, sensorRoot: sensorRoot)
            .run(board: "test", source: "a test") { _ in }
    }

    var samples: String {
        (try? String(contentsOf: folder.appendingPathComponent("results/samples.txt"), encoding: .utf8)) ?? ""
    }
}
