internal import CostModel
internal import Foundation

/// Whether a board kept its speed: what was measured on a throttled one says nothing about another day.
package struct ThrottlingCheck: Sendable, Hashable, Codable {
    /// What was wrong, in words; empty where nothing was.
    package let problems: [String]
    /// The slowest pass over the fastest, by the middle of all networks.
    package let drift: Double

    init(_ results: SuiteResults, _ surroundings: BoardConditions) {
        var problems: [String] = []
        // Raspberry Pi: the low bits are now, the same 16 bits higher are since it was started.
        let names = [0: "undervoltage", 1: "a capped frequency", 2: "throttling", 3: "the soft temperature limit"]
        let (before, after) = (surroundings.throttling("before"), surroundings.throttling("after"))
        if let after {
            for (bit, name) in names.sorted(by: { $0.key < $1.key }) {
                let isNow = after >> bit & 1 == 1
                let happened = after >> (bit + 16) & 1 == 1 && (before ?? 0) >> (bit + 16) & 1 == 0
                if isNow || happened { problems.append("the board reports \(name)") }
            }
        }
        let frequencies = results.readings.compactMap(\.frequency)
        if let slowest = frequencies.min(), let fastest = frequencies.max(), slowest < 0.95 * fastest {
            let words = "its frequency went from %.0f to %.0f MHz; the governor 'performance' holds it"
            problems.append(String(format: words, slowest / 1e3, fastest / 1e3))
        }
        drift = Self.drift(results)
        if drift > Self.mostDrift { problems.append(String(format: "one pass was %.0f %% slower than another", (drift - 1) * 100)) }
        self.problems = problems
    }

    package var isSteady: Bool { problems.isEmpty }

    /// More than this is not noise: the middle of many networks moves little.
    private static let mostDrift = 1.1

    private static func drift(_ results: SuiteResults) -> Double {
        let middles = results.timings()
        let passes = Dictionary(grouping: results.readings, by: \.pass).values.compactMap { readings -> Double? in
            let ratios = readings.compactMap { reading in middles[reading.name].map { reading.seconds / $0.seconds } }
            return ratios.count >= 5 ? median(ratios) : nil
        }
        guard let slowest = passes.max(), let fastest = passes.min(), fastest > 0 else { return 1 }
        return slowest / fastest
    }
}
