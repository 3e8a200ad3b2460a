internal import Support

/// The classes of a set whose labels are texts: those that training has, in the order of their numbers where all of them are whole
/// numbers, else in that of their bytes (as `numpy.unique` and scikit-learn's `LabelEncoder` have them).
struct ClassLabels {
    let names: [String]
    /// The class of each text, by its number; nil for a class that is not among those that are wanted.
    private let classes: [Int: UInt8]
    private let wanted: [String]
    private let isUnlabelled: Bool

    /// - Parameters:
    ///   - texts: all labels that were met.
    ///   - training: the numbers of those that training has, with the line of the first.
    ///   - wanted: the classes to be learned; empty for all.
    ///   - areNames: whether texts are names also where they look like numbers: 01 and 1 are two.
    /// - Throws: for labels that are no classes.
    init(_ texts: [String], training: [Int: Int], wanted: [String], areNames: Bool = false, fileName: String) throws(Diagnostic) {
        let seen = training.keys.sorted()
        let values = seen.map { Self.number(texts[$0]) }
        let areNumbers = !areNames && !values.contains(nil)
        func place(_ number: Int) -> SourceLocation? {
            training[number].flatMap { $0 > 0 ? SourceLocation(line: $0, column: 1) : nil }
        }
        if areNumbers, let fraction = zip(seen, values).first(where: { $1.map { $0 != $0.rounded() } ?? false }) {
            throw Diagnostic(
                "label \(texts[fraction.0]): fractions are regression, and only classes can be learned", file: fileName,
                location: place(fraction.0), hint: "'label' in data.yaml, or label= of --data-options, says which column has the classes")
        }
        var names: [Int: String] = [:]
        for (number, value) in zip(seen, values) { names[number] = Self.name(texts[number], areNumbers ? value : nil) }
        var distinct = Array(Set(names.values))
        if areNumbers {
            distinct.sort { (Double($0) ?? 0, $0) < (Double($1) ?? 0, $1) }
        } else {
            distinct.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
        if !wanted.isEmpty {
            let known = distinct
            if let unknown = wanted.first(where: { !known.contains($0) }) {
                throw Diagnostic(
                    "has no class '\(unknown)' for training", file: fileName,
                    hint: Spelling.hint(for: unknown, among: known, called: "classes"))
            }
            distinct = distinct.filter(wanted.contains)
        }
        guard distinct.count >= 2 else {
            throw Diagnostic(
                "holds one class only, \(distinct.first.map { "'\($0)'" } ?? "none")", file: fileName,
                hint: "at least two classes are needed")
        }
        guard distinct.count <= 256 else {
            throw Diagnostic(
                "has \(distinct.count) different labels, at most 256 classes can be learned", file: fileName,
                hint: areNumbers
                    ? "numbers that are measured or counted are regression; 'label' says which column has the classes"
                    : "'label' says which column has the classes")
        }
        var classes: [Int: UInt8] = [:]
        for (number, name) in names { classes[number] = distinct.firstIndex(of: name).map { UInt8($0) } }
        // Another spelling of the same number is the same class: 1 and 1.0.
        for number in texts.indices where names[number] == nil {
            let name = Self.name(texts[number], areNumbers ? Self.number(texts[number]) : nil)
            classes[number] = distinct.firstIndex(of: name).map { UInt8($0) }
        }
        self.names = distinct
        self.classes = classes
        self.wanted = wanted
        isUnlabelled = false
    }

    /// For examples whose classes are asked for: all are taken for the first.
    init(unlabelled names: [String]) {
        self.names = names
        (classes, wanted, isUnlabelled) = ([:], [], true)
    }

    /// The class of a label, by the label's number; nil where it is not wanted.
    func number(of label: Int) -> UInt8? { isUnlabelled ? 0 : classes[label] }

    /// That training knows every class of another part: what is never seen cannot be learned.
    func check(_ texts: [String], part: [Int: Int], fileName: String) throws(Diagnostic) {
        guard wanted.isEmpty else { return }
        for (label, line) in part.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) where classes[label] == nil {
            throw Diagnostic(
                "label '\(texts[label])' is that of no training example", file: fileName,
                location: line > 0 ? SourceLocation(line: line, column: 1) : nil,
                hint: "leave its examples out, or put some of them into the training part")
        }
    }

    private static func number(_ text: String) -> Double? { DecimalNumber.parse(text) }

    private static func name(_ text: String, _ value: Double?) -> String {
        guard let value, abs(value) < 1e15 else { return text }
        return value == value.rounded() ? String(Int(value)) : text
    }
}
