internal import Foundation
internal import NetworkGraph

/// Computes a plan in 8 bits as it is defined, one number at a time: what the C runtime must give on every CPU, bit for bit. The
/// made-up quantization is docs/board-runtime.md's.
struct QuantizedReference {
    private let random: BoardRandom
    private var tensors: [QuantizedTensor] = []

    /// - Parameter plan: of precision int8.
    /// - Returns: the bytes of the network's result.
    static func output(of plan: BoardPlan) -> [Int] {
        let lines = plan.text.split(separator: "\n").map { $0.split(separator: " ") }
        var reference = QuantizedReference(random: BoardRandom(seed: UInt64(lines[0][3]) ?? 0))
        for words in lines.dropFirst() {
            if words[0] == "output" { return reference.tensors[Int(words[1]) ?? 0].values }
            reference.append(words, plan.steps[reference.tensors.count])
        }
        preconditionFailure("a plan has an output")
    }

    private init(random: BoardRandom) { self.random = random }

    /// Operations that are not among the words have no integer arithmetic.
    private mutating func append(_ words: [Substring], _ step: BoardPlan.Step) {
        let numbers = words.dropFirst().map { Int($0) ?? 0 }
        let activation = ["conv", "dense", "scale", "add", "multiply", "activation"].contains(words[0]) ? words[words.count - 1] : "none"
        switch words[0] {
        case "input":
            let shape = Shape(height: numbers[0], width: numbers[1], channels: numbers[2])
            let values = (0..<shape.elements).map { random.int8(step: 0, .input, $0) }
            tensors.append(QuantizedTensor(shape: shape, values: values, scale: 1 / 64, zeroPoint: 0))
        case "conv":
            let window = SlidingWindow(planNumbers: numbers[2...], hasDilation: true)
            convolve(tensors[numbers[0]], window, numbers[1], groups: numbers[12], activation)
        case "dense": convolve(tensors[numbers[0]], SlidingWindow(square: 1), numbers[1], groups: 1, activation)
        case "scale":
            let input = tensors[numbers[0]]
            convolve(input, SlidingWindow(square: 1), input.shape.channels, groups: input.shape.channels, activation)
        case "activation":
            let input = tensors[numbers[0]]
            var result = made(input.shape, activation)
            result.values = input.values.map { table(activation, $0, input.scale, input.zeroPoint, result) }
            tensors.append(result)
        case "maxpool", "avgpool": pool(words[0] == "maxpool", numbers)
        case "globalmax", "globalavg": poolAll(words[0] == "globalmax", tensors[numbers[0]])
        case "add": add(numbers.dropFirst().prefix(numbers[0]).map { tensors[$0] }, activation)
        case "multiply": multiply(tensors[numbers[0]], tensors[numbers[1]], activation)
        case "concat": concatenate(numbers.dropFirst().map { tensors[$0] })
        case "shuffle", "flatten": reorder(tensors[numbers[0]], groups: words[0] == "shuffle" ? numbers[1] : nil)
        case "zero":
            var result = made(Shape(height: numbers[0], width: numbers[1], channels: numbers[2]), "none")
            result.values = [Int](repeating: result.zeroPoint, count: result.shape.elements)
            tensors.append(result)
        case "softmax": softmax(tensors[numbers[0]])
        default: computeInDoublePrecision(step)
        }
    }

    /// The tensor that the next operation makes, with its quantization, still empty.
    private func made(_ shape: Shape, _ activation: Substring) -> QuantizedTensor {
        let index = tensors.count
        let (scale, zeroPoint): (Float, Int) =
            switch activation {
            case "relu", "relu6": (Float(3 + index % 3) / 128, -128)
            case "sigmoid", "hard_sigmoid": (1 / 256, -128)
            default: (Float(3 + index % 3) / 64, index % 5 - 2)
            }
        return QuantizedTensor(shape: shape, values: [], scale: scale, zeroPoint: zeroPoint)
    }

    private func table(_ activation: Substring, _ q: Int, _ scale: Float, _ zeroPoint: Int, _ result: QuantizedTensor) -> Int {
        let value = BoardFunctions.apply(activation, Float(q - zeroPoint) * scale)
        return QuantizedTensor.quantized(value, scale: result.scale, zeroPoint: result.zeroPoint)
    }

    /// The scale that sums are brought to.
    private func target(_ activation: Substring, _ result: QuantizedTensor) -> Float {
        ["none", "relu", "relu6"].contains(activation) ? result.scale : 1 / 16
    }

    private func finish(_ scaled: Int, _ activation: Substring, _ result: QuantizedTensor) -> Int {
        switch activation {
        case "none": return max(min(scaled + result.zeroPoint, 127), -128)
        case "relu": return max(min(scaled + result.zeroPoint, 127), result.zeroPoint)
        case "relu6":
            let most = QuantizedTensor.quantized(6, scale: result.scale, zeroPoint: result.zeroPoint)
            return max(min(scaled + result.zeroPoint, most), result.zeroPoint)
        default: return table(activation, max(min(scaled, 127), -128), 1 / 16, 0, result)
        }
    }

    private mutating func convolve(
        _ input: QuantizedTensor, _ window: SlidingWindow, _ allOutputs: Int, groups: Int, _ activation: Substring
    ) {
        let step = tensors.count
        var result = made(window.result(over: input.shape, channels: allOutputs), activation)
        let (inputs, outputs) = (input.shape.channels / groups, allOutputs / groups)
        let taps = window.kernel.height * window.kernel.width
        let target = Double(target(activation, result))
        let channels = (0..<allOutputs).map { channel in
            let scale = (1 + Double(channel % 4) / 8) / (73 * Double(inputs * taps).squareRoot()) * Double(input.scale)
            let bias = (0.25 * Double(random.float(step: step, .bias, channel)) / scale + 0.5).rounded(.down)
            return (factor: FixedPoint(scale / target), bias: Int(bias))
        }
        let weights = (0..<allOutputs * taps * inputs).map { random.int8(step: step, .weights, $0) }
        for y in 0..<result.shape.height {
            for x in 0..<result.shape.width {
                for channel in 0..<allOutputs {
                    var sum = channels[channel].bias
                    for (tap, row, column) in window.taps(y, x, within: input.shape) {
                        for i in 0..<inputs {
                            let value = input.at(row, column, channel / outputs * inputs + i) - input.zeroPoint
                            sum += value * weights[(channel * taps + tap) * inputs + i]
                        }
                    }
                    result.values.append(finish(channels[channel].factor.times(sum), activation, result))
                }
            }
        }
        tensors.append(result)
    }

    private mutating func pool(_ takesMaximum: Bool, _ numbers: [Int]) {
        var result = tensors[numbers[0]]
        let input = result
        let window = SlidingWindow(planNumbers: numbers[1...], hasDilation: false)
        (result.shape, result.values) = (window.result(over: input.shape, channels: input.shape.channels), [])
        for y in 0..<result.shape.height {
            for x in 0..<result.shape.width {
                let places = window.taps(y, x, within: input.shape)
                let count = takesMaximum || numbers[9] == 0 ? places.count : window.paddedCount(y, x, within: input.shape)
                for channel in 0..<input.shape.channels {
                    let values = places.map { input.at($0.row, $0.column, channel) }
                    let sum = values.reduce(0) { $0 + $1 - input.zeroPoint }
                    result.values.append(
                        takesMaximum ? values.max() ?? -128 : QuantizedTensor.average(sum, count, zeroPoint: input.zeroPoint))
                }
            }
        }
        tensors.append(result)
    }

    private mutating func poolAll(_ takesMaximum: Bool, _ input: QuantizedTensor) {
        var result = input
        result.shape = Shape(height: 1, width: 1, channels: input.shape.channels)
        result.values = (0..<input.shape.channels).map { channel in
            let values = stride(from: channel, to: input.values.count, by: input.shape.channels).map { input.values[$0] }
            let sum = values.reduce(0) { $0 + $1 - input.zeroPoint }
            return takesMaximum ? values.max() ?? -128 : QuantizedTensor.average(sum, values.count, zeroPoint: input.zeroPoint)
        }
        tensors.append(result)
    }

    private mutating func add(_ operands: [QuantizedTensor], _ activation: Substring) {
        var result = made(operands[0].shape, activation)
        let target = Double(target(activation, result))
        let factors = operands.map { Int((Double($0.scale) / target * 65536 + 0.5).rounded(.down)) }
        result.values = operands[0].values.indices.map { place in
            let sum = zip(operands, factors).reduce(0) { $0 + ($1.0.values[place] - $1.0.zeroPoint) * $1.1 }
            return finish((sum + (1 << 15)) >> 16, activation, result)
        }
        tensors.append(result)
    }

    private mutating func multiply(_ first: QuantizedTensor, _ second: QuantizedTensor, _ activation: Substring) {
        var result = made(first.shape, activation)
        let factor = FixedPoint(Double(first.scale) / Double(target(activation, result)) * Double(second.scale))
        result.values = first.values.indices.map { place in
            let other = second.shape.elements == first.shape.elements ? place : place % first.shape.channels
            let product = (first.values[place] - first.zeroPoint) * (second.values[other] - second.zeroPoint)
            return finish(factor.times(product), activation, result)
        }
        tensors.append(result)
    }

    private mutating func concatenate(_ operands: [QuantizedTensor]) {
        let shape = operands[0].shape
        var result = made(Shape(height: shape.height, width: shape.width, channels: operands.reduce(0) { $0 + $1.shape.channels }), "none")
        let factors = operands.map { FixedPoint(Double($0.scale) / Double(result.scale)) }
        for position in 0..<shape.height * shape.width {
            for (operand, factor) in zip(operands, factors) {
                for channel in 0..<operand.shape.channels {
                    let value = operand.values[position * operand.shape.channels + channel] - operand.zeroPoint
                    result.values.append(finish(factor.times(value), "none", result))
                }
            }
        }
        tensors.append(result)
    }

    private mutating func reorder(_ input: QuantizedTensor, groups: Int?) {
        var result = input
        let (positions, channels) = (input.shape.height * input.shape.width, input.shape.channels)
        for position in 0..<positions {
            for channel in 0..<channels {
                let value = input.values[position * channels + channel]
                if let groups {
                    let each = channels / groups
                    result.values[position * channels + channel % each * groups + channel / each] = value
                } else {
                    result.values[channel * positions + position] = value
                }
            }
        }
        if groups == nil { result.shape = Shape(height: 1, width: 1, channels: input.shape.elements) }
        tensors.append(result)
    }

    /// What an operation computes of the real numbers that its operands' bytes stand for, as a byte again.
    private mutating func computeInDoublePrecision(_ step: BoardPlan.Step) {
        let operands = step.operands.map { tensors[$0] }
        guard let input = operands.first?.shape, let shape = try? step.operation.outputShape(of: operands.map(\.shape)) else {
            preconditionFailure("a plan's graph is valid")
        }
        var result = made(shape, "none")
        let parameters = step.operation.parameters(of: input).map {
            ($0.name, random.values(of: $0, step: tensors.count).map(Double.init))
        }
        let values = step.operation.evaluate(
            OperandValues(
                operands.map { operand in operand.values.map { Double($0 - operand.zeroPoint) * Double(operand.scale) } },
                shapes: operands.map(\.shape), output: shape, parameters: Dictionary(uniqueKeysWithValues: parameters)))
        result.values = values.map { QuantizedTensor.quantized(Float($0), scale: result.scale, zeroPoint: result.zeroPoint) }
        tensors.append(result)
    }

    private mutating func softmax(_ input: QuantizedTensor) {
        var result = QuantizedTensor(shape: input.shape, values: [], scale: 1 / 256, zeroPoint: -128)
        for first in stride(from: 0, to: input.values.count, by: input.shape.channels) {
            let row = input.values[first..<first + input.shape.channels]
            let exponentials = row.map { BoardFunctions.exp(Float($0 - (row.max() ?? 0)) * input.scale) }
            let sum = exponentials.reduce(0, +)
            result.values += exponentials.map { QuantizedTensor.quantized($0 / sum, scale: result.scale, zeroPoint: -128) }
        }
        tensors.append(result)
    }
}
