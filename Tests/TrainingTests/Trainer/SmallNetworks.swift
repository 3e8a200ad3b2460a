import Datasets
import NAS
import NetworkGraph
import Support

@testable import Training

/// Networks and jobs that tests share.
enum SmallNetworks {
    static func convolution(
        _ outputs: Int, kernel: Int = 3, stride: Int = 1, groups: Int = 1, bias: Bool = false
    ) -> NetworkGraph.Operation {
        let padding = kernel / 2
        return .convolution(
            Operation.Convolution(
                outputs: outputs, kernel: Extent(square: kernel), stride: Extent(square: stride),
                padding: Padding(top: padding, left: padding, bottom: padding, right: padding), groups: groups, bias: bias))
    }

    /// Convolution, batch norm and ReLU for each width, pooling or flattening, dropout, dense.
    static func cnn(
        input: Shape = Shape(height: 8, width: 8, channels: 1), widths: [Int] = [16, 32, 32], strides: [Int] = [1, 2, 1], classes: Int = 10,
        dropout: Double = 0, flattens: Bool = false, prefix: String = ""
    ) throws -> InferredGraph {
        var builder = GraphBuilder(input: input)
        var last = 0
        for (index, width) in widths.enumerated() {
            last = try builder.append(convolution(width, stride: strides[index]), [last], name: "\(prefix)conv\(index)")
            last = try builder.append(.batchNorm, [last], name: "\(prefix)norm\(index)")
            last = try builder.append(.activation(.relu), [last], name: "\(prefix)relu\(index)")
        }
        last = try builder.append(flattens ? .flatten : .globalPool(.average), [last], name: "\(prefix)pool")
        if dropout > 0 { last = try builder.append(.dropout(rate: dropout), [last], name: "\(prefix)dropout") }
        last = try builder.append(.dense(outputs: classes, bias: true), [last], name: "\(prefix)classes")
        return builder.finish(output: last)
    }

    static func job(
        _ graph: InferredGraph, _ fidelity: Fidelity, recipe: TrainingRecipe = TrainingRecipe(), seed: UInt64 = 1, trial: Int = 0,
        replicate: Int = 0
    ) -> TrainingJob {
        TrainingJob(
            graph: graph, recipe: recipe, frontEnd: FrontEnd(input: graph.input), candidateID: StableHash(of: "candidate"),
            fidelity: fidelity, seed: seed, trial: trial, replicate: replicate)
    }

    /// Asks a training to stop before the step behind so many; never for nil.
    static func stop(after steps: Int?) -> () -> Bool {
        var asked = 0
        return {
            asked += 1
            return steps.map { asked > $0 } ?? false
        }
    }

    static let digits: TrainingData = {
        do {
            return TrainingData(.embeddedDigits, split: try DataSplit(.embeddedDigits, seed: 1))
        } catch {
            preconditionFailure("\(error)")
        }
    }()
}
