import Support
import Testing

@testable import TensorCore

/// The products of dense layers: few rows, and our own kernels for more.
@Suite struct DenseKernelTests {
    @Test(arguments: 0..<80) func fewRowsAsDotProducts(seed: Int) {
        var random = RandomStream(seed: UInt64(seed), purpose: .test)
        let (rows, columns, inner) = (random.between(1, 4), random.between(1, 23), random.between(1, 5 * lanes))
        let (x, weight) = (GuardedFloats(random.floats(rows * inner)), GuardedFloats(random.floats(columns * inner)))
        let bias = random.coin() ? GuardedFloats(random.floats(columns)) : nil
        let y = GuardedFloats(guards: rows * columns)
        dotProducts(y.data, x.pointer, weight.pointer, bias: bias?.pointer, rows: rows, columns: columns, inner: inner)
        let expected = (0..<rows * columns).map { index in
            (0..<inner).reduce(Double(bias?.data[index % columns] ?? 0)) {
                $0 + Double(x.data[index / columns * inner + $1]) * Double(weight.data[index % columns * inner + $1])
            }
        }
        #expect(distance(y.values.map(Double.init), expected) < 1e-6)
        #expect(y.isUntouchedOutside)
    }

    @Test(arguments: 1...60) func ownProducts(rows: Int) {
        var random = RandomStream(seed: UInt64(rows), purpose: .test)
        let (inputs, outputs) = (random.between(1, 7 * lanes), random.between(1, 60))
        let scratch = GuardedFloats(guards: DenseProducts.scratchCount(rows: rows, inputs: inputs, outputs: outputs))
        let (x, dy) = (GuardedFloats(random.floats(rows * inputs)), GuardedFloats(random.floats(rows * outputs)))
        let weight = GuardedFloats(random.floats(inputs * outputs))
        func sum(_ count: Int, _ left: (Int) -> Float, _ right: (Int) -> Float) -> Double {
            (0..<count).reduce(0) { $0 + Double(left($1)) * Double(right($1)) }
        }

        let y = GuardedFloats(guards: rows * outputs)
        DenseProducts.forward(y.data, x.pointer, weight.pointer, rows: rows, inputs: inputs, outputs: outputs, scratch: scratch.data)
        let products = (0..<rows * outputs).map { index in
            sum(inputs, { x.data[index / outputs * inputs + $0] }, { weight.data[index % outputs * inputs + $0] })
        }
        #expect(distance(y.values.map(Double.init), products) < 1e-6 && y.isUntouchedOutside)

        let start = random.floats(rows * inputs)
        let outputGradients = (0..<rows * inputs).map { index in
            sum(outputs, { dy.data[index / inputs * outputs + $0] }, { weight.data[$0 * inputs + index % inputs] })
        }
        for accumulates in [false, true] {
            let dx = GuardedFloats(start)
            DenseProducts.inputGradient(
                dx.data, dy.pointer, weight.pointer, rows: rows, inputs: inputs, outputs: outputs, scratch: scratch.data,
                accumulates: accumulates)
            let expected = zip(outputGradients, start).map { $0 + (accumulates ? Double($1) : 0) }
            #expect(distance(dx.values.map(Double.init), expected) < 1e-6 && dx.isUntouchedOutside)
        }

        let gradient = GuardedFloats(guards: weight.count)
        DenseProducts.packInputs(scratch.data, x.pointer, rows: rows, inputs: inputs)
        let split = random.between(0, outputs)
        for part in [0..<split, split..<outputs] where !part.isEmpty {
            DenseProducts.weightGradient(
                gradient.data + part.lowerBound * inputs, dy.pointer + part.lowerBound, outputGradientStride: outputs,
                packedInputs: scratch.pointer,
                rows: rows, inputs: inputs, outputs: part.count)
        }
        let wanted = (0..<weight.count).map { index in
            sum(rows, { dy.data[$0 * outputs + index / inputs] }, { x.data[$0 * inputs + index % inputs] })
        }
        #expect(distance(gradient.values.map(Double.init), wanted) < 1e-6 && gradient.isUntouchedOutside)
        #expect(scratch.isUntouchedOutside)
    }
}
