import Foundation
import TestSupport
import Testing

/// What a search takes, in its database and in `nas status`.
@Suite struct SearchEnergyTests {
    private func status(_ folder: URL, _ more: [String] = []) throws -> [String: Any] {
        let result = try NASProgram.run(["status", "run.db", "--format", "json"] + more, in: folder)
        #expect(result.status == 0, "\(result.errors)")
        return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }

    @Test func isSummedOverSessionsAndTurnedIntoCO2e() throws {
        try NASProgram.inTemporaryFolder { folder in
            let space = SharedData.packageRoot.appendingPathComponent("searchspaces/quickstart.yaml").path
            let search = ["search", space, "--trials", "2", "--steps", "2", "--workers", "1", "--db", "run.db"]
            let first = try NASProgram.run(search + ["--machine-watts", "36"], in: folder)
            #expect(first.status == 0, "\(first.errors)")
            let one = try status(folder)
            let wattHours = try #require(one["search_energy_wh"] as? Double)
            #expect(wattHours > 0)
            #expect(abs((one["search_co2e_g"] as? Double ?? 0) - wattHours * 0.475) < 1e-9)
            let france = try status(folder, ["--region", "france"])
            #expect(abs((france["search_co2e_g"] as? Double ?? 0) - wattHours * 0.056) < 1e-9)

            let second = try NASProgram.run(["resume", "run.db", "--trials", "3", "--machine-watts", "3600"], in: folder)
            #expect(second.status == 0, "\(second.errors)")
            #expect((try status(folder)["search_energy_wh"] as? Double ?? 0) > wattHours)
            let table = try NASProgram.run(["status", "run.db"], in: folder)
            #expect(table.output.contains("(given: 36 W; given: 3600 W)"))

            let wrong = try NASProgram.run(["status", "run.db", "--region", "Frence"], in: folder)
            #expect(wrong.status == 64 && wrong.errors.contains("did you mean 'France'?"))
            #expect(try NASProgram.run(search + ["--machine-watts", "much"], in: folder).status == 64)
        }
    }
}
