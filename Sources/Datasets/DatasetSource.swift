internal import NetworkGraph
package import Support
internal import Synchronization

/// A data set whose images are in memory only while something is prepared from them: where they can be read again, a worker
/// whose prepared examples are mapped from files lets go of them.
package final class DatasetSource: Sendable {
    package let name: String
    let task: TaskShape
    let kind: ExampleKind
    let classNames: [String]
    package let fingerprint: StableHash
    private let held: Mutex<Dataset?>
    private let reload: (@Sendable () throws -> Dataset)?

    /// - Parameter reload: reads the set again; nil where it cannot be, then it stays in memory.
    package init(_ dataset: Dataset, reload: (@Sendable () throws -> Dataset)? = nil) {
        name = dataset.name
        task = dataset.task
        kind = dataset.kind
        classNames = dataset.classNames
        fingerprint = dataset.fingerprint
        held = Mutex(dataset)
        self.reload = reload
    }

    package var isHeld: Bool { held.withLock { $0 != nil } }

    /// The set, read again if it was let go.
    ///
    /// - Throws: where it can no longer be read, or is another one now.
    package func dataset() throws(Diagnostic) -> Dataset {
        if let dataset = held.withLock({ $0 }) { return dataset }
        guard let reload else { preconditionFailure("what cannot be read again is not let go") }
        let dataset: Dataset
        do {
            dataset = try reload()
        } catch let problem as Diagnostic {
            throw problem
        } catch {
            throw Diagnostic("the data set '\(name)' can no longer be read: \(error)")
        }
        guard dataset.fingerprint == fingerprint else {
            throw Diagnostic("the data set '\(name)' changed since it was first read", file: dataset.origin.folder)
        }
        held.withLock { $0 = dataset }
        return dataset
    }

    /// What is mapped takes no memory, and stays.
    package func letGo() {
        guard reload != nil else { return }
        held.withLock { dataset in
            if case .mapped = dataset?.values { return }
            dataset = nil
        }
    }
}
