import CostModel
import Foundation
import NAS
import NetworkGraph
import Support

extension FuzzTarget {
    /// Architectures in short form, a line for each of some spaces, and texts of limits and batteries.
    static let shortForms = FuzzTarget(
        name: "short-forms",
        words: ["-", ".", "0-0", "--", "energy=", "latency=", "mJ", "ms", "mAh", "@", "V", "/s", "%", "=", ",", "٣", "²"],
        isText: true
    ) {
        let spaces = ["mobile", "quickstart", "nas-bench-201", "dscnn"].compactMap {
            try? SearchSpace(contentsOf: Shipped.file("searchspaces/\($0).yaml"))
        }
        precondition(spaces.count == 4)
        return { input in
            let text = String(decoding: input, as: UTF8.self)
            for line in text.split(separator: "\n", maxSplits: 20, omittingEmptySubsequences: false) {
                let line = String(line)
                for space in spaces {
                    guard let architecture = try? space.architecture(shortForm: line) else { continue }
                    Reached.mark("read")
                    let again = try? space.architecture(shortForm: architecture.description)
                    precondition(again == architecture)
                }
                if let budget = try? Budget(line) {
                    Reached.mark("budget")
                    _ = budget.limits.map(\.description)
                }
                if let schedule = try? PowerSchedule(idle: line, load: line, cycle: .init()) {
                    _ = MissionPower(idleWatts: 1, schedule: schedule).words
                }
                let mission = line.split(separator: " ").map(String.init)
                var cycle = PowerSchedule.CycleText()
                (cycle.awake, cycle.every, cycle.asleep, cycle.wake) = (mission.first, mission.last, mission.first, mission.last)
                _ = try? PowerSchedule(idle: nil, load: nil, cycle: cycle)
                if mission.count >= 3, (try? Mission(battery: mission[0], hours: mission[1], rate: mission[2])) != nil {
                    Reached.mark("mission")
                }
            }
        }
    }
}

/// What ships with nas.
enum Shipped {
    static func file(_ path: String) -> URL {
        FuzzTarget.folder.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(path)
    }

    /// A network that has one of most operations.
    static let graph: InferredGraph = {
        let yaml = """
            space: fuzz
            language: 1
            input: {shape: [16, 16, 3], classes: 10}
            network:
              - conv: {out: 8, kernel: 3, stride: 2, norm: batch, activation: relu}
              - inverted_residual: {out: 8, kernel: 3, expand: 2, squeeze_excite: true}
              - max_pool: {kernel: 2}
              - separable_conv: {out: 16, kernel: 3, norm: batch, activation: hard_swish}
              - branches: {paths: [[relu], [{conv: {out: 16, kernel: 1, groups: 4}}]], merge: concatenate}
              - global_pool: average
              - dense: {out: classes}
            """
        guard let space = try? SearchSpace(yaml: yaml, fileName: "fuzz.yaml"),
            let candidate = try? space.candidate(
                for: Architecture(options: []), task: TaskShape(input: Shape(height: 16, width: 16, channels: 3), classes: 10))
        else { preconditionFailure("the network of the fuzzer is wrong") }
        return candidate.graph
    }()
}

/// A folder in memory for what can be read from files alone.
enum Scratch {
    static let folder: URL = {
        let folder = URL(fileURLWithPath: "/dev/shm/fuzzing-\(getpid())", isDirectory: true)
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(at: Scratch.folder) }
        return folder
    }()

    static func write(_ name: String, _ bytes: [UInt8]) -> URL {
        let url = folder.appendingPathComponent(name)
        let descriptor = open(url.path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        precondition(descriptor >= 0)
        _ = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        return url
    }
}
