import Foundation
import Support

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
        // A link stays one.
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        do {
            if isDeviceOrPipe(file.path) {
                // What writing a file whole would put a new file in the place of.
                let handle = try FileHandle(forWritingTo: file)
                try handle.write(contentsOf: Data(text.utf8))
                try handle.close()
            } else {
                try Data(text.utf8).write(to: file, options: .atomic)
            }
        } catch {
            throw OutputError(description: "error: cannot write \(path): \(SystemError.words(error))")
        }
    }

    private static func isDeviceOrPipe(_ path: String) -> Bool {
        var information = stat()
        guard stat(path, &information) == 0 else { return false }
        return ![S_IFREG, S_IFDIR].contains(information.st_mode & S_IFMT)
    }
}
