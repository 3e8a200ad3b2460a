import Foundation
import Support
import Testing

@testable import CostModel

/// Networks whose cost is known exactly, because the test makes it up.
@Suite struct CalibrationTests {
    /// Seconds of one unit of each term, far from the prior's ratios.
    private static let rates: [Double] = [2.0, 0.7, 3.0, 1.5, 9.0, 1.0, 6.0, 3.0, 8.0, 5.0, 4.0, 9e5, 3e5].map { $0 * 1e-10 }

    private func networks(_ count: Int, seed: UInt64, noise: Double = 0) -> [MeasuredNetwork] {
        var random = RandomStream(seed: seed, purpose: .test)
        return (0..<count).map { index in
            var work = Work()
            for term in WorkTerm.allCases { work[term] = exp(random.nextDouble() * 3) * 1e9 / term.typicalCost }
            let exact = zip(work.amounts, Self.rates).reduce(0) { $0 + $1.0 * $1.1 }
            return MeasuredNetwork(name: "\(index)", work: work, value: exact * exp(noise * (random.nextDouble() * 2 - 1)))
        }
    }

    @Test func findsTheRatesOfExactMeasurements() {
        let known = networks(80, seed: 1)
        let model = Calibration().model(LatencyForm(grouping: .fine, ridge: 1e-9, residual: 0), known)
        for (rate, expected) in zip(model.rates, Self.rates) { #expect(abs(rate / expected - 1) < 1e-3) }
        for network in networks(20, seed: 2) { #expect(abs(model.predict(network.work(.removed)) / network.value - 1) < 1e-3) }
    }

    @Test func aFewOddMeasurementsDoNotMatter() {
        var known = networks(60, seed: 3, noise: 0.02)
        for index in 0..<6 { known[index * 10] = MeasuredNetwork(name: "odd", work: known[index * 10].work(.removed), value: known[index * 10].value * 3) }
        let model = Calibration().model(LatencyForm(grouping: .fine, ridge: 0.01, residual: 0), known)
        let errors = networks(40, seed: 4).map { abs(model.predict($0.work(.removed)) / $0.value - 1) }
        #expect(median(errors) < 0.03)
    }

    /// Three networks say the scale; the prior says the rest.
    @Test func aBoardLikeThePriorNeedsFewNetworks() {
        var calibration = Calibration()
        calibration.prior = Self.rates.map { $0 * 17 }
        let model = calibration.model(LatencyForm(), networks(3, seed: 5, noise: 0.02))
        for network in networks(20, seed: 6) { #expect(abs(model.predict(network.work(.removed)) / network.value - 1) < 0.05) }
    }

    /// What rates cannot say: networks of one kind take a quarter longer.
    @Test func learnsWhatNetworksOfAKindHaveInCommon() {
        func kind(_ seed: UInt64) -> [MeasuredNetwork] {
            networks(30, seed: seed, noise: 0.01).enumerated().map { index, network in
                guard index % 2 == 0 else { return network }
                var work = network.work(.removed)
                work[.depthwiseMACs] *= 20
                let exact = zip(work.amounts, Self.rates).reduce(0) { $0 + $1.0 * $1.1 }
                return MeasuredNetwork(name: "kind", work: work, value: exact * 1.25)
            }
        }
        var calibration = Calibration()
        calibration.prior = Self.rates
        let (plain, learned) = (
            calibration.model(LatencyForm(grouping: .fine, ridge: 10, residual: 0), kind(7)),
            calibration.model(LatencyForm(grouping: .fine, ridge: 10, residual: 0.2), kind(7))
        )
        func error(_ model: LatencyModel) -> Double {
            kind(8).map { abs(model.predict($0.work(.removed)) / $0.value - 1) }.reduce(0, +) / 30
        }
        #expect(error(learned) < 0.6 * error(plain))
    }

    @Test func sameMeasurementsSameModel() {
        let known = networks(50, seed: 9, noise: 0.1)
        let (first, second) = (Calibration().fit(known), Calibration().fit(known))
        #expect(first.form == second.form && first.rates == second.rates)
        #expect(Calibration().leaveOneOut(known) == Calibration().leaveOneOut(known))
    }

    /// A stated 90 % holds for networks like those it was made from.
    @Test func intervalsCoverWhatTheySay() {
        let result = Calibration().intervals(networks(60, seed: 10, noise: 0.2), fittedOn: 15, calibratedOn: 19, splits: 60)
        #expect(result.coverage > 0.86 && result.coverage < 0.94)
        #expect(result.halfWidth > 0.15 && result.halfWidth < 0.5)
    }

    @Test func workIsWrittenByName() throws {
        var work = Work()
        (work[.pointwiseMACs], work[.operations]) = (12, 3)
        let text = try JSONEncoder().encode(work)
        #expect(try JSONDecoder().decode(Work.self, from: text) == work)
        #expect(String(decoding: text, as: UTF8.self).contains("\"pointwise_macs\":12"))
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Work.self, from: Data("{\"flops\": 1}".utf8)) }
    }
}
