internal import Foundation
internal import GRDB
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
        default: throw UnreadableColumn("run", "fidelity_unit", unit)
        }
    }

    /// What a column has, for a person.
    static func words(_ value: DatabaseValue) -> String {
        switch value.storage {
        case .null: "nothing"
        case .int64(let number): "\(number)"
        case .double(let number): "\(number)"
        case .string(let text): text.replacing("\n", with: " ")
        case .blob(let data): "\(data.count) bytes"
        }
    }

    /// What is wrong, without the names of Swift's types.
    static func words(_ error: any Error) -> String {
        switch error {
        case let error as Diagnostic: error.message
        case let error as DecodingError: error.words
        default: String(describing: error)
        }
    }
}
