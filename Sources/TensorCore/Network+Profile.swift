/// Where the time of a training step goes: all operations of one kind together.
public struct OperationTime: Sendable, Hashable {
    /// The operation's kind, such as `Convolution`; `other` is what is no operation: loading images, loss, update.
    public let operation: String
    /// How many of them the network has.
    public let count: Int
    /// Milliseconds of one step; for `other`, all of them are in `forwardMilliseconds`.
    public let forwardMilliseconds: Double
    /// Milliseconds of one step's backward pass; 0 for `other`.
    public let backwardMilliseconds: Double

    /// Milliseconds of one step, forwards and backwards.
    public var milliseconds: Double { forwardMilliseconds + backwardMilliseconds }
}

extension Network {
    /// Trains, and times whole steps and, between them, passes whose operations are timed one by one.
    ///
    /// - Parameters:
    ///   - steps: how many of each; the mean is returned.
    ///   - images: `[count, height, width, channels]`, with `count` the number of labels, at most `batch`.
    /// - Returns: the kinds of operations, the costliest first; `other` is last.
    public func profile(steps: Int, images: [Float], labels: [Int32], learningRate: Float) -> [OperationTime] {
        precondition(steps > 0)
        let clock = ContinuousClock()
        let operations = plan.operations
        var forward = [Duration](repeating: .zero, count: operations.count)
        var backward = forward
        var (whole, between) = (Duration.zero, Duration.zero)
        trainStep(images: images, labels: labels, learningRate: learningRate)
        for _ in 0..<steps {
            whole += clock.measure { trainStep(images: images, labels: labels, learningRate: learningRate) }
            // A step but for the update; buffers may be shared, so nothing is left of the one before.
            let run = run(count: labels.count, isTraining: true)
            between += clock.measure { load(images, from: 0, count: labels.count) }
            for index in operations.indices { forward[index] += clock.measure { plan.forward(index, run) } }
            between += clock.measure { loss(of: labels) }
            for index in operations.indices.reversed() { backward[index] += clock.measure { plan.backward(index, run) } }
        }
        func milliseconds(_ time: Duration) -> Double { time / .milliseconds(steps) }

        var places: [String: [Int]] = [:]
        for (index, operation) in operations.enumerated() {
            let type = String(describing: type(of: operation))
            places[type.hasSuffix("Operation") ? String(type.dropLast(9)) : type, default: []].append(index)
        }
        let rows = places.map { name, indices in
            OperationTime(
                operation: name, count: indices.count, forwardMilliseconds: milliseconds(indices.reduce(.zero) { $0 + forward[$1] }),
                backwardMilliseconds: milliseconds(indices.reduce(.zero) { $0 + backward[$1] }))
        }
        // The update is what is left over, as far as a difference of two measurements can tell.
        let rest = max(milliseconds(between), milliseconds(whole) - rows.reduce(0) { $0 + $1.milliseconds })
        return rows.sorted { ($0.milliseconds, $1.operation) > ($1.milliseconds, $0.operation) }
            + [OperationTime(operation: "other", count: 1, forwardMilliseconds: rest, backwardMilliseconds: 0)]
    }

    /// Leaves the loss's gradient where the operations go back from.
    private func loss(of labels: [Int32]) {
        labels.withUnsafeBufferPointer { labels in
            _ = crossEntropy(
                gradient: plan.output.gradient, logits: plan.output.data, labels: labels.baseAddress!, count: labels.count,
                classes: outputCount, smoothing: 0)
        }
    }
}
