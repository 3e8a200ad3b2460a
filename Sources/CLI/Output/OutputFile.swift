import Foundation

/// What keeps a result from being written.
struct OutputError: Error, CustomStringConvertible {
    let description: String
}

/// Where a listing or a picture goes: to standard output, or whole into a file.
enum OutputFile {
    static func write(_ text: String, to path: String?) throws {
        guard let path else {
            Terminal.print(text, terminator: "")
            return
        }
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
            throw OutputError(description: "error: cannot write \(path): \(((underlying ?? error) as NSError).localizedDescription)")
        }
    }
}
