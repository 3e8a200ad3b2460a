internal import Foundation
public import Support
internal import Tables

/// Logs of meters between supply and board: fields separated by commas, semicolons, tabs or blanks under a heading that names a time and a
/// power, or a time, a voltage and a current, with their units (`MeterColumns`); or what tegrastats has kept.
///
/// Read so are the logs of FNIRSI's, Monsoon's, Joulescope's and RDTech's (UM25C; also a JSON object a line) programs, of PowerJoular, of laboratory supplies, MLPerf's
/// power logs (`Time,<moment>,Watts,<number>,...`) and whatever a spreadsheet writes.
public enum MeterLog {
    /// - Parameters:
    ///   - powerColumn: the heading of the power, where a log has several.
    ///   - interval: seconds between lines of tegrastats, where they have no time of their own.
    /// - Throws: a `Diagnostic` with the line that cannot be read.
    public static func read(
        _ text: String, file: String, powerColumn: String? = nil, interval: Double? = nil
    ) throws(Diagnostic) -> PowerTrace {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let header = try header(lines, file: file, powerColumn: powerColumn) else {
            if powerColumn == nil {
                let found: (samples: [(seconds: Double, watts: Double)], isClock: Bool)?
                do throws(Diagnostic) { found = try TegrastatsLog.samples(lines, interval: interval) } catch {
                    var error = error
                    error.file = file
                    throw error
                }
                if let found { return try PowerTrace(found.samples, isClock: found.isClock, file: file) }
            }
            throw Diagnostic(
                powerColumn.map { "has no heading with a time and '\($0)'" }
                    ?? "has no header with a time and a power, or a voltage and a current",
                file: file, hint: "for example: time_s,voltage_V,current_A")
        }
        var records: [(line: Int, fields: [String])] = []
        for (index, line) in lines.enumerated().dropFirst(header.form == .heading ? header.line + 1 : header.line) {
            if line.first == "#" || line.utf8.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { continue }
            let fields: [String]
            do throws(Diagnostic) { fields = try header.fields(line) } catch { throw problem(error.message, index, lines, file) }
            // A heading separates runs.
            if header.form == .heading, fields == header.names { continue }
            records.append((index, fields))
        }
        let mark = DecimalMark(records.lazy.flatMap(\.fields), delimiter: header.delimiter)
        var reader = MeterRowReader(header.columns, mark)
        var samples: [(seconds: Double, watts: Double)] = []
        for (number, record) in records.enumerated() {
            guard let sample = reader.sample(record.fields) else {
                // A meter that is unplugged leaves half a line.
                if number + 1 == records.count { break }
                if let again = try? MeterColumns(record.fields, powerColumn: powerColumn) {
                    if again.time == header.columns.time, again.count == header.columns.count { continue }
                    throw problem("is another heading than the first one", record.line, lines, file)
                }
                let doubt = record.fields.lazy.compactMap { mark.number($0) == nil ? mark.doubt(about: $0) : nil }.first
                throw problem("is not a line of numbers as the header says", record.line, lines, file, hint: doubt)
            }
            samples.append(sample)
        }
        if reader.isDayUncertain, let first = samples.first, let last = samples.last, abs(last.seconds - first.seconds) >= 43200 {
            throw Diagnostic(
                "has dates that may begin with the day or with the month", file: file, hint: "write them as in 2024-05-31 12:00:00")
        }
        return try PowerTrace(reader.timed(samples), isClock: reader.isClock, file: file)
    }

    // MARK: Heading

    private struct Header {
        let line: Int
        let names: [String]
        let columns: MeterColumns
        let delimiter: Delimiter
        let form: Form

        func fields(_ line: Substring) throws(Diagnostic) -> [String] {
            switch form {
            case .heading: return try delimiter.fields(line)
            case .namesAndValues: return MeterLog.values(try delimiter.fields(line))
            case .json:
                guard let object = MeterLog.object(line) else { throw Diagnostic("is no JSON object") }
                return names.map { object[$0] ?? "" }
            }
        }
    }

    /// Where the names of the values stand.
    private enum Form {
        /// Once, before all values.
        case heading
        /// In each line, between its values.
        case namesAndValues
        case json
    }

    /// The values of a JSON object that are no lists and no objects, as text.
    private static func object(_ line: Substring) -> [String: String]? {
        guard let all = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else { return nil }
        return all.compactMapValues { value in (value as? String) ?? (value as? NSNumber).map(\.stringValue) }
    }

    /// What stands before it is the meter's own business.
    private static func header(_ lines: [Substring], file: String, powerColumn: String?) throws(Diagnostic) -> Header? {
        var (firstProblem, unconfirmed): (Diagnostic?, Header?)
        for (index, line) in lines.prefix(mostLinesBeforeHeading).enumerated() where !line.isEmpty {
            if line.first == "{" {
                let names = object(line).map { $0.keys.sorted() } ?? []
                do throws(Diagnostic) {
                    if let columns = try MeterColumns(names, powerColumn: powerColumn) {
                        return Header(line: index, names: names, columns: columns, delimiter: .comma, form: .json)
                    }
                } catch { throw problem(error.message, index, lines, file, hint: error.hint) }
            }
            let delimiter = Delimiter.guess(line)
            guard let fields = try? delimiter.fields(line), fields.count >= 2, fields.count < 1000 else { continue }
            var names = fields
            while names.last?.isEmpty == true { names.removeLast() }
            do throws(Diagnostic) {
                if let columns = try MeterColumns(names, powerColumn: powerColumn) {
                    let header = Header(line: index, names: fields, columns: columns, delimiter: delimiter, form: .heading)
                    // A remark may read like a heading, but no numbers follow it.
                    if isFollowedByNumbers(header, lines[(index + 1)...]) { return header }
                    if unconfirmed == nil { unconfirmed = header }
                } else if isNamesAndValues(fields), let columns = try MeterColumns(evenFields(fields), powerColumn: powerColumn) {
                    return Header(line: index, names: evenFields(fields), columns: columns, delimiter: delimiter, form: .namesAndValues)
                }
            } catch {
                if firstProblem == nil { firstProblem = problem(error.message, index, lines, file, hint: error.hint) }
            }
        }
        if let unconfirmed { return unconfirmed }
        if let firstProblem { throw firstProblem }
        return nil
    }

    private static func isFollowedByNumbers(_ header: Header, _ lines: ArraySlice<Substring>) -> Bool {
        guard let line = lines.first(where: { !$0.isEmpty && $0.first != "#" }), let fields = try? header.fields(line) else { return false }
        var reader = MeterRowReader(header.columns, DecimalMark(fields, delimiter: header.delimiter))
        return reader.sample(fields) != nil
    }

    private static let mostLinesBeforeHeading = 1000

    /// `Time,02-16-2022 13:39:49.987,Watts,2.574000,Volts,249.04`
    private static func isNamesAndValues(_ fields: [String]) -> Bool {
        fields.count >= 4 && fields.count % 2 == 0 && ClockTime(fields[1]) != nil
    }

    private static func evenFields(_ fields: [String]) -> [String] { stride(from: 0, to: fields.count, by: 2).map { fields[$0] } }
    private static func values(_ fields: [String]) -> [String] { stride(from: 1, to: fields.count, by: 2).map { fields[$0] } }

    private static func problem(_ message: String, _ index: Int, _ lines: [Substring], _ file: String, hint: String? = nil) -> Diagnostic {
        Diagnostic(
            message, file: file, location: SourceLocation(line: index + 1, column: 1), sourceLine: String(lines[index].prefix(400)),
            hint: hint)
    }
}
