import ArgumentParser
import Foundation
import ReferenceNetworks
import Search
import Support

/// What `nas bench` starts for each figure: not for people. It says that it is ready, begins when it is told to, and
/// answers with a line of JSON.
struct BenchTaskCommand: ParsableCommand {
    static let name = "bench-task"
    static let configuration = CommandConfiguration(
        commandName: name, abstract: "Measures one thing for \(Program.name) bench.", shouldDisplay: false)

    @Argument var task: BenchTask
    @Option(transform: { try ReferenceNetwork(named: $0) }) var net: ReferenceNetwork
    @Option var batch: Int
    @Option var seconds: Double

    func run() throws {
        WorkerLoop.dieWithDriver()
        let measure = try task.prepare(net, batch: batch)
        Terminal.print("ready")
        guard readLine() != nil else { throw ExitCode(ExitStatus.failed.rawValue) }
        // Where the kernel does not end this process with its driver, the end of its input does.
        let watch = Thread {
            var byte: UInt8 = 0
            while read(STDIN_FILENO, &byte, 1) > 0 {}
            _exit(ExitStatus.failed.rawValue)
        }
        watch.start()
        var figures = try measure(seconds)
        figures.peakMemoryBytes = ProcessMemory.peakBytes
        Terminal.print(String(decoding: try JSONEncoder().encode(figures), as: UTF8.self))
    }
}
