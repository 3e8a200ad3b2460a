package import Datasets
internal import Foundation
package import NAS
package import NetworkGraph
package import Search
package import Support

/// What a worker must know of a run before its first job, and what the command needs to find the run's files again. Stored
/// with the run, and sent to each worker.
package struct RunContext: Hashable {
    package private(set) var spaceText: String
    package private(set) var spaceFileName: String
    /// A name or an absolute path: a worker may start elsewhere.
    package private(set) var data: String
    /// What the data set's owner said of it; none for runs of before there were any.
    package let dataOptions: DataOptions
    package private(set) var dataFingerprint: String
    package let splitSeed: UInt64
    /// What stands in the place of settings of the space file's `train:` part; it is in the text already.
    package private(set) var recipe: RecipeSettings?
    /// How many folds candidates are ranked by; 1 for one split, as in runs of before there were folds.
    package var folds = 1
    /// The absolute path of each board's file, at least one board; nil for a board that ships, or whose file is not known.
    package private(set) var boardFiles: [String?]
    /// Whether the validation examples are trained on too: for a network that is chosen already.
    package var trainsOnValidation = false

    /// Creates a context from a run's space, data and boards.
    ///
    /// - Parameter boardFiles: the path of each board's file, at least one board; nil for a board that ships.
    package init(
        space: SearchSpace, data: String, dataOptions: DataOptions = DataOptions(), fingerprint: String, splitSeed: UInt64,
        boardFiles: [String?]
    ) {
        spaceText = space.text
        spaceFileName = space.fileName
        recipe = space.recipe
        self.data = data
        self.dataOptions = dataOptions
        dataFingerprint = fingerprint
        self.splitSeed = splitSeed
        precondition(!boardFiles.isEmpty, "a run is for at least one board")
        self.boardFiles = boardFiles
    }

    /// With the files of other boards.
    package func with(boardFiles: [String?]) -> RunContext {
        precondition(!boardFiles.isEmpty, "a run is for at least one board")
        var context = self
        context.boardFiles = boardFiles
        return context
    }

    /// With another text of the space.
    package func with(space: SearchSpace) -> RunContext {
        var context = self
        (context.spaceText, context.spaceFileName) = (space.text, space.fileName)
        context.recipe = space.recipe ?? recipe
        return context
    }

    /// With the data set as it is now.
    package func with(dataset: Dataset) -> RunContext {
        var context = with(data: dataset.place)
        context.dataFingerprint = dataset.fingerprint.description
        return context
    }

    /// With the data set where it is now.
    package func with(data: String) -> RunContext {
        var context = self
        context.data = data
        return context
    }

    package init(json: String) throws {
        self = try JSONDecoder().decode(RunContext.self, from: Data(json.utf8))
    }

    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

/// The stored form has the first board's file apart: databases of before there were several boards have it alone.
extension RunContext: Codable {
    private enum CodingKeys: String, CodingKey {
        case spaceText, spaceFileName, data, dataOptions, dataFingerprint, splitSeed, recipe, folds, boardFile, furtherBoardFiles,
            trainsOnValidation
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        spaceText = try container.decode(String.self, forKey: .spaceText)
        spaceFileName = try container.decode(String.self, forKey: .spaceFileName)
        data = try container.decode(String.self, forKey: .data)
        dataOptions = try container.decodeIfPresent(DataOptions.self, forKey: .dataOptions) ?? DataOptions()
        dataFingerprint = try container.decode(String.self, forKey: .dataFingerprint)
        splitSeed = try container.decode(UInt64.self, forKey: .splitSeed)
        recipe = try container.decodeIfPresent(RecipeSettings.self, forKey: .recipe)
        folds = try container.decodeIfPresent(Int.self, forKey: .folds) ?? 1
        guard (1...Job.mostFolds).contains(folds) else {
            throw DecodingError.dataCorruptedError(forKey: .folds, in: container, debugDescription: "\(folds) folds")
        }
        let first = try container.decodeIfPresent(String.self, forKey: .boardFile)
        boardFiles = [first] + (try container.decodeIfPresent([String?].self, forKey: .furtherBoardFiles) ?? [])
        trainsOnValidation = try container.decodeIfPresent(Bool.self, forKey: .trainsOnValidation) ?? false
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(spaceText, forKey: .spaceText)
        try container.encode(spaceFileName, forKey: .spaceFileName)
        try container.encode(data, forKey: .data)
        if !dataOptions.isEmpty { try container.encode(dataOptions, forKey: .dataOptions) }
        try container.encode(dataFingerprint, forKey: .dataFingerprint)
        try container.encode(splitSeed, forKey: .splitSeed)
        try container.encodeIfPresent(recipe, forKey: .recipe)
        if folds > 1 { try container.encode(folds, forKey: .folds) }
        try container.encodeIfPresent(boardFiles[0], forKey: .boardFile)
        if boardFiles.count > 1 { try container.encode(Array(boardFiles.dropFirst()), forKey: .furtherBoardFiles) }
        if trainsOnValidation { try container.encode(true, forKey: .trainsOnValidation) }
    }
}

/// A stored run's space and data, found again.
package struct LoadedRun {
    package let space: TaskSpace
    package let dataset: Dataset
    /// The splits that candidates are trained on, one for each fold.
    package let splits: [DataSplit]

    /// The split that a candidate's weights are of.
    package var split: DataSplit { splits[0] }

    /// How many examples of each class the parts of the split have.
    package var classCounts: ClassCounts { ClassCounts(dataset, split: split) }

    /// - Parameters:
    ///   - space: the context's, where it has been read already.
    ///   - dataset: likewise.
    ///   - loading: how the data set is read.
    /// - Throws: where the data set is gone or is not the run's.
    package init(
        _ context: RunContext, space: SearchSpace? = nil, dataset: Dataset? = nil, loading: DataLoading = .standard
    ) throws {
        let dataset = try dataset ?? Dataset.load(context.data, options: context.dataOptions, loading: loading)
        self.dataset = dataset
        guard dataset.fingerprint.description == context.dataFingerprint else {
            throw Diagnostic("the data set changed since the run began", file: context.data)
        }
        splits = try context.splits(of: dataset)
        self.space = TaskSpace(
            try space ?? SearchSpace(yaml: context.spaceText, fileName: context.spaceFileName), task: dataset.task)
    }
}

extension RunContext {
    /// - Throws: where the data set cannot be split so.
    package func splits(of dataset: Dataset) throws(Diagnostic) -> [DataSplit] {
        try CrossValidation(dataset, folds: folds, seed: splitSeed).splits
    }
}

extension TaskSpace {
    /// The candidate that a stored trial's or a job's choices name.
    package func candidate(choices: [Choice]) throws(Diagnostic) -> Candidate { try candidate(for: architecture(choices: choices)) }
}
