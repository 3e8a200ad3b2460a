import ArgumentParser
import BoardCalibration
import Foundation

/// How a board is reached and its suite is built.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A C compiler with its flags, such as 'arm-linux-gnueabi-gcc -O2 -static' (default: cc -O3).", valueName: "command"))
    var cc: String?

    @Option(help: ArgumentHelp("An emulator's counter of nanoseconds, instead of the clock.", valueName: "file"))
    var clock: String?

    @Option(help: ArgumentHelp("ssh's configuration, instead of the usual one.", valueName: "file"))
    var sshConfig: String?

    @Option(help: ArgumentHelp("Where the suite is put on the board, over ssh.", valueName: "folder"))
    var remoteFolder: String?

    @Option(
        help: ArgumentHelp(
            "How long the board rests first to measure its idle power, where it has a sensor; 0 for no power.", valueName: "seconds"),
        transform: NumberArgument.parse)
    var rest = 20.0

    @Flag(help: "Keeps what was measured on a board that was throttled or changed its speed; the profile says so.")
    var allowUnsteady = false

    var settings: BuildSettings {
        var settings = BuildSettings()
        settings.compiler = cc
        settings.clock = clock
        settings.allowsUnsteady = allowUnsteady
        settings.restSeconds = min(max(rest, 0), 3600)
        return settings
    }

    func connection(to text: String, folder: URL) throws -> any BoardConnection {
        switch ConnectionAddress(text) {
        case .local: return LocalConnection(folder: folder)
        case .command(let command): return LocalConnection(folder: folder, runner: Self.fromAnywhere(command))
        case .ssh(let address):
            // Two calibrations of one board do not share a folder.
            return SSHConnection(address, folder: remoteFolder ?? "nas-suite-\(folder.lastPathComponent)", configuration: sshConfig)
        case nil:
            throw UsageError("where is the board? Got '\(text)'", hint: "--on local, --on ssh://user@host or --on 'a command'")
        }
    }

    /// The suite runs in a folder of its own: a program's path relative to this one is made whole.
    private static func fromAnywhere(_ command: String) -> String {
        guard let program = command.split(separator: " ").first, program.contains("/"), !program.hasPrefix("/"),
            FileManager.default.isExecutableFile(atPath: String(program))
        else { return command }
        return URL(fileURLWithPath: String(program)).path + command.dropFirst(program.count)
    }
}
