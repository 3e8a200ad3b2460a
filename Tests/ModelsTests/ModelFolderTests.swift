import Datasets
import Foundation
import NAS
import NetworkGraph
import Support
import TensorCore
import TestSupport
import Testing
import Training

@testable import Models

/// A model folder is what was written, or says what is wrong with it.
@Suite struct ModelFolderTests {
    private static let digits = Dataset.embeddedDigits

    private func write(to url: URL) throws -> (graph: InferredGraph, weights: SafeTensors) {
        var builder = GraphBuilder(input: Self.digits.shape)
        builder.add(.flatten, name: "flat")
        builder.add(.dense(outputs: 10, bias: true), name: "classes")
        let graph = builder.graph
        let split = try DataSplit(Self.digits, seed: 1).joiningValidation
        let weights = try Network(graph, batch: 1, seed: 3).exportParameters()
        let description = ModelDescription(
            name: "tiny", dataset: Self.digits, split: split, graph: graph, frontEnd: FrontEnd(input: graph.input),
            normalisation: TrainingData(Self.digits, split: split).normalisation,
            architecture: .init(
                space: "tiny", spaceHash: StableHash(of: "space"), shortForm: "0-1", choices: [.init(decision: "a.b_c", option: "x_y")],
                networkID: StableHash(of: "network"), run: "runs/tiny.db", trial: 4),
            training: .init(recipe: TrainingRecipe(), fidelity: .epochs(3), seed: 1, replicate: 2, patience: nil),
            weightsHash: ModelFolder.hash(of: weights))
        let test = try NetworkPredictor(
            graph, weights: weights, frontEnd: FrontEnd(input: graph.input), normalisation: description.input.normalisation
        ).report(on: Self.digits, Array(0..<100))
        let seed = ModelMetrics.Seed(
            replicate: 2, weightsFile: "seeds/seed-2.safetensors", test: test, validationAccuracy: nil, bestEpoch: nil, seconds: 1)
        try ModelFolder.write(description, weights: weights, metrics: ModelMetrics(test: test, seeds: [seed]), to: url)
        return (graph, weights)
    }

    @Test func aFolderComesBackAsItWas() throws {
        let scratch = try Scratch()
        let (graph, weights) = try write(to: scratch.url)
        let folder = try ModelFolder(contentsOf: scratch.url)
        #expect(folder.graph == graph)
        #expect(folder.weights.tensors == weights.tensors)
        #expect(folder.examples == Self.digits.shape)
        #expect(folder.description.classes == Self.digits.classNames)
        #expect(folder.description.data.fingerprint == Self.digits.fingerprint)
        #expect(folder.description.data.licence == "CC BY 4.0")
        #expect(folder.description.architecture.choices == [.init(decision: "a.b_c", option: "x_y")])
        #expect(folder.description.architecture.trial == 4)
        #expect(folder.description.training.epochs == 3)
        #expect(folder.description.engine == .current)
        let metrics = try JSONDocument.read(ModelMetrics.self, from: scratch.url.appendingPathComponent("metrics.json"))
        #expect(metrics.test?.examples == 100 && metrics.deviationOfTestAccuracy == nil)
        #expect(metrics.meanTestAccuracy == metrics.test?.accuracy)
    }

    /// Texts have no channels with names, and nothing can be asked of such a model yet.
    @Test func textsAreAKindOfExamples() throws {
        let scratch = try Scratch()
        _ = try write(to: scratch.url)
        let file = scratch.url.appendingPathComponent("model.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        for (kind, words) in [("text", nil), ("series", "input.features must say what each of the 1 values")] {
            try Data(text.replacing("\"pictures\"", with: "\"\(kind)\"").utf8).write(to: file)
            guard let words else {
                #expect(try ModelFolder(contentsOf: scratch.url).description.input.kind == .text)
                continue
            }
            let error = #expect(throws: Diagnostic.self) { try ModelFolder(contentsOf: scratch.url) }
            #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
        }
    }

    private static let damages: [(file: String, change: @Sendable (String) -> String, words: String)] = [
        ("model.json", { String($0.dropLast(20)) }, "it is no JSON"),
        ("model.json", { $0.replacing("\"version\" : 1", with: "\"version\" : 2") }, "is of version 2 of the form; this program reads 1"),
        ("model.json", { $0.replacing("\"nas-model\"", with: "\"other\"") }, "its format is 'other'"),
        ("model.json", { $0.replacing("\"output\" : 2", with: "\"output\" : 1") }, "the network's result is 1x1x64, there are 10 classes"),
        ("model.json", { $0.replacing("\"weights_hash\"", with: "\"weights_hush\"") }, "'weights_hash' is missing"),
        (
            "model.json", { $0.replacing("\"split_seed\" : 1", with: "\"split_seed\" : \"one\"") },
            "data.split_seed: something else was expected"
        ),
        ("model.json", { $0.replacing("\"deviation\" : [", with: "\"deviation\" : [\n 0,") }, "input.normalisation must have a mean"),
        ("model.json", { $0.replacing("\"flatten\"", with: "\"softmax\"") }, "graph.nodes.1 (flat): its shape is 8x8x1"),
        ("weights.safetensors", { String($0.dropLast(1)) }, ""),
    ]

    @Test(arguments: damages.indices) func damageIsToldWithItsPlace(_ index: Int) throws {
        let scratch = try Scratch()
        _ = try write(to: scratch.url)
        let (name, change, words) = Self.damages[index]
        let file = scratch.url.appendingPathComponent(name)
        let text = try String(contentsOf: file, encoding: .isoLatin1)
        let changed = change(text)
        #expect(changed != text)
        try #require(changed.data(using: .isoLatin1)).write(to: file)
        let error = #expect(throws: Diagnostic.self) { try ModelFolder(contentsOf: scratch.url) }
        #expect(error?.message.contains(words) == true || words.isEmpty, "\(error?.message ?? "")")
        #expect(error?.file == file.path)
    }

    @Test func weightsOfAnotherTrainingAreRefused() throws {
        let scratch = try Scratch()
        let (graph, _) = try write(to: scratch.url)
        let file = scratch.url.appendingPathComponent("weights.safetensors")
        try Network(graph, batch: 1, seed: 4).exportParameters().write(to: file.path)
        let error = #expect(throws: Diagnostic.self) { try ModelFolder(contentsOf: scratch.url) }
        #expect(error?.message.contains("other weights") == true)
        try FileManager.default.removeItem(at: file)
        #expect(throws: Diagnostic.self) { try ModelFolder(contentsOf: scratch.url) }
    }

    @Test func whatIsNoModelIsSaidToBeNone() throws {
        let scratch = try Scratch()
        let empty = #expect(throws: Diagnostic.self) { try ModelFolder(contentsOf: scratch.url) }
        #expect(empty?.message.contains("is no model folder") == true)
        let missing = #expect(throws: Diagnostic.self) { try ModelFolder(contentsOf: scratch.url.appendingPathComponent("none")) }
        #expect(missing?.message == "no such folder")
    }
}
