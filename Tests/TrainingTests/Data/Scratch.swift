import Foundation
import Support
import Testing

/// A folder of its own for one test, gone afterwards.
final class Scratch {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("nas-training-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        let place = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: place)
    }

    func read(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url.appendingPathComponent(name))) }

    /// Compresses with the system's gzip, which shares no code with the reader.
    func gzip(_ name: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/gzip")
        process.arguments = ["-n", url.appendingPathComponent(name).path]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }
}

/// What a throwing call throws, as the user reads it.
func diagnostic<Result>(_ body: () throws -> Result) throws -> Diagnostic {
    do {
        _ = try body()
    } catch let problem as Diagnostic {
        return problem
    }
    throw Missing()
}

private struct Missing: Error, CustomStringConvertible {
    var description: String { "no diagnostic was thrown" }
}

/// An IDX file's bytes.
func idx(_ dimensions: [Int], _ elements: [UInt8], type: UInt8 = 8) -> [UInt8] {
    var bytes: [UInt8] = [0, 0, type, UInt8(dimensions.count)]
    for dimension in dimensions {
        for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: dimension >> shift)) }
    }
    return bytes + elements
}

/// Bytes that do not repeat soon.
func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var random = RandomStream(seed: seed, purpose: .test)
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.nextUInt32()) }
}
