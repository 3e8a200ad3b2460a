import Support
import TestSupport
import Testing

@testable import NAS

/// What candidates' ids depend on.
@Suite struct RecipeHashTests {
    private func hash(_ change: (inout TrainingRecipe) -> Void = { _ in }) -> StableHash {
        var recipe = TrainingRecipe()
        change(&recipe)
        var hasher = StableHasher()
        recipe.combine(into: &hasher)
        return hasher.finalize()
    }

    /// As version 1 of the recipe, whose trials lie in databases.
    @Test func withoutLaterKeysItIsWhatItWas() {
        var hasher = StableHasher()
        hasher.combine("adamw")
        for value in [0.05, 0.9, 0, 0.9, 0.999, 1e-8, 0, 0.1, 0, 0] as [Double] { hasher.combine(value) }
        hasher.combine(false)
        hasher.combine(64)
        hasher.combine("cosine")
        hasher.combine(2)
        for share in [0.5, 0.75] { hasher.combine(share) }
        hasher.combine(false)
        hasher.combine(0)
        hasher.combine(3)
        #expect(hash { ($0.optimizer, $0.cutout) = (.adamw, 3) } == hasher.finalize())
    }

    @Test func everyKeyCounts() {
        let changes: [(inout TrainingRecipe) -> Void] = [
            { _ in }, { $0.weightDecayOn = .weights }, { $0.alpha = 0.5 }, { $0.rotation = 0.5 }, { $0.brightness = 0.5 },
            { $0.contrast = 0.5 }, { $0.saturation = 0.5 }, { $0.mixup = 0.5 }, { $0.cutmix = 0.5 }, { $0.classWeights = .balanced },
            { $0.sampling = .balanced }, { $0.ema = 0.5 }, { $0.optimizer = .adam }, { $0.optimizer = .rmsprop }, { $0.schedule = .linear },
        ]
        #expect(Set(changes.map { hash($0) }).count == changes.count)
    }

    /// PyTorch's and Keras's RMSprop has no momentum unless it is told to, their users' SGD mostly has.
    @Test(
        arguments: [
            ("optimizer: rmsprop", 0), ("optimizer: rmsprop\n  momentum: 0.9", 0.9), ("optimizer: sgd", 0.9), ("optimizer: adam", 0.9),
        ] as [(String, Double)])
    func momentumThatIsNotGiven(train: String, momentum: Double) throws {
        let space = try SpaceFixtures.space("network: [flatten, {dense: {out: classes}}]\ntrain:\n  \(train)\n")
        let candidate = try space.candidate(for: Architecture(options: []), task: SpaceFixtures.task(8, 8, 1))
        #expect(candidate.recipe.momentum == momentum)
    }
}
