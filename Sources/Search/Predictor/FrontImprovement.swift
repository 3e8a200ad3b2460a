internal import Foundation

/// How much a network is expected to improve what is known, by a model of its error; its other costs are known.
///
/// With one objective that is the expected improvement of the best error (Jones, Schonlau and Welch 1998). With further, known costs
/// it is the expected gain of the front's hypervolume (Emmerich 2005), which has a closed form where only one cost is uncertain: at
/// each error the network would dominate some part of the known costs that the front so far does not, the same part between two
/// errors of the front, and each stretch of errors counts with the length of it that the network is expected to cover.
/// The logarithm of the error is taken as normally distributed.
struct FrontImprovement: Sendable {
    private let front: [Point]
    private let reference: Point

    struct Point: Sendable {
        let error: Double
        /// Costs known without training.
        let known: [Double]
    }

    /// - Parameters:
    ///   - front: what is known; only what dominates the reference counts.
    ///   - reference: beyond which nothing counts. With one objective, the best error that is known.
    init(front: [Point], reference: Point) {
        self.front = front.filter { $0.error < reference.error && zip($0.known, reference.known).allSatisfy { $0 < $1 } }
            .sorted { $0.error < $1.error }
        self.reference = reference
    }

    /// Returns how much a network is expected to improve the front; 0 where its known costs are beyond the reference.
    ///
    /// - Parameter logError: mean and standard deviation of the logarithm of its error.
    func expected(logError: (mean: Double, deviation: Double), known: [Double]) -> Double {
        guard zip(known, reference.known).allSatisfy({ $0 < $1 }) else { return 0 }
        guard !known.isEmpty else { return Self.improvement(on: front.first?.error ?? reference.error, logError) }
        var sum = 0.0
        var covered = 0.0
        let full = zip(known, reference.known).reduce(1.0) { $0 * ($1.1 - $1.0) }
        var limited: [[Double]] = []
        var free = full
        for index in 0...front.count {
            let bound = index < front.count ? front[index].error : reference.error
            let upTo = Self.improvement(on: bound, logError)
            sum += free * (upTo - covered)
            covered = upTo
            guard index < front.count else { break }
            limited.append(zip(front[index].known, known).map { max($0, $1) })
            free =
                full
                - (known.count == 1
                    ? reference.known[0] - (limited.reduce(.infinity) { min($0, $1[0]) })
                    : Hypervolume.volume(of: limited, reference: reference.known))
            // From here on nothing is left to win.
            if free <= full * 1e-12 { break }
        }
        return sum
    }

    /// The expected improvement of a lognormal error on a bound, which is what a put option is worth (Black and Scholes 1973).
    private static func improvement(on bound: Double, _ logError: (mean: Double, deviation: Double)) -> Double {
        guard bound > 0 else { return 0 }
        let (mean, deviation) = (logError.mean, max(logError.deviation, 1e-9))
        let place = (log(bound) - mean) / deviation
        return max(bound * below(place) - exp(mean + deviation * deviation / 2) * below(place - deviation), 0)
    }

    /// The normal distribution.
    private static func below(_ place: Double) -> Double { erfc(-place / 2.0.squareRoot()) / 2 }
}
