internal import GRDB

/// The columns `metrics`, `test_metrics` and `validation_metrics`: JSON with what was measured besides accuracy and loss, by name:
/// `{"balanced_accuracy":0.5}`. So another metric needs no new column.
enum StoredMetrics {
    private static let only = "{\"\(Metrics.Name.balancedAccuracy.rawValue)\":"

    /// Nil where there is nothing to keep.
    static func text(balancedAccuracy: Double?) -> String? {
        var metrics = Metrics()
        metrics.balancedAccuracy = balancedAccuracy
        return text(metrics)
    }

    /// Nil where there is nothing to keep.
    static func text(_ metrics: Metrics) -> String? {
        let known = Metrics.Name.allCases.compactMap { name in metrics[name].map { "\"\(name.rawValue)\":\($0)" } }
        return known.isEmpty ? nil : "{\(known.joined(separator: ","))}"
    }

    /// The metrics that such a text has. Those of other names are of a newer program, and no matter.
    ///
    /// - Throws: where the column is not what `text` writes.
    static func metrics(in text: String) throws(Malformed) -> Metrics {
        var found = Metrics()
        // Without a JSON decoder, which would take longer than the rest of a row; many have this one and no other.
        if text.utf8.starts(with: only.utf8), text.utf8.last == UInt8(ascii: "}"),
            let value = Double(Substring(text.utf8.dropFirst(only.utf8.count).dropLast())), StoredRange.share.contains(value)
        {
            found.balancedAccuracy = value
            return found
        }
        guard text.hasPrefix("{"), text.hasSuffix("}") else { throw Malformed(reason: "it is no JSON") }
        for entry in text.utf8.dropFirst().dropLast().split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let parts = entry.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            guard parts.count == 2, let name = String(parts[0]), name.count > 2, name.hasPrefix("\""), name.hasSuffix("\""),
                let value = Double(Substring(parts[1])), value.isFinite
            else { throw Malformed(reason: "it has no number for each name") }
            guard let known = Metrics.Name(rawValue: String(name.dropFirst().dropLast())) else { continue }
            guard StoredRange.share.contains(value) else { throw Malformed(reason: "\(known.rawValue) is from 0 to 1") }
            found[known] = value
        }
        return found
    }

    struct Malformed: Error { let reason: String }

    /// The column of a table, or NULL in a database of an earlier version, which is read as it is.
    static func column(_ name: String, of table: String, _ db: Database) throws -> String {
        try db.columns(in: table).contains { $0.name == name } ? "\(table).\(name)" : "NULL"
    }
}

extension ColumnReader {
    /// Reads a column of metrics.
    mutating func metrics() throws -> Metrics {
        guard let text: String = try nextIfAny() else { return Metrics() }
        do { return try StoredMetrics.metrics(in: text) } catch { throw unreadable(reason: error.reason) }
    }

    /// Reads a column of metrics; nil where there is no balanced accuracy.
    mutating func balancedAccuracyIfAny() throws -> Double? { try metrics().balancedAccuracy }
}
