public import Foundation

/// Programs that are built with the tests, to be run as processes.
public enum BuiltProgram {
    /// Beside the test bundle.
    public static func url(_ name: String) -> URL {
        let link = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        var folder = URL(fileURLWithPath: link).deletingLastPathComponent()
        for _ in 0..<4 {
            let candidate = folder.appendingPathComponent(name)
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
            folder.deleteLastPathComponent()
        }
        return SharedData.packageRoot.appendingPathComponent(".build/release/" + name)
    }
}
