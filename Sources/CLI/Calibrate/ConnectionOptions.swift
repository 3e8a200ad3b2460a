import ArgumentParser
import BoardCalibration
import Foundation

/// How a board is reached and its suite is built.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A C compiler with its flags, such as 'arm-linux-gnueabi-gcc -O2 -static' (default: cc -O3).", valueName: "command"))
    var cc: String?

    @Option(help: ArgumentHelp("File with an emulator's nanosecond counter, used instead of the clock.", valueName: "file"))
    var clock: String?

    @Option(help: ArgumentHelp("Configuration file for ssh.", valueName: "file"))
    var sshConfig: String?

    @Option(help: ArgumentHelp("Folder on the board that the suite is copied to, over ssh.", valueName: "folder"))
    var remoteFolder: String?

    @Option(
        help: ArgumentHelp(
            "Rest before the first measurement, for the idle power of a board with a sensor; 0 to skip power (default: 20).",
            valueName: "seconds"),
        transform: NumberArgument.parse)
    var rest = 20.0

    @Flag(help: "Keep measurements of a board that was throttled or changed its clock; the profile records that.")
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
