internal import Foundation
package import Support
internal import Tables

/// Logs of meters between supply and board: fields separated by commas, semicolons, tabs or blanks under a heading that names a time and a
/// power, or a time, a voltage and a current, with their units (`MeterColumns`); or what tegrastats has kept.
///
/// Read so are the logs of FNIRSI's, Monsoon's, Joulescope's and RDTech's (UM25C; also a JSON object a line) programs, of PowerJoular, of laboratory supplies, MLPerf's
/// power logs (`Time,<moment>,Watts,<number>,...`) and whatever a spreadsheet writes.
package enum MeterLog {
    /// - Parameters:
    ///   - powerColumn: the heading of the power, where a log has several.
    ///   - interval: seconds between lines of tegrastats, where they have no time of their own.
    /// - Throws: a `Diagnostic` with the line that cannot be read.
    package static func read(
        _ text: String, file: String, powerColumn: String? = nil, interval: Double? = nil
    ) throws(Diagnostic) -> PowerTrace {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let header = try MeterHeader.find(lines, file: file, powerColumn: powerColumn) else {
            if powerColumn == nil, let trace = try tegrastats(lines, file: file, interval: interval) { return trace }
            throw Diagnostic(
                powerColumn.map { "has no heading with a time and '\($0)'" }
                    ?? "has no header with a time and a power, or a voltage and a current",
                file: file, hint: "for example: time_s,voltage_V,current_A")
        }
        let records = try records(lines, header, file: file)
        let columns: MeterColumns
        do throws(MeterUnits.Problem) { columns = try MeterUnits.apply(to: header.columns, records.map(\.fields)) } catch {
            throw problem(error.diagnostic.message, records[error.record].line, lines, file, hint: error.diagnostic.hint)
        }
        let mark = DecimalMark(rows: records.lazy.map(\.fields), delimiter: header.delimiter)
        var reader = MeterRowReader(columns, mark)
        var samples: [(seconds: Double, watts: Double)] = []
        for (number, record) in records.enumerated() {
            guard let sample = reader.sample(record.fields) else {
                let hint = hint(on: record.fields, mark)
                // A meter that is unplugged leaves half a line.
                if number + 1 == records.count, !record.fields.contains(where: { mark.number($0) == nil && mark.doubt(about: $0) != nil }) {
                    break
                }
                if hint == nil, header.isOtherHeading(record.fields) { throw otherHeading(record.line, header, lines, file) }
                throw problem("is not a line of numbers as the header says", record.line, lines, file, hint: hint)
            }
            samples.append(sample)
        }
        if reader.isDayUncertain, let first = samples.first, let last = samples.last, abs(last.seconds - first.seconds) >= 43200 {
            throw Diagnostic(
                "has dates that may begin with the day or with the month", file: file, hint: "write them as in 2024-05-31 12:00:00")
        }
        var trace = try PowerTrace(reader.timed(samples), isClock: reader.isClock, file: file)
        trace.warnings = columns.warning(powers: trace.samples, file: file).map { [$0] } ?? []
        return trace
    }

    /// Nil where the lines are none of tegrastats'.
    private static func tegrastats(_ lines: [Substring], file: String, interval: Double?) throws(Diagnostic) -> PowerTrace? {
        do throws(Diagnostic) {
            guard let found = try TegrastatsLog.samples(lines, interval: interval) else { return nil }
            return try PowerTrace(found.samples, isClock: found.isClock, file: file)
        } catch {
            var error = error
            error.file = file
            if let line = error.location?.line { error.sourceLine = String(lines[line - 1].prefix(400)) }
            throw error
        }
    }

    /// The lines below the heading, without remarks and without the same heading again, which separates runs.
    private static func records(
        _ lines: [Substring], _ header: MeterHeader, file: String
    ) throws(Diagnostic) -> [(line: Int, fields: [String])] {
        var records: [(line: Int, fields: [String])] = []
        for (index, line) in lines.enumerated().dropFirst(header.firstRecord) {
            if line.utf8.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { continue }
            if line.first == "#" {
                if let fields = try? header.fields(line), header.isOtherHeading(fields) { throw otherHeading(index, header, lines, file) }
                continue
            }
            let fields: [String]
            do throws(Diagnostic) { fields = try header.fields(line) } catch { throw problem(error.message, index, lines, file) }
            if header.isHeading(fields) { continue }
            records.append((index, fields))
        }
        return records
    }

    static func otherHeading(_ index: Int, _ header: MeterHeader, _ lines: [Substring], _ file: String) -> Diagnostic {
        problem(
            "is another heading than that of line \(header.line + 1), '\(lines[header.line].prefix(200))'", index, lines, file,
            hint: "each heading's lines belong in a file of their own")
    }

    /// Why fields are no numbers.
    private static func hint(on fields: [String], _ mark: DecimalMark) -> String? {
        if let field = fields.first(where: isQuantity) { return "units belong in the heading, not behind the numbers: '\(field)'" }
        if let field = fields.first(where: ClockTime.isNoDay) { return "there is no such day: '\(field)'" }
        return fields.lazy.compactMap { mark.number($0) == nil ? mark.doubt(about: $0) : nil }.first
    }

    /// `2000 mW`
    private static func isQuantity(_ field: String) -> Bool {
        let end = DecimalNumber.end(in: field)
        let rest = field[end...].drop { $0 == " " }
        return end > field.startIndex && !rest.isEmpty && (try? MeasurementUnit.named(String(rest))) != nil
    }

    static func problem(_ message: String, _ index: Int, _ lines: [Substring], _ file: String, hint: String? = nil) -> Diagnostic {
        Diagnostic(
            message, file: file, location: SourceLocation(line: index + 1, column: 1), sourceLine: String(lines[index].prefix(400)),
            hint: hint)
    }
}
