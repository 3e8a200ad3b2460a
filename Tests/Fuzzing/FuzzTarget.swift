import Foundation

/// What reads inputs.
struct FuzzTarget: Sendable {
    let name: String
    /// Words that mean something to it.
    let words: [String]
    /// Whether inputs are text in lines.
    let isText: Bool
    /// A folder of the package whose files are good inputs too.
    var shipped: String?
    /// Made once a process: what tries an input.
    let prepare: @Sendable () -> ([UInt8]) -> Void

    static let all: [FuzzTarget] = [
        .spaces, .shortForms, .boards, .profiles, .idx, .tables, .meterLogs, .npz, .npy, .pictures, .pixelTables,
        .timeSeries, .longTables, .dataTables, .dataOptions, .wav, .textTables, .textFiles, .textFolders,
    ]

    static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }

    /// `Tests/Fuzzing`.
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    /// Good inputs, in the order of their names.
    var seeds: [[UInt8]] {
        Self.files(Self.folder.appendingPathComponent("Seeds/\(name)")) + (shipped.map { Self.files(Shipped.file($0)) } ?? [])
    }

    static func files(_ folder: URL) -> [[UInt8]] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().filter { !$0.hasSuffix("schema.json") }.compactMap {
            FileManager.default.contents(atPath: folder.appendingPathComponent($0).path).map { [UInt8]($0) }
        }
    }
}
