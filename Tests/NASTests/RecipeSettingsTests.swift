import NAS
import NetworkGraph
import Support
import Testing

/// Settings of the command line in the place of those of a space file.
@Suite struct RecipeSettingsTests {
    private let yaml = """
        # A comment.
        space: small
        language: 1
        input: {from: data}
        choices: {rate: {choice: [0.01, 0.1]}}
        network:
          - conv: {out: {choice: [8, 16]}, kernel: 3}   # of the first
          - global_pool: average
          - dense: {out: classes}
        train: {optimizer: sgd, learning_rate: $rate, batch: 16, flip: true, epochs: 4}
        """

    private func space(_ recipe: String) throws -> SearchSpace {
        try SearchSpace(yaml: yaml, fileName: "small.yaml").with(recipe: RecipeSettings(recipe))
    }

    private func recipe(_ space: SearchSpace) throws -> TrainingRecipe {
        let task = TaskShape(input: Shape(height: 8, width: 8, channels: 3), classes: 3)
        var random = RandomStream(seed: 1, purpose: .test)
        return try space.candidate(for: space.sample(using: &random), task: task).recipe
    }

    @Test func settingsTakeThePlaceOfTheFiles() throws {
        let space = try space("optimizer=adamw, mixup = 0.2,flip=false,learning_rate=0.003")
        let recipe = try recipe(space)
        #expect(recipe.optimizer == .adamw && recipe.mixup == 0.2 && !recipe.flip && recipe.learningRate == 0.003)
        #expect(recipe.batch == 16)
        #expect(space.recipe?.text == "optimizer=adamw, mixup = 0.2,flip=false,learning_rate=0.003")
        #expect(space.defaultFidelity == .epochs(4))
    }

    /// The text alone says it: to workers, in the database, in a model.
    @Test func theTextIsThatOfTheSpace() throws {
        let space = try space("mixup=0.2")
        let again = try SearchSpace(yaml: space.text, fileName: "small.yaml")
        #expect(again.hash == space.hash && again.decisions.map(\.name) == space.decisions.map(\.name))
        #expect(again.hash != (try SearchSpace(yaml: yaml, fileName: "small.yaml").hash))
        // Once more changes nothing.
        #expect(try space.with(recipe: RecipeSettings("mixup=0.2")).text == space.text)
        // As it stands in the file, in other words.
        #expect(try self.space("batch=16").hash == SearchSpace(yaml: yaml, fileName: "small.yaml").hash)
    }

    @Test func settingsAreSearchable() throws {
        let space = try space("learning_rate={log_range: [0.01, 0.1], steps: 3},step_at=[0.5, 0.8],cutmix={choice: [0, 1]}")
        #expect(space.decisions.contains { $0.name.contains("learning_rate") && $0.options.count == 3 })
        #expect(space.decisions.contains { $0.name.contains("cutmix") && $0.options == ["0", "1"] })
        #expect(try recipe(space).stepAt == [0.5, 0.8])
    }

    @Test func aTrainingHasOneLength() throws {
        #expect(try space("steps=300").defaultFidelity == .steps(300))
        #expect(try space("epochs=9").defaultFidelity == .epochs(9))
    }

    @Test func aSpaceWithoutTrainingTakesThem() throws {
        let bare = String(yaml.prefix { _ in true }).split(separator: "\n").filter { !$0.hasPrefix("train") && !$0.hasPrefix("choices") }
            .joined(separator: "\n")
        let space = try SearchSpace(yaml: bare, fileName: "x").with(recipe: RecipeSettings("optimizer=adam"))
        #expect(try recipe(space).optimizer == .adam)
    }

    @Test(arguments: [
        ("", "a recipe has at least one setting"), ("mixup", "'mixup' is no setting of a recipe"), ("mixup=", "'mixup=' is no setting"),
        ("=1", "'=1' is no setting"), ("mixup=0.1,mixup=0.2", "'mixup' is given twice"), ("mixup={choice: [0,", "is not YAML"),
        ("mixp=0.2", "mixp"), ("mixup=-1", "mixup"), ("optimizer=magic", "optimizer"), ("learning_rate=$missing", "missing"),
    ])
    func whatCannotBeIsAnError(text: String, says: String) throws {
        let error = #expect(throws: Diagnostic.self) { try space(text) }
        #expect(error?.message.contains(says) == true, "\(String(describing: error))")
        #expect(error?.location == nil, "the file has no such line")
    }
}
