public import Foundation

/// The real data sets, which stand beside the checkout and are no part of it. Tests that need them are skipped, and say
/// so, where they are missing.
public enum SharedData {
    /// `shared/data` beside the checkout, or where `NAS_TEST_DATA` points.
    public static let root: URL = {
        if let path = ProcessInfo.processInfo.environment["NAS_TEST_DATA"] { return URL(fileURLWithPath: path, isDirectory: true) }
        return packageRoot.deletingLastPathComponent().appendingPathComponent("shared/data", isDirectory: true)
    }()

    /// The checkout.
    public static let packageRoot = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    public static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
    }

    public static func url(_ path: String) -> URL { root.appendingPathComponent(path) }
}
