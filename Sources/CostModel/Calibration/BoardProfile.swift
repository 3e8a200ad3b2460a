internal import Foundation
public import Support

/// What was measured of a target: whole networks with whatever runtime, or operations with the C runtime.
public enum BoardProfile: Sendable, Hashable {
    /// Whole networks, measured with any runtime.
    case networks(CalibrationProfile)
    /// Operations and networks, measured with the C runtime by `nas calibrate run`.
    case operations(OperationProfile)

    /// Reads a profile of either kind from a file.
    ///
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

    /// The runtime that was measured.
    public var runtime: Runtime {
        switch self {
        case .networks(let profile): profile.runtime
        case .operations: .c
        }
    }

    /// The number of threads that the runtime used.
    public var threads: Int {
        switch self {
        case .networks(let profile): profile.threads
        case .operations: 1
        }
    }

    /// The name of the board that was measured.
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
    /// Decodes the profile, of whichever kind it is.
    public init(from decoder: any Decoder) throws {
        if (try? Mark(from: decoder)) != nil {
            self = .operations(try OperationProfile(from: decoder))
        } else {
            self = .networks(try CalibrationProfile(from: decoder))
        }
    }

    /// Encodes the profile as its own type does.
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
