import Datasets
import NAS
import NetworkGraph
import Support

/// What a space's networks see: the data's examples, and how they become a network's input.
struct ExampleView {
    enum Origin: Equatable {
        /// The data set of this name.
        case data(String)
        case spaceFile
        case assumed
    }

    let task: TaskShape
    /// What the examples are; of those that no data are named for, pictures.
    var kind = ExampleKind.pictures
    let origin: Origin

    /// The check that stands before a search, with the same examples.
    func analysis(of space: SearchSpace) throws -> SpaceAnalysis {
        do {
            return try space.analysis(for: task, kind: kind)
        } catch {
            var error = error
            if origin == .assumed { error.hint = (error.hint.map { $0 + "; " } ?? "") + "examples are \(originText)" }
            throw error
        }
    }

    /// `input 28x28x1 in 10 classes (data set mnist); networks see 20x20x1 (scaled) or 28x28x1`
    func text(_ frontEnds: [FrontEnd]) -> String {
        "input \(task.input), \(Plural.count(task.classes, "class", "classes")) (\(originText)); networks see \(Self.list(frontEnds.map(text)))"
    }

    /// What a search takes where no data set is named; nil where one is.
    func noteOnSearch(_ space: SearchSpace) -> String? {
        guard origin == .spaceFile || origin == .assumed, let digits = DataCatalog.entry(named: "digits") else { return nil }
        let start = "\(Program.name) search without --data takes \(digits.name), \(digits.shape)"
        do {
            try space.checkExamples(of: digits.task)
            return start
        } catch {
            return "\(start), and refuses: \(error.message)"
        }
    }

    /// An input and the way to it.
    func text(_ frontEnd: FrontEnd) -> String {
        let input = frontEnd.input
        guard input != task.input else { return "\(input)" }
        let placement = frontEnd.placement(of: task.input)
        let way: String
        if placement.sourceRows.count < task.input.height || placement.sourceColumns.count < task.input.width {
            way = "the middle \(placement.sourceRows.count)x\(placement.sourceColumns.count), scaled"
        } else if placement.targetRows.count < input.height || placement.targetColumns.count < input.width {
            way = "scaled to \(placement.targetRows.count)x\(placement.targetColumns.count), padded"
        } else {
            way = task.input.keepsAspect(scaledTo: input) ? "scaled" : "stretched"
        }
        return "\(input) (\(way))"
    }

    private var originText: String {
        switch origin {
        case .data(let name): "data set \(name)"
        case .spaceFile: "the space file"
        case .assumed: "assumed: 32x32x3 images in 10 classes; --data says otherwise"
        }
    }

    /// The first and the last where there are many.
    private static func list(_ texts: [String]) -> String {
        guard texts.count > 6 else {
            return texts.count < 2 ? texts.joined() : texts.dropLast().joined(separator: ", ") + " or " + texts[texts.count - 1]
        }
        return "\(texts[0]) to \(texts[texts.count - 1]), \(texts.count) ways"
    }
}
