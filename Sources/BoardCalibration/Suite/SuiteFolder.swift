internal import CostModel
package import Foundation
package import Support

/// A suite on disk: the C runtime's sources, the script, and the plans of what is measured; with what came of it in `results`.
package struct SuiteFolder: Sendable {
    package let url: URL

    /// - Parameter sources: the C runtime's.
    /// - Throws: a `Diagnostic` where the folder cannot be written, or holds something else.
    package init(_ url: URL, sources: URL) throws(Diagnostic) {
        self.url = url
        let manager = FileManager.default
        do {
            let there = (try? manager.contentsOfDirectory(atPath: url.path)) ?? []
            guard there.isEmpty || there.contains("run.sh") else {
                throw Diagnostic("is not empty, and no suite", file: url.path, hint: "name a new folder")
            }
            try manager.createDirectory(at: url.appendingPathComponent("results"), withIntermediateDirectories: true)
            for file in try manager.contentsOfDirectory(atPath: sources.path).sorted() where Self.belongs(file) {
                let (source, target) = (sources.appendingPathComponent(file), url.appendingPathComponent(file))
                let data = try Data(contentsOf: source)
                // Unchanged files keep their date, and the program need not be built again.
                if (try? Data(contentsOf: target)) == data { continue }
                try data.write(to: target, options: .atomic)
                if file.hasSuffix(".sh") { try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: target.path) }
            }
        } catch let error as Diagnostic {
            throw error
        } catch {
            throw Diagnostic("the suite cannot be written: \(error.localizedDescription)", file: url.path)
        }
    }

    /// The settings of the calibration that a folder holds.
    ///
    /// - Throws: a `Diagnostic` where it holds none.
    package static func settings(of url: URL) throws(Diagnostic) -> SuiteSettings {
        let file = url.appendingPathComponent(settingsFile)
        guard let data = try? Data(contentsOf: file), let settings = try? JSONDecoder().decode(SuiteSettings.self, from: data) else {
            throw Diagnostic(
                "is not the folder of a calibration suite", file: url.path, hint: "\(Program.name) calibrate suite --out DIR makes one")
        }
        return settings
    }

    /// - Throws: a `Diagnostic` where the folder holds a calibration with other settings.
    func write(_ settings: SuiteSettings) throws(Diagnostic) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(settings) else { preconditionFailure("settings are plain values") }
        try write(plan: String(decoding: data, as: UTF8.self) + "\n", named: Self.settingsFile)
    }

    /// Writes a plan, unless it is there.
    ///
    /// - Throws: a `Diagnostic` where another one is there: the folder holds another calibration.
    func write(plan: String, named name: String) throws(Diagnostic) {
        let file = url.appendingPathComponent(name)
        if let there = try? String(contentsOf: file, encoding: .utf8) {
            guard there == plan else {
                throw Diagnostic(
                    "is of another calibration: other spaces, samples, precision, or another version of nas", file: file.path,
                    hint: "name a new folder")
            }
            return
        }
        do { try Data(plan.utf8).write(to: file, options: .atomic) } catch {
            throw Diagnostic("cannot be written: \(error.localizedDescription)", file: file.path)
        }
    }

    /// The sources and the script: what a board needs before any plan.
    func files() throws(Diagnostic) -> [String] {
        do { return try FileManager.default.contentsOfDirectory(atPath: url.path).filter(Self.belongs).sorted() } catch {
            throw Diagnostic("cannot be read: \(error.localizedDescription)", file: url.path)
        }
    }

    func results() throws(Diagnostic) -> SuiteResults? {
        let file = url.appendingPathComponent(Self.samples)
        guard let data = try? Data(contentsOf: file) else { return nil }
        return try SuiteResults(DecodedText.decode(data, file: file.path), file: file.path)
    }

    func surroundings() -> BoardConditions {
        let file = url.appendingPathComponent(Self.surroundings)
        return BoardConditions((try? Data(contentsOf: file)).flatMap { try? DecodedText.decode($0, file: file.path) } ?? "")
    }

    /// Keeps what came from a board.
    func keep(_ text: String, as name: String) throws(Diagnostic) {
        let file = url.appendingPathComponent(name)
        do { try Data(text.utf8).write(to: file, options: .atomic) } catch {
            throw Diagnostic("cannot be written: \(error.localizedDescription)", file: file.path)
        }
    }

    /// What the board took, as an earlier run measured it.
    func power() -> MeasuredPower? {
        guard let data = try? Data(contentsOf: url.appendingPathComponent(Self.powerFile)) else { return nil }
        return try? JSONDecoder().decode(MeasuredPower.self, from: data)
    }

    func write(_ power: MeasuredPower) throws(Diagnostic) {
        guard let data = try? JSONEncoder().encode(power) else { preconditionFailure("powers are plain values") }
        try keep(String(decoding: data, as: UTF8.self) + "\n", as: Self.powerFile)
    }

    private static let powerFile = "results/power.json"
    private static let settingsFile = "suite.json"
    static let samples = "results/samples.txt"
    static let surroundings = "results/surroundings.txt"

    private static func belongs(_ file: String) -> Bool {
        file.hasSuffix(".c") || file.hasSuffix(".h") || file.hasSuffix(".sh") || file == "Makefile"
    }
}
