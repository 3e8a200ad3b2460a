package import Foundation

/// A board behind ssh, with the user's usual configuration and keys.
package struct SSHConnection: BoardConnection {
    private let destination: String
    private let options: [String]
    /// On the board, relative to the home folder unless it begins with a slash.
    private let folder: String

    /// - Parameter configuration: of ssh, instead of the user's own.
    package init(_ address: SSHAddress, folder: String, configuration: String? = nil) {
        destination = address.destination
        self.folder = folder
        var options = configuration.map { ["-F", $0] } ?? []
        if let port = address.port { options += ["-p", String(port)] }
        // Never a question: keys, or an error. A board that is gone is noticed within half a minute. One connection for all.
        options += ["-o", "BatchMode=yes", "-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=10", "-o", "ServerAliveCountMax=3"]
        options += ["-o", "ControlMaster=auto", "-o", "ControlPersist=30", "-o", "ControlPath=/tmp/nas-\(getuid())-%C"]
        self.options = options
    }

    package var runner: String { "" }
    package var description: String { destination }

    package func send(_ files: [String], of source: URL) throws(BoardError) {
        let archive = try CommandRunner.run("tar", ["-cf", "-", "-C", source.path, "--"] + files)
        guard archive.status == 0 else { throw BoardError(.connection, "the suite could not be packed: \(archive.lastError)") }
        let quoted = shellQuoted(folder)
        let result = try remote("mkdir -p \(quoted) && tar -xf - -C \(quoted)", input: archive.data)
        guard result.status == 0 else {
            if result.errors.contains("No space left") { throw diskFull }
            throw BoardError(.connection, "the suite could not be copied to \(destination): \(result.lastError)")
        }
    }

    package func shell(_ script: String) throws(BoardError) -> CommandOutput {
        try remote("cd \(shellQuoted(folder)) && sh -c \(shellQuoted(script))")
    }

    package func fetch(_ file: String) throws(BoardError) -> String? {
        let result = try shell("test -e \(shellQuoted(file)) && cat \(shellQuoted(file))")
        return result.status == 0 ? result.output : nil
    }

    private func remote(_ command: String, input: Data? = nil) throws(BoardError) -> CommandOutput {
        let result = try CommandRunner.run("ssh", options + [destination, command], input: input)
        // Any other status is the command's.
        if result.status == 255 {
            throw BoardError(
                .connection, "the connection to \(destination) failed: \(result.lastError)",
                hint: "ssh \(destination) must work by itself, without a password")
        }
        return result
    }

    private var diskFull: BoardError {
        BoardError(.diskFull, "the disk of \(destination) is full", hint: "the suite needs some 5 MB in \(folder)")
    }
}
