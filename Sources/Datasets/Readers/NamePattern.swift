internal import Support

/// How the names of files say what they are: `{label}_{speaker}_{index}.wav`. The label ends at the first place where what follows it in
/// the pattern stands, as every part does; the last goes to the end.
struct NamePattern: Sendable {
    /// What a name says.
    struct Parts: Sendable, Hashable {
        var label: String?
        var group: String?
        var part: String?
    }

    let text: String
    private var pieces: [Piece] = []

    private enum Piece: Sendable {
        case text(String)
        case named(String)
    }

    private static let groupNames = ["speaker", "group", "person", "subject", "recording"]
    private static let partNames = ["split", "part"]
    private static let others = ["index", "number", "any"]

    var hasLabel: Bool { names.contains("label") }

    private var names: [String] { pieces.compactMap { if case .named(let name) = $0 { name } else { nil } } }

    /// - Throws: where it is no pattern.
    init(_ text: String) throws(Diagnostic) {
        self.text = text
        var rest = Self.withoutEnding(text)[...]
        while !rest.isEmpty {
            guard let open = rest.firstIndex(of: "{") else {
                pieces.append(.text(String(rest)))
                break
            }
            if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
            guard let close = rest[open...].firstIndex(of: "}") else { throw Self.wrong(text, "a { without }") }
            let name = String(rest[rest.index(after: open)..<close])
            let known = ["label"] + Self.groupNames + Self.partNames + Self.others
            guard known.contains(name) else {
                throw Self.wrong(text, "'\(name)' is none of its parts", Spelling.hint(for: name, among: known, called: "parts"))
            }
            if case .named = pieces.last { throw Self.wrong(text, "nothing stands between two parts") }
            guard !names.contains(name) else { throw Self.wrong(text, "'\(name)' stands there twice") }
            pieces.append(.named(name))
            rest = rest[rest.index(after: close)...]
        }
        guard !names.isEmpty else { throw Self.wrong(text, "it has no part in braces") }
    }

    private static func wrong(_ text: String, _ what: String, _ hint: String? = nil) -> Diagnostic {
        Diagnostic(
            "the pattern '\(text)' cannot be used: \(what)", hint: hint ?? "for example: pattern={label}_{speaker}_{index}.wav")
    }

    /// What a name says, its ending aside; nil where it does not match. No part is empty.
    func parts(of name: String) -> Parts? {
        var rest = Self.withoutEnding(name)[...]
        var parts = Parts()
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .text(let text):
                guard rest.hasPrefix(text) else { return nil }
                rest = rest.dropFirst(text.count)
            case .named(let name):
                var end = rest.endIndex
                if index + 1 < pieces.count, case .text(let next) = pieces[index + 1] {
                    guard let place = rest.firstRange(of: next) else { return nil }
                    end = place.lowerBound
                }
                let value = String(rest[..<end])
                guard !value.isEmpty else { return nil }
                if name == "label" { parts.label = value }
                if Self.groupNames.contains(name) { parts.group = value }
                if Self.partNames.contains(name) { parts.part = value }
                if name == "index" || name == "number", !value.allSatisfy(\.isNumber) { return nil }
                rest = rest[end...]
            }
        }
        return rest.isEmpty ? parts : nil
    }

    private static func withoutEnding(_ name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex,
            SoundForm.endings.contains(name[name.index(after: dot)...].lowercased())
        else { return name }
        return String(name[..<dot])
    }
}
