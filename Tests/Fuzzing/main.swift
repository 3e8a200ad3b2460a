// Reads inputs that are made at random from good ones, and looks for what must not happen whatever a user's file holds: a trap,
// more than three seconds, more than 512 MB.
//
//   Fuzzing TARGET --count 1000000 [--seed 1] [--from 0] [--found FOLDER]    tries so many inputs
//   Fuzzing TARGET --file FILE                                              tries one
//   Fuzzing TARGET --show INDEX [--seed 1]                                  prints the input of an index
//
// Input number i of a seed is always the same. The inputs are tried by a process of its own, which is started again behind one
// that ended it; such inputs are written to FOLDER, from where Seeds/ or Regressions/ may keep them. Ends with 1 where there was one.

import Foundation

struct Arguments {
    var values: [String: String] = [:]
    var target = ""

    init(_ words: [String]) {
        var words = words[...]
        target = words.popFirst() ?? ""
        while let word = words.popFirst() { values[word] = words.popFirst() ?? "" }
    }

    func number(_ name: String, _ standard: Int) -> Int { values[name].flatMap { Int($0) } ?? standard }
}

let arguments = Arguments(Array(CommandLine.arguments.dropFirst()))
guard let target = FuzzTarget.named(arguments.target) else {
    say("usage: Fuzzing TARGET --count N | --file FILE | --show INDEX; targets: \(FuzzTarget.all.map(\.name).joined(separator: ", "))")
    exit(64)
}
let seed = UInt64(arguments.number("--seed", 1))
if let file = arguments.values["--file"] {
    guard let input = FileManager.default.contents(atPath: file) else {
        say("cannot read \(file)")
        exit(65)
    }
    let body = target.prepare()
    Watch.shared.begin(0)
    body([UInt8](input))
    Watch.shared.end()
    say("\(target.name): \(file): \(Watch.shared.summary)")
} else if arguments.values["--show"] != nil {
    let input = Mutator(target).input(arguments.number("--show", 0), seed: seed)
    try FileHandle.standardOutput.write(contentsOf: Data(input))
} else if let state = arguments.values["--state"] {
    try Trial.run(target, seed: seed, from: arguments.number("--from", 0), count: arguments.number("--count", 1), state: state)
} else {
    let found = try Campaign(
        target, seed: seed, from: arguments.number("--from", 0), count: arguments.number("--count", 10_000),
        found: arguments.values["--found"]
    ).run()
    exit(found == 0 ? 0 : 1)
}
