import ArgumentParser

@main
struct NASCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "nas", abstract: "Neural architecture search for single-board computers, on a battery's budget.")
}
