internal import Foundation
internal import Support
internal import Yams

/// The text of a board file and its YAML tree, and how its diagnostics are made.
struct BoardFile {
    /// A board file is a few kilobytes; what is far larger is something else.
    static let largestBytes = 1 << 16
    static let deepestNesting = 64

    let fileName: String
    let lines: [String]
    let root: Node

    init(yaml: String, fileName: String) throws(Diagnostic) {
        self.fileName = fileName
        guard yaml.utf8.count <= Self.largestBytes else {
            throw Diagnostic("a board file has at most \(Self.largestBytes / 1024) KiB, this has \(yaml.utf8.count / 1024)", file: fileName)
        }
        lines = yaml.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }.map(String.init)
        if let place = Self.tooDeep(lines) {
            throw Diagnostic("nested too deeply", file: fileName, location: place, sourceLine: lines[place.line - 1])
        }
        do {
            guard let node = try Yams.compose(yaml: yaml) else { throw Diagnostic("the file is empty", file: fileName) }
            root = node
        } catch let error as Diagnostic {
            throw error
        } catch let error as YamlError {
            throw Self.diagnostic(error, fileName: fileName, lines: lines)
        } catch {
            throw Diagnostic("not YAML: \(error)", file: fileName)
        }
    }

    /// A diagnostic at a node.
    func diagnostic(_ message: String, at node: Node?, path: String, hint: String? = nil) -> Diagnostic {
        let mark = node?.mark ?? root.mark
        return Self.diagnostic(message, line: mark?.line, column: mark?.column, fileName: fileName, lines: lines, path: path, hint: hint)
    }

    private static func diagnostic(_ error: YamlError, fileName: String, lines: [String]) -> Diagnostic {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let text = (context.map { $0.text + ": " } ?? "") + problem
            return diagnostic("not YAML: " + text, line: mark.line, column: mark.column, fileName: fileName, lines: lines)
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.sorted().map { "'\($0)'" }.joined(separator: ", ")
            let start = SourceLocation(line: context.mark.line, column: context.mark.column)
            let place = duplicates.count == 1 ? secondPlace(of: duplicates[0], from: start, lines: lines) ?? start : start
            return diagnostic("key \(keys) is given twice", line: place.line, column: place.column, fileName: fileName, lines: lines)
        case .reader(let problem, _, _, _): return Diagnostic("not YAML text: \(problem)", file: fileName)
        default: return Diagnostic("not YAML: \(error)", file: fileName)
        }
    }

    private static func diagnostic(
        _ message: String, line: Int?, column: Int?, fileName: String, lines: [String], path: String? = nil, hint: String? = nil
    ) -> Diagnostic {
        guard let line, let column, line >= 1 else { return Diagnostic(message, file: fileName, path: path, hint: hint) }
        return Diagnostic(
            message, file: fileName, location: SourceLocation(line: line, column: max(column, 1)), path: path,
            sourceLine: line <= lines.count ? lines[line - 1] : nil, hint: hint)
    }

    /// Where a key of the mapping that starts at a place is given again; the parser tells the place of the mapping only. In
    /// a block the keys stand in one column; in braces they follow one or a comma.
    private static func secondPlace(of key: String, from start: SourceLocation, lines: [String]) -> SourceLocation? {
        guard lines.indices.contains(start.line - 1), start.column >= 1 else { return nil }
        // The place is that of the mapping's first key.
        let isFlow = lines[start.line - 1].prefix(start.column - 1).last { $0 != " " } == "{"
        var seen = false
        for index in (start.line - 1)..<lines.count {
            let line = Array(lines[index])
            var column = index == start.line - 1 ? start.column - 1 : 0
            if !isFlow { column = start.column - 1 }
            while column < line.count {
                let before = line[..<column].last { $0 != " " }
                let rest = line[column...]
                let after = rest.dropFirst(key.count).first { $0 != " " }
                if rest.starts(with: key), after == ":", isFlow ? before == "{" || before == "," : before == nil || before == "-" {
                    if seen { return SourceLocation(line: index + 1, column: column + 1) }
                    seen = true
                }
                column = isFlow ? column + 1 : line.count
            }
        }
        return nil
    }

    /// The place where brackets or a line's leading indicators nest deeper than any board file: the parser is recursive,
    /// and its stack is not endless.
    private static func tooDeep(_ lines: [String]) -> SourceLocation? {
        var depth = 0
        for (index, line) in lines.enumerated() {
            var indicators = 0
            var leading = true
            for (offset, byte) in line.utf8.enumerated() {
                switch byte {
                case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(depth - 1, 0)
                case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"): if leading { indicators += 1 }
                case UInt8(ascii: " "), UInt8(ascii: "\t"): break
                default: leading = false
                }
                if depth > deepestNesting || indicators > deepestNesting { return SourceLocation(line: index + 1, column: offset + 1) }
            }
        }
        return nil
    }
}
