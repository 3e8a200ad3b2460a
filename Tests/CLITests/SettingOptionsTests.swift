import ArgumentParser
import Testing

@testable import CLI

/// Options that a space file's `defaults:` can give too.
@Suite struct SettingOptionsTests {
    @Test func whatStandsOnTheCommandLineIsGiven() throws {
        #expect(try TargetOptions.parse([]).given.isEmpty)
        let target = try TargetOptions.parse(["--budget", "energy=1mJ", "--energy-profile", "a.json", "--board", "pi-4,pi-5"])
        #expect(
            Dictionary(uniqueKeysWithValues: target.given) == [
                "budget": "energy=1mJ", "energy-profile": "a.json", "board": "pi-4,pi-5",
            ])
        // What may be repeated is a list.
        let mission = try MissionOptions.parse(["--load", "camera=1.1W", "--rate", "1/s", "--load", "radio=0.8W@10%"])
        #expect(Dictionary(uniqueKeysWithValues: mission.given) == ["rate": "1/s", "load": "camera=1.1W,radio=0.8W@10%"])
        #expect(try MissionOptions.parse([]).given.isEmpty)
        // Neither flags nor the settings of a strategy.
        let search = try SearchOptions.parse(["--set", "population=20", "--inherit", "--trials", "7"])
        #expect(search.given.map(\.key) == ["trials"] && search.given.map(\.value) == ["7"])
    }

    /// Reflection names options as their help does.
    @Test(arguments: [TargetOptions.self, MissionOptions.self, MachineOptions.self, SearchOptions.self] as [any SettingOptions.Type])
    func everyOptionIsASetting(_ group: any SettingOptions.Type) throws {
        func options<Group: SettingOptions>(_ group: Group.Type) -> Set<String> {
            let words = Group.helpMessage(columns: 1_000).split(separator: "\n").compactMap { line -> String? in
                let word = line.split(separator: " ").first ?? ""
                return word.hasPrefix("--") && line.contains("<") ? String(word.dropFirst(2)) : nil
            }
            return Set(words).subtracting(["set"])
        }
        func given<Group: SettingOptions>(_ group: Group.Type, _ names: Set<String>) throws -> Set<String> {
            Set(try Group.parse(names.flatMap { ["--\($0)", "x"] }).given.map(\.key))
        }
        let names = options(group)
        #expect(names.count >= 5)
        #expect(try given(group, names) == names)
    }
}
