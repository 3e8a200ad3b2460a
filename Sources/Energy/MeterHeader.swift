internal import Foundation
internal import Support
internal import Tables

/// Where a log's heading is and what it says.
struct MeterHeader {
    /// Where the names of the values stand.
    enum Form {
        /// Once, before all values.
        case heading
        /// In each line, between its values.
        case namesAndValues
        case json
    }

    let line: Int
    let names: [String]
    /// Below the names, where there is such a row.
    var units: [String]?
    let columns: MeterColumns
    let delimiter: Delimiter
    let form: Form

    /// The line with the first values.
    var firstRecord: Int { form == .heading ? line + (units == nil ? 1 : 2) : line }

    func fields(_ line: Substring) throws(Diagnostic) -> [String] {
        switch form {
        case .heading: return try delimiter.fields(line)
        case .namesAndValues:
            let fields = try delimiter.fields(line)
            // A torn line has fewer.
            guard Self.evenFields(fields).elementsEqual(names.prefix((fields.count + 1) / 2)) else {
                throw Diagnostic("names other values than line \(self.line + 1)")
            }
            return Self.values(fields)
        case .json:
            guard let object = Self.object(line) else { throw Diagnostic("is no JSON object") }
            return names.map { object[$0] ?? "" }
        }
    }

    /// Whether a line repeats this heading.
    func isHeading(_ fields: [String]) -> Bool {
        guard form == .heading else { return false }
        let fields = Self.withoutTrailing(fields)
        return fields == names || units.map { Self.withoutTrailing($0) == fields } ?? false
    }

    /// Whether a line is a heading that says something else.
    func isOtherHeading(_ fields: [String]) -> Bool {
        guard form == .heading, !isHeading(fields) else { return false }
        var plain = Self.withoutTrailing(fields)
        if plain.first?.first == "#" { plain[0] = String(plain[0].drop { $0 == "#" || $0 == " " }) }
        if isHeading(plain) || isHeading(["#" + (plain.first ?? "")] + plain.dropFirst()) { return false }
        if plain.count == columns.count, let units = MeterUnits.row(plain), units != self.units { return true }
        do throws(Diagnostic) { return try MeterColumns(plain) != nil } catch {
            // Its units are not clear; a remark has another number of fields.
            return plain.count == columns.count && plain.count >= 2
        }
    }

    private static func withoutTrailing(_ fields: [String]) -> [String] {
        Array(fields.reversed().drop(while: \.isEmpty).reversed())
    }

    /// The values of a JSON object that are no lists and no objects, as text.
    private static func object(_ line: Substring) -> [String: String]? {
        guard let all = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else { return nil }
        return all.compactMapValues { value in (value as? String) ?? (value as? NSNumber).map(\.stringValue) }
    }

    // MARK: Finding it

    /// What stands before it is the meter's own business.
    ///
    /// - Throws: a `Diagnostic` with the line of a heading that cannot be read, or of one that contradicts the one before it.
    static func find(_ lines: [Substring], file: String, powerColumn: String?) throws(Diagnostic) -> MeterHeader? {
        var (unread, unconfirmed): (Unread?, MeterHeader?)
        for (index, line) in lines.prefix(mostLinesBeforeHeading).enumerated() where !line.isEmpty {
            let found: MeterHeader?
            do throws(Diagnostic) { found = try header(lines, at: index, powerColumn: powerColumn) } catch {
                let problem = MeterLog.problem(error.message, index, lines, file, hint: error.hint)
                if line.first == "{" { throw problem }
                if unread == nil { unread = Unread(line, problem) }
                continue
            }
            guard let found else { continue }
            // A remark may read like a heading, but no numbers follow it.
            guard found.form != .heading || found.isFollowedByNumbers(lines) else {
                if unconfirmed == nil { unconfirmed = found }
                continue
            }
            // It begins the log's second part, whose first cannot be read.
            if let unread, unread.isAlike(found) { throw unread.problem }
            if let unconfirmed, lines[unconfirmed.line].first != "#", unconfirmed.delimiter == found.delimiter,
                unconfirmed.columns.count == found.columns.count, !unconfirmed.isHeading(found.names)
            {
                throw MeterLog.otherHeading(found.line, unconfirmed, lines, file)
            }
            return found
        }
        if let unconfirmed { return unconfirmed }
        if let unread { throw unread.problem }
        return nil
    }

    /// A line that may be a heading, and why it cannot be read.
    private struct Unread {
        let problem: Diagnostic
        private let delimiter: Delimiter
        private let count: Int

        init(_ line: Substring, _ problem: Diagnostic) {
            (self.problem, delimiter) = (problem, Delimiter.guess(line))
            // A remark is none.
            count = line.first == "#" ? 0 : MeterHeader.withoutTrailing((try? delimiter.fields(line)) ?? []).count
        }

        func isAlike(_ header: MeterHeader) -> Bool { header.delimiter == delimiter && header.columns.count == count }
    }

    /// Nil where the line is no heading.
    private static func header(_ lines: [Substring], at index: Int, powerColumn: String?) throws(Diagnostic) -> MeterHeader? {
        let line = lines[index]
        if line.first == "{" {
            let names = object(line).map { $0.keys.sorted() } ?? []
            if let columns = try MeterColumns(names, powerColumn: powerColumn) {
                return MeterHeader(line: index, names: names, columns: columns, delimiter: .comma, form: .json)
            }
        }
        let delimiter = Delimiter.guess(line)
        guard let fields = try? delimiter.fields(line), fields.count >= 2, fields.count < 1000 else { return nil }
        let names = withoutTrailing(fields)
        if let units = unitsBelow(lines, index, delimiter, count: names.count),
            let columns = try MeterColumns(names, units: units, powerColumn: powerColumn)
        {
            return MeterHeader(line: index, names: names, units: units, columns: columns, delimiter: delimiter, form: .heading)
        }
        if let columns = try MeterColumns(names, powerColumn: powerColumn) {
            return MeterHeader(line: index, names: names, columns: columns, delimiter: delimiter, form: .heading)
        }
        guard isNamesAndValues(fields), let columns = try MeterColumns(evenFields(fields), powerColumn: powerColumn) else { return nil }
        return MeterHeader(line: index, names: evenFields(fields), columns: columns, delimiter: delimiter, form: .namesAndValues)
    }

    /// What a row of units below the names says, one for each.
    private static func unitsBelow(_ lines: [Substring], _ index: Int, _ delimiter: Delimiter, count: Int) -> [String]? {
        guard index + 1 < lines.count, let fields = try? delimiter.fields(lines[index + 1]) else { return nil }
        let cells = withoutTrailing(fields)
        guard cells.count <= count, let units = MeterUnits.row(cells) else { return nil }
        return units + Array(repeating: "", count: count - units.count)
    }

    private func isFollowedByNumbers(_ lines: [Substring]) -> Bool {
        guard let line = lines[min(firstRecord, lines.count)...].first(where: { !$0.isEmpty && $0.first != "#" }),
            let fields = try? fields(line)
        else { return false }
        // Which of the two it is, the whole log says.
        return [DecimalMark.point, .comma].contains { mark in
            var reader = MeterRowReader(columns, mark)
            return reader.sample(fields) != nil
        }
    }

    private static let mostLinesBeforeHeading = 1000

    /// `Time,02-16-2022 13:39:49.987,Watts,2.574000,Volts,249.04`
    private static func isNamesAndValues(_ fields: [String]) -> Bool {
        fields.count >= 4 && fields.count % 2 == 0 && ClockTime(fields[1]) != nil
    }

    private static func evenFields(_ fields: [String]) -> [String] { stride(from: 0, to: fields.count, by: 2).map { fields[$0] } }
    private static func values(_ fields: [String]) -> [String] { stride(from: 1, to: fields.count, by: 2).map { fields[$0] } }

}
