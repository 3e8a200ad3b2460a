internal import NetworkGraph
internal import Support

/// A batch norm that a network for inference has in the weights before it: its running statistics are constants there. With
/// the activation behind it.
final class FoldedNorm {
    private let weight: UnsafePointer<Float>
    private let bias: UnsafePointer<Float>
    private let mean: UnsafePointer<Float>
    private let variance: UnsafePointer<Float>
    private let channels: Int
    private let function: Activation?
    private(set) var scale: UnsafeMutablePointer<Float>
    private(set) var shift: UnsafeMutablePointer<Float>

    init(
        _ memory: Memory, parameters: [Parameter], statistics: [UnsafeMutablePointer<Float>], channels: Int,
        function: Activation?
    ) throws(Diagnostic) {
        (weight, bias) = (UnsafePointer(parameters[0].data), UnsafePointer(parameters[1].data))
        (mean, variance) = (UnsafePointer(statistics[0]), UnsafePointer(statistics[1]))
        self.channels = channels
        self.function = function
        scale = try memory.floats(channels)
        shift = try memory.floats(channels)
    }

    /// What a product is limited to before it is stored: all there is to ReLU and ReLU6.
    var limits: (lowest: Float, highest: Float) {
        switch function {
        case .relu: (0, .infinity)
        case .relu6: (0, 6)
        default: (-.infinity, .infinity)
        }
    }

    /// The activation, if it is more than limits.
    func finish(_ values: UnsafeMutablePointer<Float>, count: Int) {
        switch function {
        case nil, .relu, .relu6: break
        case .some(let function): activationForward(function, y: values, x: values, count: count)
        }
    }

    func takeFactors() {
        for channel in 0..<channels {
            scale[channel] = weight[channel] / (variance[channel] + Operation.BatchNorm.epsilon).squareRoot()
            shift[channel] = bias[channel] - mean[channel] * scale[channel]
        }
    }

    /// Scales packed weights and the bias, and adds the shift to the latter.
    func fold(
        into packed: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>, firstChannel: Int, inner: Int, columns: Int
    ) {
        let panels = Panels(columns: columns)
        var place = packed
        for panel in 0..<panels.count {
            let width = panels.vectors(of: panel) * lanes
            let first = panels.firstVector(of: panel) * lanes
            let used = min(width, columns - first)
            for _ in 0..<inner {
                for column in 0..<used { place[column] *= scale[firstChannel + first + column] }
                place += width
            }
        }
        for column in 0..<columns {
            bias[column] = bias[column] * scale[firstChannel + column] + shift[firstChannel + column]
        }
    }
}
