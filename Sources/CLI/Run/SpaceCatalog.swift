import Foundation
import NAS
import Support
import Training

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
                hint: "spaces that ship: \(names.joined(separator: ", "))")
        }
        return try SearchSpace(contentsOf: URL(fileURLWithPath: nameOrPath))
    }

    /// A space with the task that its own defaults name.
    static func spaceWithTask(_ nameOrPath: String) throws -> (space: SearchSpace, task: TaskShape) {
        let space = try space(nameOrPath)
        return (space, try task(for: space, settings: Settings(space: space, options: [])).task)
    }

    /// Random architectures for a listing: the same for one seed in every command.
    static func samples(of space: SearchSpace, count: Int, seed: UInt64) -> [Architecture] {
        (0..<count).map { index in
            var random = RandomStream(seed: seed, trial: UInt64(index), purpose: .listing)
            return space.sample(using: &random)
        }
    }

    /// The shapes a space is looked at with: those of the data set that is named, else what the file says itself, else
    /// small colour images in ten classes, which is then said.
    static func task(for space: SearchSpace, settings: Settings) throws -> (task: TaskShape, from: String) {
        if let known = try settings.read("data", { text -> TaskShape in
            if let entry = DataCatalog.entry(named: text) { return entry.task }
            return try Dataset.load(text).task
        }) {
            let name = settings.text("data") ?? ""
            return (space.assumedTask(known), "data set \(name)")
        }
        let assumed = TaskShape(input: Shape(height: 32, width: 32, channels: 3), classes: 10)
        let task = space.assumedTask(assumed)
        return (task, task == assumed ? "assumed: 32x32x3 images in 10 classes; --data says otherwise" : "the space file")
    }
}
