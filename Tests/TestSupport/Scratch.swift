public import Foundation
internal import Support

/// A folder of its own for one test, gone afterwards.
public final class Scratch {
    public let url: URL

    public init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("nas-training-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    public func write(_ name: String, _ bytes: [UInt8]) throws {
        let place = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: place)
    }

    public func read(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url.appendingPathComponent(name))) }

    /// Compresses with the system's gzip, which shares no code with the reader.
    public func gzip(_ name: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/gzip")
        process.arguments = ["-n", url.appendingPathComponent(name).path]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw GzipFailure() }
    }
}

private struct GzipFailure: Error {}

/// Bytes that do not repeat soon.
public func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var random = RandomStream(seed: seed, purpose: .test)
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.nextUInt32()) }
}
