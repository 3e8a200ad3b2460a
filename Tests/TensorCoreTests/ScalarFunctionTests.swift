import Foundation
import NetworkGraph
import Testing

@testable import TensorCore

@Suite struct ScalarFunctionTests {
    private var numbers: [Float] { stride(from: Float(-87), through: 88, by: 0.013).map { $0 } + [0, -0.0, 1e-8, -1e-8, 1e-30] }

    @Test func exponentialIsNearlyExact() {
        for x in numbers {
            let expected = exp(Double(x))
            #expect(abs(Double(exponential(x)) - expected) <= 3e-7 * expected, "\(x)")
        }
        #expect(exponential(0) == 1)
        #expect(exponential(89) == .infinity && exponential(.infinity) == .infinity)
        #expect(exponential(-88) == 0 && exponential(-.infinity) == 0)
        #expect(exponential(.nan).isNaN)
    }

    @Test func othersAreNearlyExact() {
        for x in numbers {
            let wide = Double(x)
            #expect(abs(Double(hyperbolicTangent(x)) - tanh(wide)) <= 3e-7 * abs(tanh(wide)), "tanh \(x)")
            #expect(abs(Double(logistic(x)) * (1 + exp(-wide)) - 1) <= 5e-7, "logistic \(x)")
            #expect(abs(Double(normalDistribution(x).cumulative) - 0.5 * erfc(-wide / 2.0.squareRoot())) <= 3e-7, "normal \(x)")
        }
        #expect(hyperbolicTangent(.nan).isNaN && logistic(.nan).isNaN && normalDistribution(.nan).cumulative.isNaN)
        #expect(hyperbolicTangent(100) == 1 && hyperbolicTangent(-100) == -1)
    }

    @Test func notANumberGoesThroughEveryActivation() {
        for function in Activation.allCases {
            let x = [Float](repeating: .nan, count: 9)
            var y = [Float](repeating: 0, count: 9)
            y.withUnsafeMutableBufferPointer { activationForward(function, y: $0.baseAddress!, x: x, count: 9) }
            #expect(y.allSatisfy { $0.isNaN }, "\(function)")
        }
    }
}
