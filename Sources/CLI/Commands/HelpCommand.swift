import ArgumentParser
import Foundation
import Support

struct HelpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "help", abstract: "Tells of a topic or of a command.",
        discussion: "Example: \(Program.name) help missions\n         \(Program.name) help calibrate fit")

    @Argument(help: ArgumentHelp("A topic, or the words of a command; nothing lists them.", valueName: "topic"))
    var words: [String] = []

    func run() throws {
        guard let first = words.first else { return Terminal.print(Self.overview) }
        if words.count == 1, let topic = HelpTopic(rawValue: first) { return Terminal.print(topic.text) }
        var command: any ParsableCommand.Type = NASCommand.self
        for word in words {
            guard let next = command.configuration.subcommands.first(where: { $0.configuration.commandName == word }) else {
                throw Self.unknown(words, word, in: command)
            }
            command = next
        }
        Terminal.print(NASCommand.helpMessage(for: command, columns: Terminal.width ?? 80))
    }

    private static func unknown(_ words: [String], _ word: String, in command: any ParsableCommand.Type) -> UsageError {
        var known = command.configuration.subcommands.filter { $0.configuration.shouldDisplay }.compactMap { $0.configuration.commandName }
        var meant: String?
        if words.count == 1 {
            known += HelpTopic.allCases.map(\.rawValue)
            meant = HelpTopic.meant(by: word)?.rawValue
        }
        meant = meant ?? Spelling.closest(to: word, among: known)
        var hint = "\(Program.command("help")) lists topics and commands"
        if let meant {
            var line = ["help"]
            line += words.dropLast()
            line.append(meant)
            hint = "did you mean '\(meant)'? \(Program.command(line))"
        }
        return UsageError("there is no topic or command '\(words.joined(separator: " "))'", hint: hint)
    }

    private static var overview: String {
        func lines(_ entries: [(name: String, text: String)]) -> String {
            entries.map { "  " + $0.name.padding(toLength: 12, withPad: " ", startingAt: 0) + $0.text }.joined(separator: "\n")
        }
        let commands = NASCommand.configuration.subcommands.map { $0.configuration }.filter(\.shouldDisplay)
        return """
            Topics:
            \(lines(HelpTopic.allCases.map { ($0.rawValue, $0.title) }))

            Commands:
            \(lines(commands.map { ($0.commandName ?? "", $0.abstract) }))

            \(Program.name) help missions      tells of a topic
            \(Program.name) help search        tells of a command, as \(Program.name) search --help does
            """
    }
}
