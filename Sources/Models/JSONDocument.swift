internal import CProcessShims
package import Foundation
package import Support

/// The JSON files of a model folder: keys in snake case and in order, for people, diffs and scripts.
package enum JSONDocument {
    /// Writes a file whole or not at all, and forces it to the disk.
    ///
    /// - Throws: where the disk is full or the folder read-only.
    package static func write(_ value: some Encodable, to url: URL) throws(Diagnostic) {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try (encoder.encode(value) + Data("\n".utf8)).write(to: url, options: .atomic)
        } catch {
            throw Diagnostic("cannot be written (\(SystemError.words(error)))", file: url.path)
        }
        guard nas_synchronize(url.path) == 0, nas_synchronize(url.deletingLastPathComponent().path) == 0 else {
            throw Diagnostic("cannot be put on the disk (\(String(cString: strerror(errno))))", file: url.path)
        }
    }

    /// - Throws: where the file is not there, too large, or is not what `Value` is written as: the key and what is wrong with it.
    package static func read<Value: Decodable>(_ type: Value.Type, from url: URL) throws(Diagnostic) -> Value {
        let data: Data
        do { data = try Data(contentsOf: url) } catch {
            throw Diagnostic("cannot be read (\(SystemError.words(error)))", file: url.path)
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do { return try decoder.decode(type, from: data) } catch {
            throw Diagnostic(Self.inSnakeCase((error as? DecodingError)?.words ?? "\(error)"), file: url.path)
        }
    }

    /// Keys as the file has them.
    private static func inSnakeCase(_ words: String) -> String {
        var result = ""
        for character in words {
            if character.isUppercase, result.last?.isLowercase == true {
                result += "_" + character.lowercased()
            } else {
                result.append(character)
            }
        }
        return result
    }
}
