package import Datasets
internal import Foundation
package import NAS
package import Search
package import Support

/// What a worker must know of a run before its first job, and what the command needs to find the run's files again. Stored
/// with the run, and sent to each worker.
package struct RunContext: Codable {
    package let spaceText: String
    package let spaceFileName: String
    /// A name or an absolute path: a worker may start elsewhere.
    package let data: String
    package let dataFingerprint: String
    package let splitSeed: UInt64
    /// Absolute path of a board file of the user's own; nil for a board that ships.
    package let boardFile: String?
    /// The same of further boards, where there are any.
    package let furtherBoardFiles: [String?]?

    /// - Parameter boardFiles: of each board.
    package init(space: SearchSpace, data: String, fingerprint: String, splitSeed: UInt64, boardFiles: [String?]) {
        spaceText = space.text
        spaceFileName = space.fileName
        self.data = data
        dataFingerprint = fingerprint
        self.splitSeed = splitSeed
        boardFile = boardFiles[0]
        furtherBoardFiles = boardFiles.count > 1 ? Array(boardFiles.dropFirst()) : nil
    }

    /// With the files of other boards.
    package func with(boardFiles: [String?]) throws -> RunContext {
        RunContext(
            space: try SearchSpace(yaml: spaceText, fileName: spaceFileName), data: data, fingerprint: dataFingerprint,
            splitSeed: splitSeed, boardFiles: boardFiles)
    }

    package var boardFiles: [String?] { [boardFile] + (furtherBoardFiles ?? []) }

    package init(json: String) throws {
        self = try JSONDecoder().decode(RunContext.self, from: Data(json.utf8))
    }

    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

/// A stored run's space and data, found again.
package struct LoadedRun {
    package let space: TaskSpace
    package let dataset: Dataset
    package let split: DataSplit

    /// - Throws: where the data set is gone or is not the run's.
    package init(_ context: RunContext) throws {
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
    package func candidate(choices: [Choice]) throws(Diagnostic) -> Candidate { try candidate(for: architecture(choices: choices)) }
}
