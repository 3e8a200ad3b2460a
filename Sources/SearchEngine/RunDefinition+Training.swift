internal import CostModel
public import Datasets
public import NAS
internal import NetworkGraph
public import Search
internal import Support
internal import Training

extension RunDefinition {
    /// A run that trains a space's networks on a data set, as `nas search` does where nothing more is said: strategy `auto`, 40 trials
    /// of the length that the space names, accuracy and energy as objectives. Set the other properties before its session is made.
    ///
    /// - Parameters:
    ///   - space: the search space.
    ///   - dataset: the data set.
    ///   - boards: what the networks are for and what is allowed there, at least one. A board's RAM limits them too.
    ///   - seed: the seed of all that is random, the split of the data among it.
    ///   - folds: how many folds candidates are ranked by (`CrossValidation`); nil for one split where it has enough validation examples.
    /// - Throws: a `Diagnostic` where the space cannot take the data set's examples, or they are too few to split.
    public init(space: SearchSpace, dataset: Dataset, boards: [RunBoard], seed: UInt64 = 1, folds: Int? = nil) throws {
        try space.checkExamples(of: dataset.task, kind: dataset.kind)
        let limited = boards.map {
            RunBoard(target: $0.target, budget: $0.budget.limited(by: $0.target.board), mission: $0.mission)
        }
        try self.init(
            space: space, dataset: dataset, named: dataset.name, boards: limited, boardFiles: boards.map { _ in nil }, seed: seed,
            folds: folds)
    }

    /// - Parameters:
    ///   - name: the data set's name, as the user gave it.
    ///   - boardFiles: the path of each board's file; nil for a board that ships.
    package init(
        space: SearchSpace, dataset: Dataset, named name: String, boards: [RunBoard], boardFiles: [String?], seed: UInt64, folds: Int? = nil
    ) throws {
        var context = RunContext(
            space: space, data: dataset.place, dataOptions: dataset.origin.options,
            fingerprint: dataset.fingerprint.description, splitSeed: seed,
            boardFiles: boardFiles)
        let splits = try CrossValidation(dataset, folds: folds, seed: seed).splits
        context.folds = splits.count
        let counts = ClassCounts(dataset, split: splits[0])
        self.init(
            space: .init(space),
            data: .init(name: name, fingerprint: dataset.fingerprint.description, task: dataset.task, classCounts: counts),
            boards: boards, objectives: [.accuracy, .energy], strategy: AutoStrategy.name, fidelity: space.defaultFidelity, trials: 40,
            engine: .current)
        self.seed = seed
        self.context = try context.json()
    }
}

extension RunDefinition.Engine {
    /// This program's: what trains here.
    public static var current: RunDefinition.Engine {
        let identity = EngineIdentity.current
        return RunDefinition.Engine(version: identity.version, kernelClass: identity.kernelClass, blasCore: identity.blasCore)
    }
}
