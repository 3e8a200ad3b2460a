import Foundation
import NAS
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import CostModel

/// Networks whose cost is known exactly, because the test makes it up.
@Suite struct CalibrationTests {
    /// Seconds of one unit of each term, far from the prior's ratios.
    private static let rates: [Double] = [2.0, 0.7, 3.0, 1.5, 9.0, 1.0, 6.0, 3.0, 8.0, 5.0, 4.0, 9e5, 3e5].map { $0 * 1e-10 }

    private static func exact(_ work: Work, _ rates: [Double]) -> Double {
        zip(WorkTerm.allCases, rates).reduce(0) { $0 + work[$1.0] * $1.1 }
    }

    private func networks(_ count: Int, seed: UInt64, noise: Double = 0) -> [MeasuredNetwork] {
        var random = RandomStream(seed: seed, purpose: .test)
        return (0..<count).map { index in
            var work = Work()
            for term in WorkTerm.allCases { work[term] = exp(random.nextDouble() * 3) * 1e9 / term.typicalCost }
            return MeasuredNetwork(
                name: "\(index)", work: work, value: Self.exact(work, Self.rates) * exp(noise * (random.nextDouble() * 2 - 1)))
        }
    }

    /// Intervals are as wide as little is known.
    @Test func whatIsUnlikeTheMeasuredIsExpectedToBeFurtherOff() throws {
        let known = networks(24, seed: 5, noise: 0.1)
        var calibration = Calibration()
        calibration.form = LatencyForm(law: .ridge, residual: 0.2)
        let model = calibration.fit(known)
        try #require(model.form.residual > 0)
        var unlike = Work()
        unlike[.denseMACs] = 1e12
        let spreads = known.map { model.spread(of: $0.work(.removed).total) }
        #expect(spreads.allSatisfy { $0 >= 0.05 && $0 < model.spread(of: unlike) })
        #expect(abs(model.spread(of: unlike) - (model.form.residual * model.form.residual + 0.0025).squareRoot()) < 1e-3)
    }

    @Test func findsTheRatesOfExactMeasurements() {
        let known = networks(80, seed: 1)
        let model = Calibration().model(LatencyForm(law: .ridge, grouping: .fine, ridge: 1e-9, residual: 0), known, LatencyPrior())
        for (rate, expected) in zip(model.rates, Self.rates) { #expect(abs(rate / expected - 1) < 1e-3) }
        for network in networks(20, seed: 2) { #expect(abs(model.predict(network) / network.value - 1) < 1e-3) }
    }

    /// A few hundredths are left of a prior that says something else.
    @Test func findsTheLogarithmsOfExactMeasurements() {
        let model = Calibration().model(LatencyForm(residual: 0), networks(80, seed: 1), LatencyPrior())
        let errors = networks(20, seed: 2).map { abs(model.predict($0) / $0.value - 1) }
        #expect(median(errors) < 0.04 && errors.allSatisfy { $0 < 0.1 })
        #expect(model.rates.allSatisfy { $0 > 0 && $0.isFinite })
    }

    /// How far a network may be off is more, the further it lies beyond those that were measured, to both sides.
    @Test func knowsLessBeyondWhatWasMeasured() {
        let known = networks(24, seed: 5, noise: 0.05)
        let model = Calibration().fit(known)
        let work = known[0].work(.removed).total
        func spread(_ factor: Double) -> Double {
            var scaled = work
            for term in WorkTerm.allCases where term != .inferences { scaled[term] *= factor }
            return model.spread(of: scaled)
        }
        #expect(known.allSatisfy { model.spread(of: $0.work(.removed).total) < spread(30) })
        #expect(spread(1) < spread(30) && spread(1) < spread(1.0 / 30))
        #expect(spread(1000) < 1)
    }

    /// Measurements are disturbed upwards: a third of them by half does not move the rest.
    @Test func slowMeasurementsCountLittle() {
        let known = networks(40, seed: 14, noise: 0.02).enumerated().map { index, network in
            index % 3 == 0
                ? MeasuredNetwork(name: network.name, work: network.work(.removed).total, value: network.value * 1.5) : network
        }
        let model = Calibration().model(LatencyForm(residual: 0), known, LatencyPrior())
        let ratios = networks(40, seed: 15).map { model.predict($0) / $0.value }
        #expect(abs(median(ratios) - 1) < 0.12)
    }

    @Test func aFewOddMeasurementsDoNotMatter() {
        var known = networks(60, seed: 3, noise: 0.02)
        for index in 0..<6 {
            known[index * 10] = MeasuredNetwork(
                name: "odd", work: known[index * 10].work(.removed).total, value: known[index * 10].value * 3)
        }
        let model = Calibration().model(LatencyForm(law: .ridge, grouping: .fine, ridge: 0.01, residual: 0), known, LatencyPrior())
        let errors = networks(40, seed: 4).map { abs(model.predict($0) / $0.value - 1) }
        #expect(median(errors) < 0.03)
    }

    private func error(_ model: LatencyModel, _ networks: [MeasuredNetwork]) -> Double {
        networks.map { abs(model.predict($0) / $0.value - 1) }.reduce(0, +) / Double(networks.count)
    }

    /// Three networks say how much slower it is; the other board says the rest, what rates cannot say among it.
    @Test func aBoardLikeThePriorNeedsFewNetworks() {
        let other = Calibration().fit(networks(80, seed: 11, noise: 0.02))
        let known = networks(3, seed: 5, noise: 0.02).map {
            MeasuredNetwork(name: $0.name, work: $0.work(.removed).total, value: $0.value * 17)
        }
        let tested = networks(20, seed: 6).map { MeasuredNetwork(name: $0.name, work: $0.work(.removed).total, value: $0.value * 17) }
        let model = Calibration(priors: [LatencyPrior(other)]).fit(known)
        #expect(error(model, tested) < 0.05)
        #expect(error(model, tested) < 0.5 * error(Calibration().fit(known), tested))
    }

    /// Of two boards the one whose networks behave alike.
    @Test func takesTheBetterPrior() {
        let alike = Calibration().fit(networks(80, seed: 11, noise: 0.02))
        let unlike = Calibration().fit(
            networks(80, seed: 12).map { network in
                let work = network.work(.removed).total
                return MeasuredNetwork(name: "unlike", work: work, value: Self.exact(work, Self.rates.reversed()))
            })
        let calibration = Calibration(priors: [LatencyPrior(unlike), LatencyPrior(alike)])
        #expect(calibration.prior(for: networks(5, seed: 13)) == 1)
    }

    /// What rates cannot say: networks of one kind take a quarter longer.
    @Test func learnsWhatNetworksOfAKindHaveInCommon() {
        func kind(_ seed: UInt64) -> [MeasuredNetwork] {
            networks(30, seed: seed, noise: 0.01).enumerated().map { index, network in
                guard index % 2 == 0 else { return network }
                var work = network.work(.removed).total
                work[.depthwiseMACs] *= 20
                let exact = Self.exact(work, Self.rates)
                return MeasuredNetwork(name: "kind", work: work, value: exact * 1.25)
            }
        }
        let prior = LatencyPrior(Calibration().fit(networks(80, seed: 11)))
        let (plain, learned) = (
            Calibration().model(LatencyForm(law: .ridge, grouping: .fine, ridge: 0.1, residual: 0), kind(7), prior),
            Calibration().model(LatencyForm(law: .ridge, grouping: .fine, ridge: 0.1, residual: 0.2), kind(7), prior)
        )
        #expect(error(learned, kind(8)) < 0.6 * error(plain, kind(8)))
    }

    /// Costs by operation that no rates give: those of a lookup table.
    @Test func findsALookupTable() throws {
        let space = try SearchSpace(contentsOf: SharedData.packageRoot.appendingPathComponent("searchspaces/fbnet.yaml"))
        let task = space.assumedTask(TaskShape(input: Shape(height: 32, width: 32, channels: 3), classes: 100))
        /// Seconds of an operation, by its hash.
        func seconds(_ step: NetworkWork.Step) -> Double {
            var hasher = StableHasher()
            for number in [step.shape.counts.macs, step.shape.counts.inputBytes, step.shape.counts.outputBytes] { hasher.combine(number) }
            let share = Double(hasher.finalize().description.utf8.reduce(0) { $0 &* 31 &+ UInt32($1) } % 1000) / 1000
            return 1e-3 * (0.5 + share) * (1 + Double(step.shape.counts.macs) * 1e-7)
        }
        let networks = try (0..<130).map { index in
            var random = RandomStream(seed: 2, trial: UInt64(index), purpose: .test)
            let graph = try space.candidate(for: space.sample(using: &random), task: task).graph
            let work = NetworkWork(graph, fusing: FusionRules(.tflite), unused: .removed)
            let value = work.entries.reduce(0) { $0 + Double($1.count) * seconds($1.step) }
            return MeasuredNetwork(name: "\(index)", graph: graph, runtime: .tflite, value: value)
        }
        let model = Calibration().fit(Array(networks.prefix(115)))
        #expect(model.form.shapeNoise != nil)
        #expect(error(model, Array(networks.suffix(15))) < 2e-3)
    }

    @Test func sameMeasurementsSameModel() {
        let known = networks(50, seed: 9, noise: 0.1)
        let (first, second) = (Calibration().fit(known), Calibration().fit(known))
        #expect(first.form == second.form && first.rates == second.rates)
        #expect(Calibration().leaveOut(known) == Calibration().leaveOut(known))
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
