internal import Foundation
internal import Support

/// What is known of a target's rates before any network is measured there: the logarithm of each term's cost beside that of a
/// multiply-accumulate of a 1x1 convolution, as a normal distribution. The level, how fast the target is, is left open.
///
/// It is a factor model (Bishop 2006, section 12.2.4): a term's logarithm is its mean, its loadings times what targets differ by in
/// common, and a deviation of its own. `scripts/fit-rate-priors.py` found the figures in measurements of boards that have no file here.
struct RatePrior: Sendable, Hashable {
    /// The logarithms of the ratios, at the terms' indices.
    let means: SIMD16<Double>
    /// The rows of the inverse of their covariance, without a say in the level.
    let precision: [SIMD16<Double>]

    /// A term's row of the tables below.
    private struct Term {
        /// Cost beside a multiply-accumulate of a 1x1 convolution.
        let ratio: Double
        /// By how much its logarithm goes with what targets differ by in common, most of which is how dear calls are beside arithmetic.
        let common: Double
        /// By how much it goes with what all convolutions but 1x1 have in common.
        let convolution: Double
        /// Standard deviation of the rest of its logarithm.
        let own: Double

        init(_ ratio: Double, _ common: Double, convolution: Double = 0, own: Double) {
            (self.ratio, self.common, self.convolution, self.own) = (ratio, common, convolution, own)
        }
    }

    /// The prior of a runtime that uses so many threads; nil stands for a runtime that is not known.
    init(runtime: Runtime?, threads: Int) {
        switch runtime {
        case .ncnn: self.init(threads > 1 ? Self.ncnnThreads : Self.ncnn)
        case .c, .onnxruntime, .tflite, .tfliteRuy, .tfliteXNNPACK, .armnn, .ncnnVulkan, nil: self.init(Self.general)
        }
    }

    /// The prior of a target like another one, whose rates are known.
    ///
    /// - Parameters:
    ///   - rates: of the other target, in the order of `WorkTerm.allCases`.
    ///   - base: by how much targets of the kind differ.
    ///   - trust: how many times as much the other target says as one of the kind would; the default of `--trust` makes it 2.
    init(rates: [Double], base: RatePrior, trust: Double) {
        let level = rates[WorkTerm.pointwiseMACs.index]
        var means = base.means
        for (term, rate) in rates.enumerated() where rate > 0 && level > 0 { means[term] = log(rate / level) }
        self.means = means
        precision = base.precision.map { $0 * (trust / 50) }
    }

    private init(_ table: (WorkTerm) -> Term) {
        let terms = WorkTerm.allCases.map(table)
        var means = SIMD16<Double>.zero
        for (index, term) in terms.enumerated() { means[index] = log(term.ratio) }
        self.means = means
        let size = terms.count
        var covariance = [Double](repeating: 0, count: size * size)
        for (row, first) in terms.enumerated() {
            for (column, second) in terms.enumerated() {
                covariance[row * size + column] = first.common * second.common + first.convolution * second.convolution
            }
            covariance[row * size + row] += first.own * first.own
        }
        precision = Self.withoutLevel(Self.inverse(covariance, size: size))
    }

    /// What a distance of the logarithms from the means pulls them back by.
    func pull(_ distance: SIMD16<Double>) -> SIMD16<Double> {
        var pull = SIMD16<Double>.zero
        for row in precision.indices { pull[row] = (precision[row] * distance).sum() }
        return pull
    }

    private static func inverse(_ matrix: [Double], size: Int) -> [SIMD16<Double>] {
        guard let system = SymmetricSystem(matrix, size: size) else { preconditionFailure("own deviations are above zero") }
        return (0..<size).map { row in
            var padded = SIMD16<Double>.zero
            for (column, value) in system.solve((0..<size).map { $0 == row ? 1 : 0 }).enumerated() { padded[column] = value }
            return padded
        }
    }

    /// Takes the direction in which all logarithms move alike out of a precision.
    private static func withoutLevel(_ precision: [SIMD16<Double>]) -> [SIMD16<Double>] {
        var sums = SIMD16<Double>.zero
        for row in precision.indices { sums[row] = precision[row].sum() }
        let total = sums.sum()
        return precision.indices.map { precision[$0] - sums[$0] / total * sums }
    }
}

extension RatePrior {
    /// ncnn on one thread: 21 boards of ncnn's benchmark/README.md.
    private static func ncnn(_ term: WorkTerm) -> Term {
        switch term {
        case .pointwiseMACs: Term(1, -0.26, own: 0.17)
        case .winogradMACs: Term(0.35, -0.38, own: 0.13)
        case .convolutionMACs: Term(1.9, 0.05, own: 0.30)
        case .groupedMACs: Term(0.73, -0.21, own: 0.23)
        case .depthwiseMACs: Term(2.4, -0.21, own: 0.26)
        case .denseMACs: Term(2.5, 0.72, own: 0.56)
        case .weights: Term(4.7, -0.74, own: 0.53)
        case .productElements: Term(6.9, -0.44, own: 0.36)
        case .depthwiseElements: Term(3.1, 0.41, own: 0.61)
        case .otherElements: Term(8.5, -0.11, own: 0.27)
        case .windows: Term(5.8, 0.57, own: 0.61)
        case .operations: Term(91_000, 0.37, own: 0.76)
        case .inferences: Term(150_000, 0, own: 0.98)
        }
    }

    /// ncnn on four threads: 24 boards of ncnn's benchmark/README.md. Arithmetic is shared out, calls and memory are not.
    private static func ncnnThreads(_ term: WorkTerm) -> Term {
        switch term {
        case .pointwiseMACs: Term(1, 0.05, own: 0.25)
        case .winogradMACs: Term(0.39, -0.07, own: 0.26)
        case .convolutionMACs: Term(2.1, -0.02, own: 0.21)
        case .groupedMACs: Term(0.72, 0.47, own: 0.26)
        case .depthwiseMACs: Term(0.85, -0.01, own: 0.53)
        case .denseMACs: Term(10, -0.30, own: 0.49)
        case .weights: Term(1.1, -0.49, own: 0.68)
        case .productElements: Term(39, -0.07, own: 0.35)
        case .depthwiseElements: Term(1.8, -0.27, own: 0.88)
        case .otherElements: Term(8.7, -0.23, own: 0.27)
        case .windows: Term(9.4, 0.39, own: 0.37)
        case .operations: Term(435_000, 0.85, own: 0.24)
        case .inferences: Term(163_000, -0.03, own: 0.98)
        }
    }

    /// Runtimes of which too few boards are published to tell. The figures of ncnn on one thread, with what is known to differ from
    /// runtime to runtime left open: whether 3x3 convolutions have Winograd's filtering (one rate for all of them, give or take), how
    /// well depthwise convolutions are laid out, and calls, which take a few microseconds in one and tens in another.
    private static func general(_ term: WorkTerm) -> Term {
        let known = ncnn(term)
        /// - Parameters:
        ///   - ratio: in place of ncnn's.
        ///   - further: variance besides that of all terms.
        func wider(_ ratio: Double? = nil, by further: Double = 0) -> Term {
            Term(ratio ?? known.ratio, known.common, own: (known.own * known.own + 0.3 + further).squareRoot())
        }
        return switch term {
        case .winogradMACs, .convolutionMACs: Term(1, 0, convolution: 0.72, own: 0.22)
        case .depthwiseElements: wider(10, by: 1)
        case .operations: wider(30_000, by: 1)
        case .inferences: wider(45_000, by: 1)
        case .pointwiseMACs, .groupedMACs, .depthwiseMACs, .denseMACs, .weights, .productElements, .otherElements, .windows: wider()
        }
    }
}
