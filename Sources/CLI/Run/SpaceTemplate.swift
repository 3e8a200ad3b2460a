import Foundation
import NAS
import NetworkGraph
import Support

/// A space that ships, made a user's own: with another name, and with the settings of a search as its defaults. The rest of the text, its
/// comments too, stays, for the user to go on from.
struct SpaceTemplate {
    private var lines: [String]

    /// - Parameter name: of a space that ships.
    init(_ name: String) throws {
        lines = try SpaceCatalog.space(name).text.components(separatedBy: "\n")
    }

    /// The space that ships which suits examples of this kind and shape.
    ///
    /// - Throws: where there is none.
    static func name(for kind: ExampleKind, _ shape: Shape) throws(Diagnostic) -> String {
        switch kind {
        case .series: return "series"
        case .table: return "tabular"
        // Where little can be halved.
        case .text:
            throw Diagnostic("the data are texts, and no space takes texts yet", hint: "'\(Program.name) data show' shows what is read")
        case .pictures: return min(shape.height, shape.width) < 20 ? "cnn" : "images"
        }
    }

    /// Gives the space another name.
    mutating func rename(_ name: String) {
        guard let place = lines.firstIndex(where: { $0.hasPrefix("space:") }) else { return }
        lines[place] = "space: \(Self.quoted(name))"
    }

    /// Lets pictures that are not square be cut to the sizes that the space has.
    mutating func crop() {
        guard let place = lines.firstIndex(where: { $0.hasPrefix("input: {") && $0.hasSuffix("}") && !$0.contains("resize") }) else {
            return
        }
        lines[place] = lines[place].dropLast() + ", resize: crop}"
    }

    /// Replaces the defaults.
    mutating func setDefaults(_ settings: [(key: String, value: String)]) {
        if let start = lines.firstIndex(where: { $0.hasPrefix("defaults:") }) {
            let end = lines[(start + 1)...].firstIndex { !$0.isEmpty && !$0.hasPrefix(" ") && !$0.hasPrefix("#") } ?? lines.endIndex
            lines.removeSubrange(start..<end)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        lines += ["", "defaults:"] + settings.map { "  \($0.key): \(Self.quoted($0.value))" }
    }

    var text: String { lines.joined(separator: "\n") + "\n" }

    /// As YAML, whatever is in it.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.range(of: "^[A-Za-z][A-Za-z0-9_.-]*$", options: .regularExpression) != nil
        let isWord = ["true", "false", "yes", "no", "on", "off", "null"].contains(text.lowercased())
        if isPlain, !isWord { return text }
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
