import Foundation

/// What the user called this program by.
enum CalledName {
    /// The name as it is to be written again: a path, or the name alone where the shell finds the program by it.
    ///
    /// - Parameters:
    ///   - argument: the program's first argument: what a shell was told, or the whole path of a script that it found.
    ///   - path: where the shell looks for programs.
    static func name(_ argument: String, path: String) -> String {
        let name = (argument as NSString).lastPathComponent
        guard !argument.isEmpty, argument != name else { return argument.isEmpty ? "nas" : argument }
        let folders = path.split(separator: ":").map(String.init)
        let found = folders.lazy.map { ($0 as NSString).appendingPathComponent(name) }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        return found == argument ? name : argument
    }

    static var current: String {
        name(CommandLine.arguments.first ?? "", path: ProcessInfo.processInfo.environment["PATH"] ?? "")
    }
}
