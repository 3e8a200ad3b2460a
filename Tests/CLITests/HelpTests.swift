import ArgumentParser
import Foundation
import Testing

@testable import CLI

@Suite struct HelpTests {
    /// Promise 10: every command has `--help` with an example.
    @Test func everyCommandHasHelpWithAnExample() throws {
        let shown = NASCommand.configuration.subcommands.filter { $0.configuration.shouldDisplay }
        #expect(shown.count == 25)
        for command in shown {
            let name = try #require(command.configuration.commandName)
            let help = NASCommand.helpMessage(for: command)
            #expect(help.contains("Example: nas \(name) "), "\(name)")
            for part in command.configuration.subcommands {
                let words = "\(name) \(try #require(part.configuration.commandName))"
                #expect(NASCommand.helpMessage(for: part).contains("Example: nas \(words) "), "\(words)")
            }
        }
    }
}
