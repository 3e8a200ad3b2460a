import Foundation
import TestSupport
import Testing

private let faults = SharedData.root.deletingLastPathComponent().appendingPathComponent("faults")

/// Files that were read wrongly once, each with what is right.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: faults.path), "needs ../shared/faults"))
struct FaultInputTests {
    private func path(_ name: String) -> String { faults.appendingPathComponent(name).path }

    /// Nothing of an earlier run is there, and what a command that is not refused writes goes.
    private func run(_ arguments: [String]) throws -> NASProgram.Result {
        try NASProgram.inTemporaryFolder { try NASProgram.run(arguments, in: $0) }
    }

    private func power(_ name: String) throws -> NASProgram.Result {
        try run(["power", "--log", path(name), "--idle", "5..70", "--run", "90..190", "--inferences", "1000", "--format", "csv"])
    }

    @Test(
        arguments: [
            ("02-power-units/lower_ma.csv", [200, 400, 2, 4]), ("03-power-decimal-comma/german.csv", [200, 490, 2.9, 4.9]),
            ("04-crlf-bom/crlf.csv", [200, 400, 2, 4]), ("04-crlf-bom/bom.csv", [200, 400, 2, 4]), ("meters/good.csv", [200, 400, 2, 4]),
            ("meters/datetime.csv", [200, 400, 2, 4]), ("meters/hms.csv", [200, 400, 2, 4]), ("meters/joulescope.csv", [200, 400, 2, 4]),
            ("meters/monsoon.csv", [200, 400, 2, 4]),
        ] as [(String, [Double])])
    func metersAreReadRight(_ name: String, _ wanted: [Double]) throws {
        let result = try power(name)
        #expect(result.status == 0, "\(result.errors)")
        let row = try #require(CSVTable(result.output).rows.first).compactMap(Double.init)
        #expect(row.count == 4 && zip(row, wanted).allSatisfy { abs($0 - $1) < 1e-6 * $1 }, "\(row)")
    }

    @Test(arguments: [("02-power-units/Power_upper.csv", "could be milli or mega"), ("02-power-units/hours.csv", "samples")])
    func metersAreRefused(_ name: String, _ words: String) throws {
        let result = try power(name)
        #expect(result.status == 65 && result.errors.contains(words), "\(result.errors)")
    }

    @Test(arguments: ["01-repeated-measurements/once4.csv", "01-repeated-measurements/repeats4x5.csv"])
    func measurementsOfOneNetworkAreNotSeveral(_ name: String) throws {
        let arguments = ["--networks", path(name), "--space", path("01-repeated-measurements/run.yaml"), "--runtime", "tflite"]
        let assessed = CSVTable(try run(["calibrate", "assess", "--format", "csv"] + arguments).output)
        #expect(assessed.column("networks") == ["4"])
        #expect(abs((Double(assessed.column("mean_error").first ?? "") ?? 0) - 0.66) < 0.02)
        try NASProgram.inTemporaryFolder { folder in
            let fitted = try run(
                ["calibrate", "fit", "--board", "raspberry-pi-4", "--output", folder.appendingPathComponent("o.json").path] + arguments)
            #expect(
                fitted.status == 0 && fitted.errors.contains("4 networks; left out") && fitted.errors.contains("within a factor of 4.9"))
        }
    }

    @Test(arguments: [("ns.csv", "latency_ns"), ("sec.csv", "latency_seconds")])
    func timesAreInTheUnitOfTheirColumn(_ name: String, _ column: String) throws {
        try NASProgram.inTemporaryFolder { folder in
            let profile = folder.appendingPathComponent("o.json").path
            let fitted = try run(
                [
                    "calibrate", "fit", "--networks", path("07-column-units/" + name), "--column", column, "--space", path("run.yaml"),
                    "--runtime",
                    "tflite", "--board", "raspberry-pi-4", "--output", profile,
                ])
            #expect(fitted.status == 0, "\(fitted.errors)")
            let space = folder.appendingPathComponent("archs.txt")
            try Data("0-0-0-0\n".utf8).write(to: space)
            let cost = CSVTable(
                try run([
                    "cost", path("run.yaml"), "--archs", space.path, "--board", "raspberry-pi-4", "--profile", profile, "--format", "csv",
                ]).output)
            let milliseconds = try #require(Double(cost.column("latency_ms").first ?? ""))
            #expect((0.010...0.025).contains(milliseconds), "\(milliseconds)")
        }
    }

    @Test func energiesAreEnergies() throws {
        let fitted = try run(
            [
                "calibrate", "fit", "--networks", path("07-column-units/mwh.csv"), "--column", "energy_mWh", "--space", path("run.yaml"),
                "--runtime",
                "tflite", "--board", "raspberry-pi-4",
            ])
        let profile = try #require(try JSONSerialization.jsonObject(with: Data(fitted.output.utf8)) as? [String: Any])
        let values = (profile["samples"] as? [[String: Any]])?.compactMap { $0["value"] as? Double } ?? []
        // 0.027302 mWh are 98.3 mJ.
        #expect(profile["unit"] as? String == "J" && values.contains { abs($0 - 0.027301978 * 3.6) < 1e-9 }, "\(fitted.errors)")
    }

    @Test func linesEndAsTheyDo() throws {
        let cost = try run([
            "cost", path("run.yaml"), "--archs", path("04-crlf-bom/archs_crlf.txt"), "--board", "raspberry-pi-4", "--format", "csv",
        ])
        #expect(cost.status == 0 && CSVTable(cost.output).column("architecture") == ["0-0-0-0", "3-1-3-1"], "\(cost.errors)")
        let space = try run(["space", path("04-crlf-bom/bom.yaml"), "--format", "json"])
        #expect(space.status == 0 && space.output.contains("\"architectures\": 2,"), "\(space.errors)")
    }

    @Test func cropsThatLeaveNothingAreRefused() throws {
        for command in [["search"], ["space", "--data", "digits"]] {
            let result = try run(command + [path("11-crop/crop50.yaml")])
            #expect(result.status == 65 && result.errors.contains("crop moves images by up to 50 pixels"), "\(result.errors)")
        }
    }

    @Test func distantLayersAreCounted() throws {
        let space = try run(["space", path("16-entangled/widths.yaml"), "--format", "json"])
        #expect(space.status == 0 && space.output.contains("\"architectures\": 1073741824,"), "\(space.errors)")
    }
}
