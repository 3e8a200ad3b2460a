/// A part of a data set that its owner made, told by the names that are customary for it.
enum DataPart: CaseIterable {
    case training, validation, test

    /// Names of folders and of files without their ending, and what stands before or behind an underscore in names of files and arrays.
    var names: [String] {
        switch self {
        case .training: ["train", "training"]
        case .validation: ["val", "valid", "validation"]
        case .test: ["test", "testing"]
        }
    }

    /// The part that a folder is called by.
    init?(folder name: String) {
        guard let part = Self.allCases.first(where: { $0.names.contains(name.lowercased()) }) else { return nil }
        self = part
    }

    /// The part that a folder is called by with something before or behind it: `training_set`, `seg_test`, `train2017`.
    init?(looseFolder name: String) {
        let words = name.lowercased().split { !$0.isLetter }.map(String.init)
        let parts = Self.allCases.filter { part in words.contains(where: part.names.contains) }
        guard parts.count == 1 else { return nil }
        self = parts[0]
    }

    /// The part that a file is called by: `train`, `mnist_train`, `fashion-mnist_test`.
    init?(file stem: String) {
        let last = stem.lowercased().split { !$0.isLetter && !$0.isNumber }.last.map(String.init) ?? ""
        guard let part = Self.allCases.first(where: { $0.names.contains(last) }) else { return nil }
        self = part
    }
}
