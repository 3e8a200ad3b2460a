import ArgumentParser
import Foundation
import Testing

@testable import CLI

@Suite struct HelpTests {
    /// Promise 10: every command has `--help` with an example.
    @Test func everyCommandHasHelpWithAnExample() throws {
        let shown = NASCommand.configuration.subcommands.filter { $0.configuration.shouldDisplay }
        #expect(shown.count == 12)
        for command in shown {
            let name = try #require(command.configuration.commandName)
            let help = NASCommand.helpMessage(for: command)
            #expect(help.contains("Example: nas \(name) "), "\(name)")
        }
    }
}
