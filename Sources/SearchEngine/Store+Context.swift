package import Datasets
internal import Foundation
package import NAS
package import Search
internal import Support

/// What of a run only this program can read, each part with the place in the database where it stands.
extension Store {
    /// What the workers of the run that was read are told.
    ///
    /// - Throws: `StoreError` where it is not what this program writes.
    package func context(of run: RunDefinition) throws(StoreError) -> RunContext {
        try reading("context", run.context) { try RunContext(json: run.context) }
    }

    /// The run's space as it is stored.
    package func space(of run: RunDefinition) throws(StoreError) -> SearchSpace {
        try reading("space_text", of: "space_version", run.space.text) {
            try SearchSpace(yaml: run.space.text, fileName: run.space.fileName)
        }
    }

    /// The run's strategy, that has seen no trial yet.
    package func strategy(of run: RunDefinition, among strategies: StrategyCatalog) throws(StoreError) -> any Strategy {
        guard strategies.names.contains(run.strategy) else {
            return try reading("strategy", run.strategy) { try strategies.make(run.strategy) }
        }
        let settings = run.strategySettings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        return try reading("strategy_settings", settings) { try strategies.make(run.strategy, settings: run.strategySettings) }
    }

    /// The run's space and data.
    ///
    /// - Parameter loading: how the data set is read.
    /// - Throws: `StoreError`; a `Diagnostic` where the data set is gone or is not the run's.
    package func loadedRun(loading: DataLoading = .standard) throws -> LoadedRun {
        let run = try run()
        let context = try context(of: run)
        let space = try reading("context", context.spaceText) {
            try SearchSpace(yaml: context.spaceText, fileName: context.spaceFileName)
        }
        return try LoadedRun(context, space: space, loading: loading)
    }

    private func reading<Value>(
        _ column: String, of table: String = "run", _ text: String, _ read: () throws -> Value
    ) throws(StoreError) -> Value {
        do { return try read() } catch { throw StoreError.unreadable(column, ofTable: table, text, error, path: path) }
    }
}
