import Datasets
import Foundation
import NAS
import NetworkGraph
import Support

/// Space files as the user names them, and the task that stands before a space without loading any data.
enum SpaceCatalog {
    /// A space by its path, or by the name of one that ships.
    static func space(_ nameOrPath: String) throws -> SearchSpace {
        let manager = FileManager.default
        if !manager.fileExists(atPath: nameOrPath), !nameOrPath.contains("/") {
            let name = nameOrPath.hasSuffix(".yaml") ? String(nameOrPath.dropLast(5)) : nameOrPath
            let names = try Installation.names(in: "searchspaces")
            if names.contains(name) {
                return try SearchSpace(contentsOf: try Installation.folder("searchspaces").appendingPathComponent(name + ".yaml"))
            }
            throw Diagnostic(
                "no such file, and no space of this name ships with nas", file: nameOrPath,
                hint: Spelling.hint(for: name, among: names, called: "spaces that ship"))
        }
        do {
            return try SearchSpace(contentsOf: URL(fileURLWithPath: nameOrPath))
        } catch {
            // As the guides write it, who are in the checkout.
            let name = URL(fileURLWithPath: nameOrPath).deletingPathExtension().lastPathComponent
            guard !manager.fileExists(atPath: nameOrPath), let names = try? Installation.names(in: "searchspaces"), names.contains(name)
            else { throw error }
            var error = error
            error.hint = "a space that ships is found by its name anywhere: \(name)"
            throw error
        }
    }

    /// A space with the task that its own defaults name.
    static func spaceWithTask(_ nameOrPath: String) throws -> (space: SearchSpace, task: TaskShape) {
        let space = try space(nameOrPath)
        let settings = Settings(space: space, options: [])
        return (space, space.assumedTask(try namedExamples(settings)?.task ?? assumed))
    }

    /// Random architectures for a listing: the same for one seed in every command.
    static func samples(of space: SearchSpace, count: Int, seed: UInt64) -> [Architecture] {
        (0..<count).map { index in
            var random = RandomStream(seed: seed, trial: UInt64(index), purpose: .listing)
            return space.sample(using: &random)
        }
    }

    /// What a space is looked at with before data are known: what the file does not say itself.
    private static let assumed = TaskShape(input: Shape(height: 32, width: 32, channels: 3), classes: 10)

    /// The examples a space is looked at with: those of the data set that is named, as a search would see them; else what the
    /// file says itself; else small colour images in ten classes, which is then said.
    ///
    /// - Parameter split: whether data that are read have to be enough for a search, too.
    static func examples(for space: SearchSpace, settings: Settings, split: Bool = false) throws -> ExampleView {
        if let known = try namedExamples(settings, split: split) { return known }
        let task = space.assumedTask(assumed)
        return ExampleView(task: task, origin: task == assumed ? .assumed : .spaceFile)
    }

    /// The examples of the data set that the command line or the space's defaults name; nil where they name none.
    private static func namedExamples(_ settings: Settings, split: Bool = false) throws -> ExampleView? {
        let seed = split ? try settings.seed() ?? 1 : nil
        return try settings.read("data") { text in
            if let entry = DataCatalog.entry(named: text) { return ExampleView(task: entry.task, origin: .data(text)) }
            let dataset = try Dataset.load(text, options: try settings.dataOptions(), loading: TerminalLoading.loading())
            if let seed { _ = try DataSplit(dataset, seed: seed) }
            return ExampleView(task: dataset.task, kind: dataset.kind, origin: .data(text))
        }
    }
}
