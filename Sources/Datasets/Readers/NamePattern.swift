internal import Support

/// How the names of files say what they are: `{label}_{speaker}_{index}.wav`, or with folders, `{person}/{label}_{index}.png`, of which the
/// last ones of a path count. A part ends at the first place where what follows it in the pattern stands; the last goes to the end.
struct NamePattern: Sendable {
    /// What a name says.
    struct Parts: Sendable, Hashable {
        var label: String?
        var group: String?
        var part: String?
    }

    let text: String
    /// Of each folder, and of the file.
    private var components: [[Piece]] = []

    private enum Piece: Sendable {
        case text(String)
        case named(String)
    }

    private static let groupNames = ["speaker", "group", "person", "subject", "recording", "camera", "scene"]
    private static let partNames = ["split", "part"]
    private static let others = ["index", "number", "any"]
    private static let known = ["label"] + groupNames + partNames + others

    var hasLabel: Bool { names.contains("label") }
    /// The part that says which examples belong together: of several the last.
    var groupName: String? { names.last(where: Self.groupNames.contains) }
    var hasSeveralGroups: Bool { names.count(where: Self.groupNames.contains) > 1 }

    private var names: [String] { components.joined().compactMap { if case .named(let name) = $0 { name } else { nil } } }

    /// - Throws: where it is no pattern.
    init(_ text: String) throws(Diagnostic) {
        self.text = text
        for component in Self.withoutEnding(text).split(separator: "/", omittingEmptySubsequences: false) {
            guard !component.isEmpty else { throw Self.wrong(text, "a folder in it has no name") }
            try append(component)
        }
        guard !names.isEmpty else { throw Self.wrong(text, "it has no part in braces") }
    }

    private mutating func append(_ component: Substring) throws(Diagnostic) {
        var rest = component
        components.append([])
        while !rest.isEmpty {
            guard let open = rest.firstIndex(of: "{") else {
                add(.text(String(rest)))
                break
            }
            if open > rest.startIndex { add(.text(String(rest[..<open]))) }
            guard let close = rest[open...].firstIndex(of: "}") else { throw Self.wrong(text, "a { without }") }
            let name = String(rest[rest.index(after: open)..<close])
            guard Self.known.contains(name) else {
                throw Self.wrong(text, "'\(name)' is none of its parts", Spelling.hint(for: name, among: Self.known, called: "parts"))
            }
            if case .named = components[components.count - 1].last { throw Self.wrong(text, "nothing stands between two parts") }
            guard name == "any" || !names.contains(name) else { throw Self.wrong(text, "'\(name)' stands there twice") }
            add(.named(name))
            rest = rest[rest.index(after: close)...]
        }
    }

    private mutating func add(_ piece: Piece) { components[components.count - 1].append(piece) }

    private static func wrong(_ text: String, _ what: String, _ hint: String? = nil) -> Diagnostic {
        Diagnostic(
            "the pattern '\(text)' cannot be used: \(what)", hint: hint ?? "for example: pattern={label}_{speaker}_{index}.wav")
    }

    /// What a path says, its ending aside; nil where it does not match. No part is empty.
    func parts(of path: String) -> Parts? {
        let folders = Self.withoutEnding(path).split(separator: "/").suffix(components.count)
        guard folders.count == components.count else { return nil }
        var parts = Parts()
        for (name, pieces) in zip(folders, components) {
            guard Self.match(name, pieces, &parts) else { return nil }
        }
        return parts
    }

    private static func match(_ name: Substring, _ pieces: [Piece], _ parts: inout Parts) -> Bool {
        var rest = name
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .text(let text):
                guard rest.hasPrefix(text) else { return false }
                rest = rest.dropFirst(text.count)
            case .named(let name):
                var end = rest.endIndex
                if index + 1 < pieces.count, case .text(let next) = pieces[index + 1] {
                    guard let place = rest.firstRange(of: next) else { return false }
                    end = place.lowerBound
                }
                let value = String(rest[..<end])
                guard !value.isEmpty else { return false }
                if name == "label" { parts.label = value }
                if groupNames.contains(name) { parts.group = value }
                if partNames.contains(name) { parts.part = value }
                if name == "index" || name == "number", !value.allSatisfy(\.isNumber) { return false }
                rest = rest[end...]
            }
        }
        return rest.isEmpty
    }

    /// What a pattern is of, where its end says so.
    enum Ending { case sounds, pictures }

    var ending: Ending? {
        guard let ending = Self.ending(of: text) else { return nil }
        if FolderContent.sounds.endings.contains(ending) { return .sounds }
        return FolderContent.pictures.endings.contains(ending) ? .pictures : nil
    }

    private static func ending(of name: String) -> String? {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
        return name[name.index(after: dot)...].lowercased()
    }

    private static func withoutEnding(_ name: String) -> String {
        guard let ending = ending(of: name),
            FolderContent.sounds.endings.contains(ending) || FolderContent.pictures.endings.contains(ending)
        else { return name }
        return String(name.dropLast(ending.count + 1))
    }
}
