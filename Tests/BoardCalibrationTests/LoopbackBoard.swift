import Foundation
import TestSupport

@testable import BoardCalibration

/// A real ssh server on the loopback address, with keys made for it, in a folder of its own.
final class LoopbackBoard {
    let folder: URL
    private let port: Int

    static var isPossible: Bool {
        FileManager.default.isExecutableFile(atPath: "/usr/sbin/sshd") && FileManager.default.isExecutableFile(atPath: "/usr/bin/ssh")
    }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("nas-ssh-\(UUID().uuidString)", isDirectory: true)
        port = Int.random(in: 20_000..<60_000)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Of a server that root starts.
        if getuid() == 0 { try FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true) }
        for key in ["host", "user"] { try Self.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", path(key)]) }
        try write(
            "sshd_config",
            """
            Port \(port)
            ListenAddress 127.0.0.1
            HostKey \(path("host"))
            PidFile \(path("pid"))
            AuthorizedKeysFile \(path("user.pub"))
            StrictModes no
            PasswordAuthentication no
            UsePAM no
            PermitRootLogin yes
            """)
        try write(
            "ssh_config",
            """
            Host board
                HostName 127.0.0.1
                Port \(port)
                User \(NSUserName())
                IdentityFile \(path("user"))
                UserKnownHostsFile /dev/null
                StrictHostKeyChecking no
                LogLevel ERROR
            """)
        try start()
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(at: folder)
    }

    func start() throws {
        // Into the background: Foundation waits for a child that closes what it does not know, and for nothing else then.
        try Self.run("/usr/sbin/sshd", ["-f", path("sshd_config"), "-E", path("log")])
        let end = Date().addingTimeInterval(20)
        while (try? Self.run("ssh", ["-F", path("ssh_config"), "-o", "BatchMode=yes", "board", "true"])) == nil, Date() < end {
            Thread.sleep(forTimeInterval: 0.1)
        }
    }

    /// As a power cut does: the server, its sessions, and what they run.
    func stop() {
        if let pid = try? String(contentsOfFile: path("pid"), encoding: .utf8) {
            _ = try? Self.run("kill", ["-9", pid.trimmingCharacters(in: .whitespacesAndNewlines)])
        }
        cut()
        // What runs in its folder.
        _ = try? Self.run(
            "sh", ["-c", "for p in /proc/[0-9]*; do [ \"$(readlink $p/cwd)\" = '\(remoteFolder)' ] && kill -9 ${p#/proc/}; done; true"])
    }

    /// The cable is pulled: what runs on the board goes on.
    func cut() { _ = try? Self.run("pkill", ["-9", "-f", "sshd: .*@notty"]) }

    /// The suite's folder on the board.
    var remoteFolder: String { path("remote") }

    func connection(folder: String? = nil) throws -> SSHConnection {
        guard case .ssh(let address)? = ConnectionAddress("ssh://board") else { preconditionFailure() }
        return SSHConnection(address, folder: folder ?? remoteFolder, configuration: path("ssh_config"))
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    private func write(_ name: String, _ text: String) throws {
        try Data((text + "\n").utf8).write(to: folder.appendingPathComponent(name))
    }

    struct Failure: Error {}

    static func run(_ command: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [command] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure() }
    }
}
