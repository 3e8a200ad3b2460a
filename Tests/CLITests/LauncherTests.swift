import Foundation
import TestSupport
import Testing

/// `./nas` asks for the Swift that it needs before it fetches, installs or builds anything.
@Suite struct LauncherTests {
    /// A program called `swift` that writes down what it was asked, and says its version.
    private func toolchain(_ words: String, in folder: URL) throws {
        let script = "#!/bin/sh\necho \"$*\" >>\(folder.path)/asked\ncat <<'END'\n\(words)\nEND\n"
        let file = folder.appendingPathComponent("swift")
        try Data(script.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }

    private func run(_ arguments: [String], path: String) throws -> (status: Int32, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["PATH=" + path, "bash"] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let data = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    @Test(arguments: [
        ("Swift version 6.2.3 (swift-6.2.3-RELEASE)\nTarget: aarch64-unknown-linux-gnu", "found Swift version 6.2.3"),
        ("swift-driver version: 1.127.14.1 Apple Swift version 6.2.1 (swiftlang-6.2.1.4.8 clang-1700.4.4.1)", "found Swift version 6.2.1"),
        ("Swift version 5.10 (swift-5.10-RELEASE)", "found Swift version 5.10"),
        ("swift 4.6.0", "is no Swift toolchain: --version says 'swift 4.6.0'"), ("", "is no Swift toolchain"),
    ])
    func whatIsTooOldIsRefusedFirst(version: String, words: String) throws {
        try NASProgram.inTemporaryFolder { folder in
            try toolchain(version, in: folder)
            let launcher = SharedData.packageRoot.appendingPathComponent("nas").path
            let result = try run([launcher, "doctor"], path: "\(folder.path):/usr/bin:/bin")
            #expect(result.status == 1)
            #expect(result.errors.contains(words) && result.errors.contains("Swift 6.3 or newer"), "\(result.errors)")
            let asked = try String(contentsOf: folder.appendingPathComponent("asked"), encoding: .utf8)
            #expect(asked == "--version\n", "nothing is built or fetched")
        }
    }

    @Test func withoutSwiftItSaysWhatIsNeeded() throws {
        try NASProgram.inTemporaryFolder { folder in
            for tool in ["bash", "dirname", "readlink", "ls", "cat"] {
                let found = try #require(
                    ["/usr/bin/", "/bin/"].map { $0 + tool }.first { FileManager.default.isExecutableFile(atPath: $0) })
                try FileManager.default.createSymbolicLink(atPath: folder.path + "/" + tool, withDestinationPath: found)
            }
            let result = try run([SharedData.packageRoot.appendingPathComponent("nas").path, "doctor"], path: folder.path)
            #expect(
                result.status == 1 && result.errors.contains("no Swift toolchain found. Install Swift 6.3 or newer"), "\(result.errors)")
        }
    }

    @Test(arguments: [
        "Swift version 6.3.1 (swift-6.3.1-RELEASE)", "Swift version 6.3 (swift-6.3-RELEASE)",
        "Swift version 6.4-dev (LLVM 1234, Swift 5678)",
        "swift-driver version: 1.148 Apple Swift version 6.3 (swiftlang-6.3.0.1 clang-1800)", "Swift version 6.10 (swift-6.10-RELEASE)",
        "Swift version 7.0 (swift-7.0-RELEASE)",
    ])
    func newerIsTaken(version: String) throws {
        try NASProgram.inTemporaryFolder { folder in
            try toolchain(version, in: folder)
            let prepare = SharedData.packageRoot.appendingPathComponent(".ci/prepare").path
            for _ in 0..<2 {
                let result = try run(
                    ["-euc", "source '\(prepare)'; nas_check_swift '\(folder.path)'"], path: "\(folder.path):/usr/bin:/bin")
                #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
            }
            // What was asked once is not asked again, until it is another program.
            #expect(try String(contentsOf: folder.appendingPathComponent("asked"), encoding: .utf8) == "--version\n")
            try toolchain("Swift version 6.2.3 (swift-6.2.3-RELEASE), another", in: folder)
            let older = try run(["-euc", "source '\(prepare)'; nas_check_swift '\(folder.path)'"], path: "\(folder.path):/usr/bin:/bin")
            #expect(older.status == 1)
        }
    }

    /// All that say which Swift is needed say the same.
    @Test func theStatedMinimumIsOne() throws {
        func text(_ name: String) throws -> String {
            try String(contentsOf: SharedData.packageRoot.appendingPathComponent(name), encoding: .utf8)
        }
        for package in ["Package.swift", "Benchmarks/Package.swift"] {
            #expect(try text(package).hasPrefix("// swift-tools-version: 6.3\n"))
        }
        #expect(try text(".ci/prepare").contains("nas_swift_major=6 nas_swift_minor=3"))
        #expect(try text("README.md").contains("[Swift](https://www.swift.org/install/linux/) 6.3 or newer"))
    }
}
