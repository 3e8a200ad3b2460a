/// Activation functions of one number as the C runtime computes them, bit for bit (`nas_functions.c`).
enum BoardFunctions {
    static func apply(_ name: Substring, _ x: Float) -> Float {
        switch name {
        case "relu": return x > 0 ? x : 0
        case "relu6": return x > 0 ? (x < 6 ? x : 6) : 0
        case "hard_sigmoid":
            let y = x * (1 / 6) + 0.5
            return y > 0 ? (y < 1 ? y : 1) : 0
        case "hard_swish": return x * apply("hard_sigmoid", x)
        case "sigmoid": return 1 / (1 + exp(-x))
        case "tanh": return tanh(x)
        case "gelu": return x * normalDistribution(x)
        default: return x
        }
    }

    static func exp(_ x: Float) -> Float {
        if x < -87 { return 0 }
        let x = min(x, 88)
        let scaled = x * 1.442_695_04
        let n = Int32(scaled >= 0 ? scaled + 0.5 : scaled - 0.5)
        var r = x - Float(n) * 0.693_359_375
        r = r + Float(n) * 2.121_944_40e-4
        var sum: Float = 1.984_126_98e-4
        for term: Float in [1.388_888_89e-3, 8.333_333_33e-3, 4.166_666_67e-2, 1.666_666_67e-1, 0.5, 1, 1] { sum = sum * r + term }
        return sum * Float(bitPattern: UInt32(n + 127) << 23)
    }

    private static func tanh(_ x: Float) -> Float {
        let size = abs(x)
        if size < 0.25 {
            let s = x * x
            var sum: Float = 2.186_948_85e-2
            sum = sum * s - 5.396_825_40e-2
            sum = sum * s + 1.333_333_33e-1
            sum = sum * s - 3.333_333_33e-1
            return x + x * s * sum
        }
        let value = size > 10 ? 1 : 1 - 2 / (exp(2 * size) + 1)
        return x < 0 ? -value : value
    }

    private static func normalDistribution(_ x: Float) -> Float {
        let z = abs(x) * 0.707_106_78
        let t = 1 / (1 + 0.327_591_1 * z)
        var sum: Float = 1.061_405_429
        sum = sum * t - 1.453_152_027
        sum = sum * t + 1.421_413_741
        sum = sum * t - 0.284_496_736
        sum = sum * t + 0.254_829_592
        let tail = 0.5 * sum * t * exp(-z * z)
        return x < 0 ? tail : 1 - tail
    }
}
