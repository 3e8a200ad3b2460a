import ArgumentParser
import NAS
import Support

/// Looks at the words of a command line that the parser cannot make sense of, for what was meant.
enum MisspeltCommand {
    /// - Throws: a usage error where the first words are no command.
    static func check(_ words: [String]) throws(UsageError) {
        var command: any ParsableCommand.Type = NASCommand.self
        var path: [String] = []
        for (index, word) in words.enumerated() {
            let known = command.configuration.subcommands
            guard !known.isEmpty, !word.hasPrefix("-"), word != "help" || index > 0 else { return }
            if let next = known.first(where: { $0.configuration.commandName == word }) {
                command = next
                path.append(word)
                continue
            }
            throw UsageError(
                "there is no command '\((path + [word]).joined(separator: " "))'",
                hint: hint(word, path, Array(words.dropFirst(index + 1)), known.filter { $0.configuration.shouldDisplay }))
        }
    }

    private static func hint(_ word: String, _ path: [String], _ rest: [String], _ known: [any ParsableCommand.Type]) -> String {
        let names = known.compactMap { $0.configuration.commandName }
        let meant = Spelling.closest(to: word, among: names)
        let help = Program.command("help")
        if path.isEmpty, let topic = HelpTopic.meant(by: word), meant == nil || HelpTopic(rawValue: word) != nil {
            return "'\(topic.rawValue)' is a topic: \(Program.command("help", topic.rawValue))"
        }
        guard let meant else { return path.isEmpty ? "\(help) lists commands" : "commands: \(names.joined(separator: ", "))" }
        return "did you mean '\(meant)'? \(Program.command(path + [meant] + rest))"
    }

    /// An option that the command does not have; nil where all are known.
    static func unknownOption(_ words: [String]) -> UsageError? {
        var command: any ParsableCommand.Type = NASCommand.self
        var path: [String] = []
        var rest = words[...]
        while let word = rest.first, let next = command.configuration.subcommands.first(where: { $0.configuration.commandName == word }) {
            command = next
            path.append(word)
            rest.removeFirst()
        }
        let known = options(of: command)
        for word in rest.prefix(while: { $0 != "--" }) where word.hasPrefix("--") {
            let name = String(word.dropFirst(2).prefix { $0 != "=" })
            guard !known.contains(name) else { continue }
            let line = ([Program.name] + path).joined(separator: " ")
            let inSpace = Spelling.closest(to: name, among: TrainingRecipe.parameterNames)
            var hint = Spelling.closest(to: name, among: known).map { "did you mean '--\($0)'?" }
            if hint == nil, let inSpace { hint = "\(inSpace) stands in the space file, under train:" }
            return UsageError(
                "\(path.isEmpty ? Program.name : path.joined(separator: " ")) has no option '--\(name)'",
                hint: hint ?? "\(line) --help lists them")
        }
        return nil
    }

    private static let everywhere = [
        "help", "help-hidden", "version", "generate-completion-script", "experimental-dump-help",
    ]

    private static func options(of command: any ParsableCommand.Type) -> [String] {
        let text = NASCommand.helpMessage(for: command, includeHidden: true, columns: 1_000)
        let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { $0.hasPrefix("-") }
        let named = lines.flatMap { line in
            // `-o, --output <file>  Where to write.`, `--merge/--no-merge`
            line.prefix(while: { $0 != "<" }).split(separator: "  ", maxSplits: 1).first?.split { ", /".contains($0) } ?? []
        }
        return named.filter { $0.hasPrefix("--") }.map { String($0.dropFirst(2)) } + everywhere
    }
}
