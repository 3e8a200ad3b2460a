/// Names of the files of the folds of a cross-validation: `trial-000003-fold2.state` beside `trial-000003.state`, which is the first's.
enum FoldFile {
    /// - Parameter fold: from 0; not that of the first.
    static func path(_ path: String, fold: Int) -> String {
        let dot = path.lastIndex(of: ".") ?? path.endIndex
        return "\(path[..<dot])\(mark)\(fold + 1)\(path[dot...])"
    }

    /// The name of the first fold's file.
    static func ofFirst(_ name: String) -> String {
        guard let dot = name.lastIndex(of: ".") else { return name }
        let stem = name[..<dot]
        let digits = stem.reversed().prefix(while: \.isNumber).count
        let head = stem.dropLast(digits)
        guard digits > 0, head.hasSuffix(mark) else { return name }
        return "\(head.dropLast(mark.count))\(name[dot...])"
    }

    private static let mark = "-fold"
}
