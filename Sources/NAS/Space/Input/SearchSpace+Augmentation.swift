internal import NetworkGraph
internal import Support

extension SearchSpace {
    /// Whether a part of the recipe that changes training images can do so with every image that networks see together with it.
    func checkAugmentation(_ field: RecipePlan.Field, _ task: TaskShape) throws(Diagnostic) {
        let name = RecipePlan.parameters[field.parameter].name
        guard let check = Self.augmentationChecks[name] else { return }
        try forEachInput(
            with: field.value,
            { (input, constant, outcome) throws(Diagnostic) in
                guard let amount = constant.asDouble, amount > 0, let problem = check(amount, input) else { return }
                throw refusal(
                    "\(name) \(problem.message)", outcome(), at: field.location, path: "train.\(name)",
                    hint: problem.most > 0 ? "\(name) can be up to \(problem.most) there" : "leave \(name) out")
            }, task)
    }

    /// What is wrong, and the most that is possible; 0 where nothing is.
    private typealias Problem = (message: String, most: Int)

    private static let augmentationChecks: [String: @Sendable (_ amount: Double, _ input: Shape) -> Problem?] = [
        "crop": { pixels, input in
            // A series is moved along its length alone.
            let most = (input.height > 1 ? min(input.height, input.width) : input.width) - 1
            return pixels <= Double(most)
                ? nil : ("moves images by up to \(Int(pixels)) pixels, the network sees \(input): nothing would be left of some", most)
        },
        "cutout": { pixels, input in
            let most = max(input.height, input.width) - 1
            return pixels <= Double(most)
                ? nil
                : ("takes a square of \(Int(pixels)) pixels out of images, the network sees \(input): nothing would be left of some", most)
        },
        "rotation": { _, input in
            input.height > 1 && input.width > 1 ? nil : ("turns images, the network sees \(input), a series", 0)
        },
        "cutmix": { _, input in
            input.height * input.width > 1 ? nil : ("swaps parts of images, the network sees \(input), which has none", 0)
        },
        "saturation": { _, input in
            input.channels == 3 ? nil : ("is of images in red, green and blue, the network sees \(input)", 0)
        },
    ]

    /// What mirrors an image would turn the time of a series around, and nothing but images has colours.
    func checkChangesOfPictures(_ kind: ExampleKind, reportingTo mistakes: Mistakes) {
        for field in plan.recipe.fields {
            let name = RecipePlan.parameters[field.parameter].name
            guard let change = Self.changesOfPictures[name], let values = Outcomes(of: [field.value], optionCounts: optionCounts) else {
                continue
            }
            let changes = values.all.first { outcome in
                if case .boolean(let flag)? = outcome.constants.first { return flag }
                return outcome.constants.first?.asDouble.map { $0 > 0 } ?? false
            }
            guard let changes else { continue }
            mistakes.report(
                refusal(
                    "\(name) \(change), the data set holds \(kind.examples)", changes, at: field.location,
                    path: "train.\(name)", hint: "leave \(name) out"))
        }
    }

    private static let changesOfPictures = [
        "flip": "mirrors images", "brightness": "changes the colours of images", "contrast": "changes the colours of images",
        "saturation": "changes the colours of images",
    ]
}
