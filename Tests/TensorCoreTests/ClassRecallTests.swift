import NetworkGraph
import ReferenceNetworks
import Support
import Testing

@testable import TensorCore

@Suite struct ClassRecallTests {
    /// What logits come to, a row an image.
    private func recall(_ rows: [[Float]], _ labels: [Int32]) -> (recall: ClassRecall, correct: Int) {
        var recall = ClassRecall(classes: rows[0].count)
        let correct = recall.add(labels) { hits in
            crossEntropy(
                gradient: nil, hits: hits, logits: rows.flatMap { $0 }, labels: labels, count: labels.count, classes: rows[0].count,
                smoothing: 0
            ).correct
        }
        return (recall, correct)
    }

    /// By hand: recalls of 3/4, 0/1 and 1/2; class 3 has no images, and what is put into it is wrong. scikit-learn's
    /// `balanced_accuracy_score([0, 0, 0, 0, 1, 2, 2], [0, 0, 0, 1, 0, 2, 3])` is 0.4166...
    @Test func aClassWithoutImagesDoesNotCount() {
        let answers = [0, 0, 0, 1, 0, 2, 3]
        let rows = answers.map { answer in (0..<4).map { $0 == answer ? Float(1) : 0 } }
        let (found, correct) = recall(rows, [0, 0, 0, 0, 1, 2, 2])
        #expect(found.images == [4, 1, 2, 0] && found.correct == [3, 0, 1, 0] && correct == 4)
        #expect(found.balancedAccuracy == (0.75 + 0 + 0.5) / 3)
    }

    @Test func oneClassHasItsRecallAndNoneHasNothing() {
        #expect(recall([[1, 0], [0, 1], [0, 1]], [1, 1, 1]).recall.balancedAccuracy == 2.0 / 3)
        #expect(ClassRecall(classes: 3).balancedAccuracy == nil)
    }

    /// Of equal logits the lower class is the answer, and none where they are not numbers: as accuracy has it.
    @Test func tiesAndNumbersThatAreNone() {
        let (found, correct) = recall([[1, 1], [1, 1], [.nan, .nan], [.nan, 1]], [0, 1, 0, 1])
        #expect(found.images == [2, 2] && found.correct == [1, 1] && correct == 2)
        #expect(found.balancedAccuracy == 0.5)
    }

    @Test func batchesAddUpAndTakeNoMemory() throws {
        let network = try Network(ReferenceNetwork.mbv2.graph, batch: 7, seed: 3)
        var random = RandomStream(seed: 4, purpose: .test)
        let images = (0..<17 * 3072).map { _ in random.nextFloat() - 0.5 }
        let labels = (0..<17).map { _ in Int32(random.nextInt(below: 4)) }
        let whole = network.evaluate(images: images, labels: labels)
        var confusion = ConfusionMatrix(classes: 10)
        var ranking: ClassRanking?
        var correct = 0
        let batches = stride(from: 0, to: 17, by: 7).map { (first: $0, labels: Array(labels[$0..<min($0 + 7, 17)])) }
        for batch in batches {
            network.withInput(count: batch.labels.count) { pixels in
                for index in 0..<batch.labels.count * 3072 { pixels[index] = images[batch.first * 3072 + index] }
            }
            var part = 0
            let memory = AllocationCounter {
                part = network.evaluate(labels: batch.labels, confusion: &confusion, ranking: &ranking).correct
            }
            #expect(memory.blocks == 0, "\(memory)")
            correct += part
        }
        let recall = confusion.recall
        #expect(correct == whole.correct && recall.correct.reduce(0, +) == correct)
        #expect(recall.images == (0..<10).map { label in labels.count { $0 == Int32(label) } })
    }
}
