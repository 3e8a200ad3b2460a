import Datasets
import Foundation
import NAS
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Training

/// Series and tables are trained on as pictures are.
@Suite struct SeriesTrainingTests {
    private static let names = ["rising", "falling", "steady"]

    /// Two channels of 12 to 20 moments, whose direction is the class.
    private static func series(_ count: Int) -> [(label: String, moments: [[String]])] {
        var random = RandomStream(seed: 4, purpose: .test)
        return (0..<count).map { index in
            let slope = [1, -1, 0][index % 3]
            let length = 12 + random.nextInt(below: 9)
            return (
                names[index % 3],
                (0..<length).map { moment in
                    (0..<2).map { channel in
                        "\(Double(slope * moment * (channel + 1)) * 0.25 + Double(random.nextInt(below: 1000)) / 500 + 100)"
                    }
                }
            )
        }
    }

    private static func data(_ folder: URL) throws -> TrainingData {
        let dataset = try Dataset.load(folder: folder, name: "directions")
        return TrainingData(
            dataset, split: try DataSplit(dataset, seed: 1), reload: { try Dataset.load(folder: folder, name: "directions") })
    }

    private static func write(_ scratch: Scratch) throws -> [URL] {
        let series = series(90)
        var archive = "@problemName directions\n@classLabel true rising falling steady\n@data\n"
        var table = "recording,step,a,b,label\n"
        for (number, one) in series.enumerated() {
            archive +=
                (0..<2).map { channel in one.moments.map { $0[channel] }.joined(separator: ",") }.joined(separator: ":") + ":\(one.label)\n"
            for (step, moment) in one.moments.enumerated() { table += "\(number),\(step),\(moment[0]),\(moment[1]),\(one.label)\n" }
        }
        try scratch.write("ts/directions_TRAIN.ts", Array(archive.utf8))
        try scratch.write("csv/directions_TRAIN.csv", Array(table.utf8))
        return ["ts", "csv"].map { scratch.url.appendingPathComponent($0, isDirectory: true) }
    }

    /// Wave forms are series as others are: the shipped space learns from them.
    @Test(.enabled(if: SharedData.exists("fsdd"), "needs ../shared/data/fsdd")) func spokenDigitsAreTrainedOn() throws {
        let dataset = try Dataset.load(
            folder: SharedData.url("fsdd/recordings"), options: try DataOptions("rate=4000,length=0.4s,classes=0:1:6"))
        #expect(dataset.shape == Shape(height: 1, width: 1600, channels: 1) && dataset.count == 900)
        let data = TrainingData(dataset, split: try DataSplit(dataset, seed: 1))
        let space = try SearchSpace(contentsOf: SharedData.packageRoot.appendingPathComponent("searchspaces/series.yaml"))
        var random = RandomStream(seed: 6, trial: 0, purpose: .test)
        let candidate = try space.candidate(for: space.sample(using: &random), task: data.task)
        let job = TrainingJob(
            graph: candidate.graph, recipe: candidate.recipe, frontEnd: candidate.frontEnd, candidateID: candidate.candidateID,
            fidelity: .steps(20), seed: 2, trial: 0, replicate: 0)
        let result = try CandidateTrainer(data: data).train(job)
        #expect(result.steps == 20 && result.loss?.isFinite == true)
    }

    /// The shipped space, on the same series in two forms, in memory and mapped, stopped and gone on with: the same bits.
    @Test func everyFormAndEveryWayGivesTheSameTrial() throws {
        let scratch = try Scratch()
        let folders = try Self.write(scratch)
        let file = SharedData.packageRoot.appendingPathComponent("searchspaces/series.yaml")
        let space = try SearchSpace(contentsOf: file)
        let task = try Self.data(folders[0]).task
        #expect(task.input == Shape(height: 1, width: 20, channels: 2) && task.classes == 3)
        for trial in 0..<3 as Range<UInt64> {
            var random = RandomStream(seed: 6, trial: trial, purpose: .test)
            let candidate = try space.candidate(for: space.sample(using: &random), task: task)
            var recipe = candidate.recipe
            (recipe.crop, recipe.cutout) = (2, 3)
            var all: [Data] = []
            for (number, folder) in folders.enumerated() {
                for isStopped in [false, true] {
                    let cache = PreparedCache(folder: scratch.url.appendingPathComponent("cache"), smallestBytes: 1)
                    var job = TrainingJob(
                        graph: candidate.graph, recipe: recipe, frontEnd: candidate.frontEnd, candidateID: candidate.candidateID,
                        fidelity: .epochs(6), seed: 2, trial: Int(trial), replicate: 0)
                    job.weightsFile = scratch.url.appendingPathComponent("weights-\(trial)-\(number)-\(isStopped)")
                    job.checkpoint = CheckpointPlan(
                        file: scratch.url.appendingPathComponent("checkpoint-\(trial)-\(number)-\(isStopped)"), everySeconds: 1e9)
                    let weights = try #require(job.weightsFile)
                    if isStopped {
                        let problem = #expect(throws: TrainingFailure.self) {
                            try CandidateTrainer(data: Self.data(folder), cache: cache).train(
                                job, shouldStop: SmallNetworks.stop(after: 11))
                        }
                        #expect(problem?.reason == .interrupted)
                    }
                    let result = try CandidateTrainer(data: Self.data(folder), cache: isStopped ? nil : cache).train(job)
                    #expect((result.resumedAtStep != nil) == isStopped)
                    #expect(result.curve.allSatisfy { $0.trainingLoss.isFinite })
                    all.append(try Data(contentsOf: weights))
                }
            }
            #expect(all.allSatisfy { $0 == all[0] }, "trial \(trial)")
        }
    }

    /// Three groups of points around corners of a square, with text and missing values: nearly all are told.
    @Test func aTableIsLearned() throws {
        var random = RandomStream(seed: 9, purpose: .test)
        var text = "x,y,colour,label\n"
        for index in 0..<240 {
            let corner = [(0.0, 0.0), (4000.0, 0.0), (0.0, 0.004)][index % 3]
            let x = corner.0 + Double(random.nextFloat()) * 2000
            let y = corner.1 + Double(random.nextFloat()) * 0.002
            text += "\(index % 20 == 7 ? "" : "\(x)"),\(y),\(["red", "blue", "green"][random.nextInt(below: 3)]),k\(index % 3)\n"
        }
        let scratch = try Scratch()
        try scratch.write("corners.csv", Array(text.utf8))
        let dataset = try Dataset.load(folder: scratch.url.appendingPathComponent("corners.csv"))
        #expect(dataset.shape.channels == 5)
        let split = try DataSplit(dataset, seed: 1)
        let data = TrainingData(dataset, split: split)
        let space = try SearchSpace(contentsOf: SharedData.packageRoot.appendingPathComponent("searchspaces/tabular.yaml"))
        var sampling = RandomStream(seed: 1, purpose: .test)
        let candidate = try space.candidate(for: space.sample(using: &sampling), task: dataset.task)
        var job = TrainingJob(
            graph: candidate.graph, recipe: candidate.recipe, frontEnd: candidate.frontEnd, candidateID: candidate.candidateID,
            fidelity: .epochs(40), seed: 1, trial: 0, replicate: 0)
        job.weightsFile = scratch.url.appendingPathComponent("weights")
        let result = try CandidateTrainer(data: data).train(job)
        #expect(try #require(result.accuracy) > 0.9)
        let test = try TestEvaluator(data, test: split.test)
            .evaluate(candidate.graph, frontEnd: candidate.frontEnd, weights: try #require(job.weightsFile))
        #expect(test.accuracy > 0.9)
    }

    @Test func whatMirrorsAnImageIsRefused() throws {
        let yaml = { (train: String) in
            "space: test\nlanguage: 1\ninput: {from: data}\nnetwork:\n  - flatten\n  - dense: {out: classes}\ntrain:\n\(train)\n  epochs: 1\n"
        }
        let task = TaskShape(input: Shape(height: 1, width: 20, channels: 2), classes: 2)
        let space = try SearchSpace(yaml: yaml("  crop: 3\n  flip: {choice: [false, true]}"), fileName: "x.yaml")
        try space.checkExamples(of: task)
        let problem = #expect(throws: Diagnostic.self) { try space.checkExamples(of: task, kind: .series) }
        #expect(
            problem?.message == "flip mirrors images, the data set holds series" && problem?.location?.line == 9,
            "\(String(describing: problem))")
        try SearchSpace(yaml: yaml("  crop: 3\n  flip: false"), fileName: "x.yaml").checkExamples(of: task, kind: .series)
        let coloured = try SearchSpace(yaml: yaml("  brightness: {choice: [0, 0.2]}"), fileName: "x.yaml")
        let colours = #expect(throws: Diagnostic.self) { try coloured.checkExamples(of: task, kind: .series) }
        #expect(colours?.message == "brightness changes the colours of images, the data set holds series")
        let row = TaskShape(input: Shape(height: 1, width: 1, channels: 5), classes: 2)
        #expect(throws: Diagnostic.self) {
            try SearchSpace(yaml: yaml("  crop: 1"), fileName: "x.yaml").checkExamples(of: row, kind: .table)
        }
    }
}
