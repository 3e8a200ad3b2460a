import Support

extension TrainingRecipe {
    /// What can stand under `train:` in a space file, besides its length.
    package static var parameterNames: [String] { RecipePlan.parameters.map(\.name) }
}

/// The `train:` part with names looked up.
struct RecipePlan: Sendable {
    struct Parameter: Sendable {
        let name: String
        let kind: ParameterKind
        let set: @Sendable (inout TrainingRecipe, Constant) -> Void
    }

    struct Field: Sendable {
        /// Index in `parameters`.
        let parameter: Int
        let value: Value
        let location: SourceLocation
    }

    var fields: [Field] = []

    static let parameters: [Parameter] = [
        words("optimizer") { $0.optimizer = $1 },
        number("learning_rate", 1e-9...1000) { $0.learningRate = $1 },
        number("momentum", 0...0.9999) { $0.momentum = $1 },
        flag("nesterov") { $0.nesterov = $1 },
        number("weight_decay", 0...10) { $0.weightDecay = $1 },
        words("weight_decay_on") { $0.weightDecayOn = $1 },
        number("alpha", 0...0.999999) { $0.alpha = $1 },
        number("beta1", 0...0.9999) { $0.beta1 = $1 },
        number("beta2", 0...0.999999) { $0.beta2 = $1 },
        number("epsilon", 1e-16...1) { $0.epsilon = $1 },
        whole("batch", 1...65_536) { $0.batch = $1 },
        words("schedule") { $0.schedule = $1 },
        number("warmup", 0...1) { $0.warmup = $1 },
        Parameter(name: "step_at", kind: .shares) { recipe, value in if case .list(let shares) = value { recipe.stepAt = shares } },
        number("step_factor", 1e-9...1) { $0.stepFactor = $1 },
        number("label_smoothing", 0...0.99) { $0.labelSmoothing = $1 },
        number("gradient_clip", 0...1e9) { $0.gradientClip = $1 },
        flag("flip") { $0.flip = $1 },
        whole("crop", 0...1024) { $0.crop = $1 },
        whole("cutout", 0...1024) { $0.cutout = $1 },
        number("rotation", 0...180) { $0.rotation = $1 },
        number("brightness", 0...10) { $0.brightness = $1 },
        number("contrast", 0...10) { $0.contrast = $1 },
        number("saturation", 0...10) { $0.saturation = $1 },
        number("mixup", 0...100) { $0.mixup = $1 },
        number("cutmix", 0...100) { $0.cutmix = $1 },
        words("class_weights") { $0.classWeights = $1 },
        words("sampling") { $0.sampling = $1 },
        number("ema", 0...0.999999) { $0.ema = $1 },
    ]

    /// Returns the recipe that follows from what the file says.
    ///
    /// - Parameter constant: what a value is in an architecture.
    func recipe<Failure: Error>(_ constant: (Value) throws(Failure) -> Constant) throws(Failure) -> TrainingRecipe {
        var recipe = TrainingRecipe()
        var hasMomentum = false
        for field in fields {
            let parameter = Self.parameters[field.parameter]
            parameter.set(&recipe, try constant(field.value))
            if parameter.name == "momentum" { hasMomentum = true }
        }
        // As PyTorch and Keras have it, whose recipes are copied: with 0.9 their learning rates would be ten times too large.
        if recipe.optimizer == .rmsprop, !hasMomentum { recipe.momentum = 0 }
        return recipe
    }

    private static func words<Word: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String, _ set: @escaping @Sendable (inout TrainingRecipe, Word) -> Void
    ) -> Parameter {
        let words = Array(Word.allCases)
        return Parameter(name: name, kind: .word(words.map(\.rawValue))) { recipe, value in
            if case .integer(let index) = value { set(&recipe, words[index]) }
        }
    }

    private static func number(
        _ name: String, _ range: ClosedRange<Double>, _ set: @escaping @Sendable (inout TrainingRecipe, Double) -> Void
    ) -> Parameter {
        Parameter(name: name, kind: .number(range)) { recipe, value in if case .number(let number) = value { set(&recipe, number) } }
    }

    private static func whole(
        _ name: String, _ range: ClosedRange<Int>, _ set: @escaping @Sendable (inout TrainingRecipe, Int) -> Void
    ) -> Parameter {
        Parameter(name: name, kind: .whole(range)) { recipe, value in if case .integer(let number) = value { set(&recipe, number) } }
    }

    private static func flag(_ name: String, _ set: @escaping @Sendable (inout TrainingRecipe, Bool) -> Void) -> Parameter {
        Parameter(name: name, kind: .boolean) { recipe, value in if case .boolean(let flag) = value { set(&recipe, flag) } }
    }
}
