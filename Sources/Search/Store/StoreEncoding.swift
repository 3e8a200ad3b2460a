internal import Foundation
internal import NAS
internal import Support

/// How values become columns.
enum StoreEncoding {
    /// JSON with sorted keys and a line a value, so that it can be read and compared.
    static func text(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        guard let data = try? encoder.encode(value) else { preconditionFailure("a value that is not JSON") }
        return String(decoding: data, as: UTF8.self)
    }

    static func value<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try decoder.decode(type, from: Data(text.utf8))
    }

    /// Of 32 digits.
    static func hash(_ text: String, _ column: String) throws -> StableHash {
        guard let hash = StableHash(text) else { throw UnreadableColumn(column: column, text: text) }
        return hash
    }

    /// `epochs` or `steps`: the unit of all fidelities of a run.
    static func unit(_ fidelity: Fidelity) -> String {
        switch fidelity {
        case .epochs: "epochs"
        case .steps: "steps"
        }
    }

    static func fidelity(_ count: Int, unit: String) throws -> Fidelity {
        switch unit {
        case "epochs": return .epochs(count)
        case "steps": return .steps(count)
        default: throw UnreadableColumn(column: "fidelity_unit", text: unit)
        }
    }
}

/// A column that this program did not write.
struct UnreadableColumn: Error, CustomStringConvertible {
    let column: String
    let text: String
    var description: String { "column \(column) has '\(text.prefix(60))'" }
}
