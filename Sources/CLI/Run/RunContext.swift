import Datasets
import Foundation
import NAS
import Search
import Support

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
    /// The same of further boards, where there are any.
    let furtherBoardFiles: [String?]?

    /// - Parameter boardFiles: of each board.
    init(space: SearchSpace, data: String, fingerprint: String, splitSeed: UInt64, boardFiles: [String?]) {
        spaceText = space.text
        spaceFileName = space.fileName
        self.data = data
        dataFingerprint = fingerprint
        self.splitSeed = splitSeed
        boardFile = boardFiles[0]
        furtherBoardFiles = boardFiles.count > 1 ? Array(boardFiles.dropFirst()) : nil
    }

    /// With the files of other boards.
    func with(boardFiles: [String?]) throws -> RunContext {
        RunContext(
            space: try SearchSpace(yaml: spaceText, fileName: spaceFileName), data: data, fingerprint: dataFingerprint,
            splitSeed: splitSeed, boardFiles: boardFiles)
    }

    var boardFiles: [String?] { [boardFile] + (furtherBoardFiles ?? []) }

    init(json: String) throws {
        self = try JSONDecoder().decode(RunContext.self, from: Data(json.utf8))
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

/// A stored run's space and data, found again.
struct LoadedRun {
    let space: TaskSpace
    let dataset: Dataset
    let split: DataSplit

    /// - Throws: where the data set is gone or is not the run's.
    init(_ context: RunContext) throws {
        dataset = try Dataset.load(context.data)
        guard dataset.fingerprint.description == context.dataFingerprint else {
            throw Diagnostic("the data set changed since the run began", file: context.data)
        }
        split = try DataSplit(dataset, seed: context.splitSeed)
        space = TaskSpace(try SearchSpace(yaml: context.spaceText, fileName: context.spaceFileName), task: dataset.task)
    }
}

extension TaskSpace {
    /// The candidate that a stored trial's or a job's choices name.
    func candidate(choices: [Choice]) throws(Diagnostic) -> Candidate { try candidate(for: architecture(choices: choices)) }
}
