import ArgumentParser
import CostModel
import Datasets
import Foundation
import NAS
import NetworkGraph
import Reporting
import SearchEngine
import Support

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Looks at your data, asks three questions, and writes a search space to begin with.",
        discussion: """
            Example: \(Program.name) init photos/
                     \(Program.name) init accelerometer.csv --data-options window=2.56s --board raspberry-pi-zero-w --battery none
                     \(Program.name) init photos/ --board raspberry-pi-4 --battery 4000mAh@5V --hours 7 --rate 1/s

            What the options leave out is asked for on a terminal; elsewhere the board is \(Settings.defaultBoard), without a battery. The \
            file is a space that ships, which suits the data, under a name of its own; change in it whatever you like.
            """)

    @Argument(help: ArgumentHelp("A folder or a file of your own data, or a data set's name (default: this folder).", valueName: "data"))
    var data = "."

    @Option(help: DataOptions.help)
    var dataOptions: String?

    @Option(help: ArgumentHelp("The board (`\(Program.name) boards` lists them).", valueName: "name|file"))
    var board: String?

    @Option(help: ArgumentHelp("Capacity and voltage, or energy: 4000mAh@5V, 18.5Wh; or none.", valueName: "battery"))
    var battery: String?

    @Option(help: ArgumentHelp("How long the battery has to last.", valueName: "hours"))
    var hours: String?

    @Option(help: ArgumentHelp("Inferences: 1/s, 6/min.", valueName: "rate"))
    var rate: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("The file (default: NAME.yaml, by the name of the data).", valueName: "file"))
    var output: String?

    @OptionGroup
    var tables: TableOptions

    func run() throws {
        let dataset = try Dataset.load(
            data, options: try dataOptions.map { try Settings.dataOptions($0) } ?? DataOptions(),
            loading: TerminalLoading.loading())
        let spaceName = try SpaceTemplate.name(for: dataset.kind, dataset.shape)
        let name = Self.plainName(dataset.name)
        let file = output ?? name + ".yaml"
        guard !FileManager.default.fileExists(atPath: file) else {
            throw UsageError("\(file) is there already, and is left as it is", hint: "--output names another file")
        }
        tables.say(
            "\(dataset.name): \(Plural.count(dataset.count, "example")) (\(dataset.kind.rawValue) of \(dataset.shape)) in "
                + Plural.count(dataset.classes, "class", "classes"))
        for note in dataset.origin.notes { tables.say("  " + note) }
        // What is too little to be split says so before anything is asked.
        _ = try DataSplit(dataset, seed: 1)
        var settings = [("data", dataset.place)]
        if let dataOptions { settings.append(("data-options", dataOptions)) }
        settings += try answers()

        let template = try template(spaceName, for: dataset, named: name, settings)
        try OutputFile.write(template.text, to: file)
        tables.say(
            "\(file): written, from the space \(spaceName). It can be changed; search it with")
        tables.say("  \(Program.command("search", file))")
    }

    /// - Throws: where a search of the space would be refused.
    private func template(_ spaceName: String, for dataset: Dataset, named name: String, _ settings: [(String, String)]) throws
        -> SpaceTemplate
    {
        func check(_ template: SpaceTemplate) throws {
            let space = try SearchSpace(yaml: template.text, fileName: name + ".yaml")
            try Settings(space: space, options: []).checkForSearch(of: space)
            try space.checkExamples(of: dataset.task, kind: dataset.kind)
        }
        var template = try SpaceTemplate(spaceName)
        template.rename(name)
        template.setDefaults(settings)
        do {
            try check(template)
        } catch  where dataset.kind == .pictures && dataset.shape.height != dataset.shape.width {
            template.crop()
            try check(template)
        }
        return template
    }

    /// Board, battery and how often, as settings: from the options, else asked for.
    private func answers() throws -> [(String, String)] {
        var answers: [(String, String)] = []
        let names = try BoardCatalog.directory().names
        let board =
            try self.board
            ?? asked("Which board? \(names.joined(separator: ", "))", otherwise: Settings.defaultBoard) { text in
                _ = try BoardCatalog.board(text)
            }
        _ = try BoardCatalog.board(board)
        answers.append(("board", board))
        let battery =
            try self.battery
            ?? asked("Which battery? Such as 4000mAh@5V or 18.5Wh, or none", otherwise: Settings.none) { text in
                if text != Settings.none { _ = try Settings(space: nil, options: [("battery", text)]).battery() }
            }
        guard battery != Settings.none else {
            guard hours == nil, rate == nil else { throw UsageError("--hours and --rate are of a battery: give --battery too") }
            return answers
        }
        answers.append(("battery", battery))
        let hours =
            try self.hours
            ?? asked("How many hours does it have to last?", otherwise: nil) { text in
                _ = try Settings(space: nil, options: [("hours", text)]).hours()
            }
        let rate =
            try self.rate
            ?? asked("How often does it look? Such as 1/s or 6/min", otherwise: "1/s") { text in
                _ = try Settings(space: nil, options: [("rate", text)]).rate()
            }
        answers += [("hours", hours), ("rate", rate)]
        let settings = Settings(space: nil, options: answers)
        do {
            for board in try settings.boards() { _ = try settings.missionPlan(on: try settings.target(on: board)) }
        } catch  where self.battery == nil {
            // What was answered cannot be met: another battery, or fewer hours.
            Terminal.printError(String(describing: error))
            return try self.answers()
        }
        return answers
    }

    /// Asks on the terminal until the answer can be read. Where nobody can answer, it is the usual one.
    ///
    /// - Parameter otherwise: the answer of whoever just presses return; nil where there has to be one.
    private func asked(_ question: String, otherwise: String?, _ check: (String) throws -> Void) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            guard let otherwise else { throw UsageError("a battery needs --hours too") }
            return otherwise
        }
        while true {
            Terminal.print(question + (otherwise.map { " [\($0)]" } ?? "") + ": ", terminator: "")
            guard let line = readLine() else {
                throw UsageError("nothing was answered", hint: "\(Program.command("init", "--help")) lists options")
            }
            let text = line.trimmingCharacters(in: .whitespaces)
            guard let answer = text.isEmpty ? otherwise : text else { continue }
            do {
                try check(answer)
                return answer
            } catch { Terminal.printError(String(describing: error)) }
        }
    }

    /// A name that can be that of a space and of a file.
    private static func plainName(_ name: String) -> String {
        let plain = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") ? $0 : "-" })
        return plain.first?.isLetter == true ? plain : "data-" + plain
    }
}
