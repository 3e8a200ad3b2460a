import Foundation
import NAS
import Support
import Training

/// What a worker must know of a run before its first job, and what the command needs to find the run's files again. Stored
/// with the run, and sent to each worker.
struct RunContext: Codable {
    let spaceText: String
    let spaceFileName: String
    /// A name or an absolute path: a worker may start elsewhere.
    let data: String
    let dataFingerprint: String
    let splitSeed: UInt64
    /// Absolute path of a board file of the user's own; nil for a board that ships.
    let boardFile: String?

    init(space: SearchSpace, data: String, fingerprint: String, splitSeed: UInt64, boardFile: String?) {
        spaceText = space.text
        spaceFileName = space.fileName
        self.data = data
        dataFingerprint = fingerprint
        self.splitSeed = splitSeed
        self.boardFile = boardFile
    }

    init(json: String) throws {
        self = try JSONDecoder().decode(RunContext.self, from: Data(json.utf8))
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
