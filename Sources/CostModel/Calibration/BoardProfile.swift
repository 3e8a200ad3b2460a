internal import Foundation
public import Support

/// What was measured of a target: whole networks with whatever runtime, or operations with the C runtime.
public enum BoardProfile: Sendable, Hashable {
    case networks(CalibrationProfile)
    case operations(OperationProfile)

    /// - Throws: a `Diagnostic` where the file cannot be read or is no profile of this version.
    public init(contentsOf path: String) throws(Diagnostic) {
        var data: Data
        do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch { throw Diagnostic("cannot be read", file: path) }
        // An editor may have put a byte order mark before it.
        data = Data(try DecodedText.decode(data, file: path).utf8)
        if (try? JSONDecoder().decode(Mark.self, from: data)) != nil {
            self = .operations(try OperationProfile(data, file: path))
        } else {
            self = .networks(try CalibrationProfile(data, file: path))
        }
    }

    public var runtime: Runtime {
        switch self {
        case .networks(let profile): profile.runtime
        case .operations: .c
        }
    }

    public var threads: Int {
        switch self {
        case .networks(let profile): profile.threads
        case .operations: 1
        }
    }

    public var board: String {
        switch self {
        case .networks(let profile): profile.board
        case .operations(let profile): profile.board
        }
    }

    var precision: String {
        switch self {
        case .networks(let profile): profile.precision
        case .operations(let profile): profile.precision.rawValue
        }
    }

    /// Which of the two a file is: the member that only one has.
    fileprivate struct Mark: Decodable { let operationProfile: Int }
}

/// As the profile that it is.
extension BoardProfile: Codable {
    public init(from decoder: any Decoder) throws {
        if (try? Mark(from: decoder)) != nil {
            self = .operations(try OperationProfile(from: decoder))
        } else {
            self = .networks(try CalibrationProfile(from: decoder))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .networks(let profile): try profile.encode(to: encoder)
        case .operations(let profile): try profile.encode(to: encoder)
        }
    }
}

/// A profile as its file has it.
func profileText(_ profile: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(profile), as: UTF8.self) + "\n"
}
