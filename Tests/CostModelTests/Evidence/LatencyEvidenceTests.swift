import Foundation
import Support
import Testing

@testable import CostModel

/// Two sources of one latency as one interval.
@Suite struct LatencyEvidenceTests {
    private func evidence(_ value: Double, _ low: Double, _ high: Double) -> LatencyEvidence {
        LatencyEvidence(Interval(value: value, low: low, high: high))
    }

    private func isClose(_ left: Double, _ right: Double) -> Bool { abs(left / right - 1) < 1e-9 }

    /// 1 and 2 seconds, each within a factor of 2: the geometric mean, within 2^(1 / sqrt 2).
    @Test func equalsMeetInTheMiddle() {
        let (found, agree) = evidence(1, 0.5, 2).combined(with: evidence(2, 1, 4))
        #expect(agree && isClose(found.value, sqrt(2)))
        #expect(isClose(found.low, sqrt(2) / pow(2, sqrt(0.5))) && isClose(found.high, sqrt(2) * pow(2, sqrt(0.5))))
    }

    /// Three times as sure counts nine times as much, whichever comes first.
    @Test func theSurerOneCountsMore() {
        let (sure, unsure) = (evidence(1, 0.5, 2), evidence(2, 0.25, 16))
        let (found, _) = sure.combined(with: unsure)
        #expect(isClose(found.value, pow(2, 0.1)))
        let (turned, _) = unsure.combined(with: sure)
        #expect(isClose(turned.value, found.value) && isClose(turned.low, found.low) && isClose(turned.high, found.high))
    }

    /// The sides that face each other decide on the mean: 1 may well be 4, and 2 is hardly less.
    @Test func theFacingSidesDecide() {
        let (found, _) = evidence(1, 0.99, 4).combined(with: evidence(2, 1.9, 200))
        let (up, down) = (log(4.0), log(2 / 1.9))
        #expect(isClose(log(found.value), log(2) * up * up / (up * up + down * down)))
    }

    @Test func whereTheyDisagreeTheIntervalReachesBoth() {
        let (found, agree) = evidence(1, 0.9, 1.1).combined(with: evidence(10, 9, 11))
        #expect(!agree && found.low <= 1 && found.high >= 10 && found.low < found.value && found.value < found.high)
        #expect(evidence(1, 0.9, 1.1).combined(with: evidence(1.15, 1.05, 1.3)).agree)
    }

    /// Half of the time is calls: they take up to 3.7 times as long, the rest up to twice.
    @Test func callsWidenADatasheet() {
        let error = SourcedValue(1, low: 0.5, high: 2, source: "test")
        let plain = LatencyEvidence(datasheet: 1, callSeconds: 0, error: error)
        #expect(isClose(plain.up, log(2)) && isClose(plain.down, log(2)))
        let calls = LatencyEvidence(datasheet: 1, callSeconds: 0.5, error: error)
        #expect(isClose(calls.up, log(1 + hypot(0.5, 0.5 * 2.7))))
        #expect(isClose(calls.down, -log(1 - hypot(0.25, 0.5 * (1 - 1 / 3.7)))))
        #expect(LatencyEvidence(datasheet: 1, callSeconds: 1, error: error).up > calls.up)
    }

    /// Of another target: as much longer as the datasheets say, and less sure.
    @Test func transferWidens() {
        let there = evidence(1, 0.5, 2)
        let here = there.transferred(by: 3, deviation: 0.25)
        #expect(isClose(here.seconds, 3) && isClose(here.up, hypot(log(2), 1.645 * 0.25)) && isClose(here.down, here.up))
    }

    /// An exact figure stands as it is.
    @Test func exactFiguresCountAlone() {
        let (found, agree) = evidence(1, 1, 1).combined(with: evidence(1.5, 0.5, 4))
        #expect(agree && abs(found.value - 1) < 1e-6 && found.high < 1.0001 && found.low > 0.9999)
    }
}
