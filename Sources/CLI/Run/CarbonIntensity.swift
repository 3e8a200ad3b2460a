import Foundation
import Support
import Tables

/// What a kilowatt-hour from the grid of a region costs the climate, as `energy/carbon-intensity.csv` has it.
struct CarbonIntensity {
    let region: String
    let gramsPerKilowattHour: Double

    /// - Throws: a diagnostic for a region that is not listed.
    static func of(_ region: String) throws -> CarbonIntensity {
        let table = try DataTable(contentsOf: try Installation.folder("energy").appendingPathComponent("carbon-intensity.csv").path)
        let names = table.rows.compactMap { $0["region"] }
        guard let row = table.rows.first(where: { $0["region"]?.lowercased() == region.lowercased() }), let name = row["region"] else {
            let hint = Spelling.hint(for: region, among: names) ?? "energy/carbon-intensity.csv lists \(names.count) regions"
            throw UsageError("--region: no region '\(region)'", hint: hint)
        }
        guard let grams = row["gco2e_per_kwh"].flatMap(Double.init) else { throw Diagnostic("\(name) has no figure", file: table.fileName) }
        return CarbonIntensity(region: name, gramsPerKilowattHour: grams)
    }
}
