import Foundation

/// Tries a range of inputs in this process.
enum Trial {
    /// - Parameter state: a file that has the number of the input under way, as text of fixed length.
    static func run(_ target: FuzzTarget, seed: UInt64, from: Int, count: Int, state: String) throws {
        let descriptor = open(state, O_WRONLY | O_CREAT, 0o644)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
        let mutator = Mutator(target)
        let body = target.prepare()
        for index in from..<from + count {
            let text = [UInt8](String(format: "%012d\n", index).utf8)
            _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
            let input = mutator.input(index, seed: seed)
            Watch.shared.begin(index)
            body(input)
            Watch.shared.end()
        }
        say("\(target.name) \(from)..<\(from + count) of seed \(seed): \(Watch.shared.summary); \(Reached.shared.summary)")
    }
}
