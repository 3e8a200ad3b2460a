internal import Foundation
internal import NAS

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

    /// `epochs:3`
    static func text(_ fidelity: Fidelity) -> String {
        switch fidelity {
        case .epochs(let count): "epochs:\(count)"
        case .steps(let count): "steps:\(count)"
        }
    }

    static func fidelity(_ text: String) throws -> Fidelity {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let count = Int(parts[1]) else { throw UnreadableColumn(column: "fidelity", text: text) }
        switch parts[0] {
        case "epochs": return .epochs(count)
        case "steps": return .steps(count)
        default: throw UnreadableColumn(column: "fidelity", text: text)
        }
    }

    /// A JSON array of [decision, option]. Written by hand: it is on the way of every trial, and an encoder takes longer
    /// than all the rest of the transaction.
    static func text(_ choices: [Choice]) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(choices.count * 32 + 2)
        bytes.append(UInt8(ascii: "["))
        for (index, choice) in choices.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "["))
            append(choice.decision, to: &bytes)
            bytes.append(UInt8(ascii: ","))
            append(choice.option, to: &bytes)
            bytes.append(UInt8(ascii: "]"))
        }
        bytes.append(UInt8(ascii: "]"))
        return String(decoding: bytes, as: UTF8.self)
    }

    static func choices(_ text: String) throws -> [Choice] {
        try JSONDecoder().decode([[String]].self, from: Data(text.utf8)).map { pair in
            guard pair.count == 2 else { throw UnreadableColumn(column: "choices", text: text) }
            return Choice(decision: pair[0], option: pair[1])
        }
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                bytes.append(contentsOf: Array("\\u00".utf8))
                let digits = Array("0123456789abcdef".utf8)
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

/// A column that this program did not write.
struct UnreadableColumn: Error, CustomStringConvertible {
    let column: String
    let text: String
    var description: String { "column \(column) has '\(text.prefix(60))'" }
}
