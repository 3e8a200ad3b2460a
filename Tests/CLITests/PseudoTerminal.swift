import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// Runs the program with its standard output on a terminal, as a person does.
enum PseudoTerminal {
    struct Result {
        let status: Int32
        /// What a person reads, lines ended by a line feed alone.
        let output: String
        let errors: String
    }

    /// - Parameter columns: of the window; 0 for a terminal that does not say, as a serial line.
    static func run(_ arguments: [String], columns: Int, in folder: URL, environment: [String: String] = [:]) throws -> Result {
        var (master, slave): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: 24, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        try #require(openpty(&master, &slave, nil, nil, &size) == 0, "no pseudo-terminal can be had")
        let terminal = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
        let reader = FileHandle(fileDescriptor: master, closeOnDealloc: true)
        let process = Process()
        // Called by its bare name, so that what it says of itself is the same in every checkout.
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", #"exec -a nas "$0" "$@""#, NASProgram.executable.path] + arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment
            .merging(["NAS_HOME": NASProgram.home, "NAS_CACHE": NASProgram.cache.path, "TERM": "xterm", "COLUMNS": ""]) { $1 }
            .merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = terminal
        let errors = folder.appendingPathComponent("stderr-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: errors) }
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        try terminal.close()
        // The end of a terminal whose other side is closed is an error, not an end of file.
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(master, &buffer, buffer.count)
            guard count > 0 else { break }
            data.append(contentsOf: buffer.prefix(count))
        }
        process.waitUntilExit()
        try reader.close()
        return Result(
            status: process.terminationStatus, output: String(decoding: data, as: UTF8.self).replacing("\r\n", with: "\n"),
            errors: (try? String(contentsOf: errors, encoding: .utf8)) ?? "")
    }
}
