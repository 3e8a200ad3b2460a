import Foundation
import NetworkGraph
import ReferenceNetworks
import Support
import Testing

@testable import TensorCore

/// Against scikit-learn (`Goldens/make_metrics.py`).
@Suite struct ConfusionMatrixTests {
    struct Case: Decodable, CustomStringConvertible {
        let name: String
        let classes: Int
        let labels: [Int32]
        let logits: [Float]
        let balanced_accuracy: Double
        let macro_f1: Double
        let f1: [Double]
        let precision: [Double]
        let recall: [Double]
        let confusion: [[Int]]
        let auc: Double?

        var description: String { name }

        static let all: [Case] = {
            do {
                let data = try Data(contentsOf: Golden.folder.appendingPathComponent("metrics.json"))
                return try JSONDecoder().decode([Case].self, from: data)
            } catch {
                preconditionFailure("\(error)")
            }
        }()
    }

    private func close(_ left: Double?, _ right: Double) -> Bool { left.map { abs($0 - right) < 1e-12 } ?? false }

    @Test(arguments: Case.all) func asScikitLearn(_ golden: Case) {
        var matrix = ConfusionMatrix(classes: golden.classes)
        // In two batches.
        for part in [0..<7, 7..<golden.labels.count] {
            matrix.add(
                Array(golden.labels[part]),
                logits: Array(golden.logits[part.lowerBound * golden.classes..<part.upperBound * golden.classes]))
        }
        #expect(matrix.rows == golden.confusion)
        #expect(close(matrix.recall.balancedAccuracy, golden.balanced_accuracy))
        #expect(close(matrix.macroF1, golden.macro_f1))
        for label in 0..<golden.classes {
            // scikit-learn has 0 where there is none.
            #expect(close(matrix.f1(of: label) ?? 0, golden.f1[label]))
            #expect(close(matrix.precision(of: label) ?? 0, golden.precision[label]))
            let images = matrix.recall.images[label]
            #expect(close(images == 0 ? 0 : Double(matrix[label, label]) / Double(images), golden.recall[label]))
        }
        guard let auc = golden.auc else { return }
        var ranking = ClassRanking(capacity: 0)
        ranking.add(golden.labels, logits: golden.logits)
        #expect(close(ranking.areaUnderCurve, auc))
    }

    @Test func casesHaveWhatIsHard() {
        #expect(Case.all.contains { $0.name.contains("ties") && $0.auc != nil })
        #expect(Case.all.contains { ($0.auc ?? 1) < 0.95 } && Case.all.contains { $0.classes > 2 })
        #expect(Case.all.contains { $0.confusion.contains { $0.allSatisfy { $0 == 0 } } })
    }

    @Test func nothingSeenHasNoScore() {
        let matrix = ConfusionMatrix(classes: 2)
        #expect(matrix.macroF1 == nil && matrix.precision(of: 0) == nil && matrix.f1(of: 1) == nil)
        var ranking = ClassRanking(capacity: 3)
        #expect(ranking.areaUnderCurve == nil)
        ranking.add(1, label: 1)
        #expect(ranking.areaUnderCurve == nil, "one class alone")
        ranking.add(0.5, label: 0)
        #expect(ranking.areaUnderCurve == 1)
        ranking.add(.nan, label: 0)
        #expect(ranking.areaUnderCurve == nil)
    }

    @Test func countingTakesNoMemory() throws {
        var builder = GraphBuilder(input: Shape(height: 1, width: 1, channels: 4))
        builder.add(.dense(outputs: 2, bias: true), name: "classes")
        let network = try Network(builder.graph, batch: 8, seed: 3)
        var confusion = ConfusionMatrix(classes: 2)
        var ranking: ClassRanking? = ClassRanking(capacity: 32)
        let labels: [Int32] = [0, 1, 0, 0, 1, 1, 0, 1]
        for _ in 0..<4 {
            network.withInput(count: 8) { pixels in for index in pixels.indices { pixels[index] = Float(index % 7) - 3 } }
            let memory = AllocationCounter { _ = network.evaluate(labels: labels, confusion: &confusion, ranking: &ranking) }
            #expect(memory.blocks == 0, "\(memory)")
        }
        #expect(confusion.recall.images == [16, 16] && confusion.rows.joined().reduce(0, +) == 32)
        #expect(ranking?.areaUnderCurve != nil)
    }
}

extension ConfusionMatrix {
    fileprivate mutating func add(_ labels: [Int32], logits: [Float]) {
        let classes = classes
        _ = logits.withUnsafeBufferPointer { logits in
            add(labels, logits: logits.baseAddress!) { hits in
                crossEntropy(
                    gradient: nil, hits: hits, logits: logits.baseAddress!, labels: labels, count: labels.count, classes: classes,
                    smoothing: 0
                ).correct
            }
        }
    }
}

extension ClassRanking {
    fileprivate mutating func add(_ labels: [Int32], logits: [Float]) {
        logits.withUnsafeBufferPointer { add(labels, logits: $0.baseAddress!) }
    }
}
