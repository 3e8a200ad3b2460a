import Support
import Testing

@testable import TensorCore

extension Golden {
    /// What the steps of a golden of training were made with.
    func trainingSettings() throws -> TrainingSettings {
        let given = try decoded("settings", as: [String: Float].self)
        func value(_ name: String) -> Float { given[name] ?? 0 }
        let optimizer: Optimizer
        switch try #require(file.metadata["optimizer"]) {
        case "sgd":
            optimizer = .sgd(momentum: value("momentum"), nesterov: value("nesterov") == 1, weightDecay: value("weight_decay"))
        case "adam":
            optimizer = .adam(
                beta1: value("beta1"), beta2: value("beta2"), epsilon: value("epsilon"), weightDecay: value("weight_decay"))
        case "adamw":
            optimizer = .adamW(
                beta1: value("beta1"), beta2: value("beta2"), epsilon: value("epsilon"), weightDecay: value("weight_decay"))
        case "rmsprop":
            optimizer = .rmsProp(
                alpha: value("alpha"), epsilon: value("epsilon"), momentum: value("momentum"), weightDecay: value("weight_decay"))
        case let other: throw Diagnostic("no optimizer \(other)", file: name)
        }
        let clip = number("clip")
        var settings = TrainingSettings(
            optimizer: optimizer, labelSmoothing: number("smoothing"), gradientClip: clip > 0 ? clip : nil)
        settings.decaysWeightsOnly = number("weights_only") == 1
        if file["class_weights"] != nil { settings.classWeights = values("class_weights") }
        if number("average") > 0 { settings.averageDecay = number("average") }
        return settings
    }

    /// One of its steps; the first and last image of the batch are mixed, the second and the last but one, and so on.
    func step(_ network: Network, _ images: [Float], _ labels: [Int32]) -> TrainingStep {
        let share = number("share")
        guard share < 1 else { return network.trainStep(images: images, labels: labels, learningRate: number("rate")) }
        let elements = images.count / labels.count
        network.withInput(count: labels.count) { pixels in
            for index in images.indices {
                let (image, element) = index.quotientAndRemainder(dividingBy: elements)
                pixels[index] = share * images[index] + (1 - share) * images[(labels.count - 1 - image) * elements + element]
            }
        }
        return network.trainStep(labels: labels, partners: labels.reversed(), share: share, learningRate: number("rate"))
    }
}
