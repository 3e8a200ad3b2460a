internal import NAS
internal import Support

/// Brings images to the shape a network takes. Sizes change by separable bilinear interpolation whose kernel widens where
/// the image shrinks, so that every pixel counts (as in Pillow's BILINEAR and torchvision's `antialias=True`); results are
/// rounded to bytes. A grey image serves a network that takes several channels in each of them, and a colour image one that
/// takes a single channel by its luma (ITU-R BT.601).
struct ImageResizer {
    let source: Shape
    let target: Shape
    private let rows: [Tap]
    private let columns: [Tap]

    /// Which source positions make one target position, with what weights.
    private struct Tap {
        let start: Int
        let weights: [Float]
    }

    /// - Throws: where there is no sensible way from the one number of channels to the other.
    init(from source: Shape, to target: Shape) throws(Diagnostic) {
        guard source.channels == target.channels || source.channels == 1 || (source.channels == 3 && target.channels == 1) else {
            throw Diagnostic(
                "the network takes images of \(target.channels) channels, the data set has \(source.channels)",
                hint: "let the search space take its input from the data (input: {from: data})")
        }
        self.source = source
        self.target = target
        rows = Self.taps(from: source.height, to: target.height)
        columns = Self.taps(from: source.width, to: target.width)
    }

    var isIdentity: Bool { source == target }

    /// - Parameter images: whole images, one after the other.
    func callAsFunction(_ images: [UInt8]) -> [UInt8] {
        guard !isIdentity else { return images }
        var result: [UInt8] = []
        let count = images.count / source.elements
        result.reserveCapacity(count * target.elements)
        var planes = [Float](repeating: 0, count: source.elements)
        var narrowed = [Float](repeating: 0, count: source.height * target.width * source.channels)
        for index in 0..<count {
            let start = index * source.elements
            for offset in 0..<source.elements { planes[offset] = Float(images[start + offset]) }
            narrow(planes, into: &narrowed)
            appendShortened(narrowed, to: &result)
        }
        return result
    }

    /// Along the rows: `[source height, target width, source channels]`.
    private func narrow(_ image: [Float], into result: inout [Float]) {
        let channels = source.channels
        for row in 0..<source.height {
            for (column, tap) in columns.enumerated() {
                for channel in 0..<channels {
                    var sum: Float = 0
                    var position = (row * source.width + tap.start) * channels + channel
                    for weight in tap.weights {
                        sum += weight * image[position]
                        position += channels
                    }
                    result[(row * target.width + column) * channels + channel] = sum
                }
            }
        }
    }

    private func appendShortened(_ image: [Float], to result: inout [UInt8]) {
        let channels = source.channels
        let stride = target.width * channels
        for tap in rows {
            for column in 0..<target.width {
                var pixel: (Float, Float, Float) = (0, 0, 0)
                for channel in 0..<channels {
                    var sum: Float = 0
                    var position = tap.start * stride + column * channels + channel
                    for weight in tap.weights {
                        sum += weight * image[position]
                        position += stride
                    }
                    if channels == target.channels {
                        result.append(Self.byte(sum))
                    } else {
                        switch channel {
                        case 0: pixel.0 = sum
                        case 1: pixel.1 = sum
                        default: pixel.2 = sum
                        }
                    }
                }
                guard channels != target.channels else { continue }
                let grey = channels == 1 ? pixel.0 : 0.299 * pixel.0 + 0.587 * pixel.1 + 0.114 * pixel.2
                for _ in 0..<target.channels { result.append(Self.byte(grey)) }
            }
        }
    }

    private static func byte(_ value: Float) -> UInt8 { UInt8(min(max(value.rounded(), 0), 255)) }

    /// A triangle around the target's centre, one source pixel wide on each side, or as wide as the image shrinks.
    private static func taps(from source: Int, to target: Int) -> [Tap] {
        let ratio = Double(source) / Double(target)
        let support = max(ratio, 1)
        return (0..<target).map { position in
            let centre = (Double(position) + 0.5) * ratio
            let first = max(0, Int((centre - support).rounded(.down)))
            let last = min(source, Int((centre + support).rounded(.up)))
            let weights = (first..<last).map { max(0, 1 - abs((Double($0) + 0.5 - centre) / support)) }
            let sum = weights.reduce(0, +)
            return Tap(start: first, weights: weights.map { Float($0 / sum) })
        }
    }
}
