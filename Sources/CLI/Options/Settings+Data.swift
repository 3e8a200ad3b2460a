import ArgumentParser
import Datasets
import Support

extension Settings {
    /// What is said of the data set beside its name.
    func dataOptions() throws -> DataOptions { try read("data-options") { try DataOptions($0) } ?? DataOptions() }

    /// The same where there is no space file.
    static func dataOptions(_ text: String) throws -> DataOptions {
        try Settings(space: nil, options: [("data-options", text)]).dataOptions()
    }
}

extension DataOptions {
    static let help = ArgumentHelp(
        "How the data are read: \(Key.allCases.map(\.rawValue).joined(separator: ", ")); window=2.56s,hop=1.28s,columns=x:y:z.",
        valueName: "name=value,...")
}
