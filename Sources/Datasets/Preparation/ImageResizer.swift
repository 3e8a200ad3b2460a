internal import NetworkGraph
internal import Support

/// Brings images to the shape a network takes. Sizes change by separable bilinear interpolation whose kernel widens where
/// the image shrinks, so that every pixel counts (as in Pillow's BILINEAR and torchvision's `antialias=True`); results are
/// rounded to bytes. A grey image serves a network that takes several channels in each of them, and a colour image one that
/// takes a single channel by its luma (ITU-R BT.601).
struct ImageResizer {
    let source: Shape
    let target: Shape
    /// Which part of an image fills which part of the target.
    private let placement: ImagePlacement
    /// A pixel of what is left over.
    private let margin: [UInt8]
    private let rows: [Tap]
    private let columns: [Tap]

    /// Which source positions make one target position, with what weights.
    struct Tap {
        let start: Int
        let weights: [Float]
    }

    /// The whole image fills the whole target.
    init(from source: Shape, to target: Shape) throws(Diagnostic) {
        try self.init(from: source, to: target, placement: ImagePlacement(from: source, to: target, by: .stretch), margin: [])
    }

    /// - Parameter margin: the colour of what no pixel of the image fills, in the target's channels.
    /// - Throws: where there is no sensible way from the one number of channels to the other.
    init(from source: Shape, to target: Shape, placement: ImagePlacement, margin: [UInt8]) throws(Diagnostic) {
        guard source.channels == target.channels || source.channels == 1 || (source.channels == 3 && target.channels == 1) else {
            throw Diagnostic(
                "the network takes images of \(target.channels) channels, the data set has \(source.channels)",
                hint: "let the search space take its input from the data (input: {from: data})")
        }
        self.source = source
        self.target = target
        self.placement = placement
        self.margin = margin
        rows = Self.taps(from: placement.sourceRows, to: placement.targetRows.count)
        columns = Self.taps(from: placement.sourceColumns, to: placement.targetColumns.count)
    }

    var isIdentity: Bool { source == target && isWhole }

    private var isWhole: Bool { placement.isWhole(from: source, to: target) }

    /// Adds what tells results of these shapes apart. Nothing where whole images fill the whole target.
    func combinePlacement(into hasher: inout StableHasher) {
        guard !isWhole else { return }
        hasher.combine("placement 1")
        for range in [placement.sourceRows, placement.sourceColumns, placement.targetRows, placement.targetColumns] {
            hasher.combine(range.lowerBound)
            hasher.combine(range.count)
        }
        for byte in margin { hasher.combine(Int(byte)) }
    }

    /// - Parameter images: whole images, one after the other.
    func callAsFunction(_ images: [UInt8]) -> [UInt8] {
        guard !isIdentity else { return images }
        var result: [UInt8] = []
        let count = images.count / source.elements
        result.reserveCapacity(count * target.elements)
        var planes = [Float](repeating: 0, count: source.elements)
        var narrowed = [Float](repeating: 0, count: source.height * columns.count * source.channels)
        for index in 0..<count {
            let start = index * source.elements
            for offset in 0..<source.elements { planes[offset] = Float(images[start + offset]) }
            narrow(planes, into: &narrowed)
            appendShortened(narrowed, to: &result)
        }
        return result
    }

    /// Along the rows: `[source height, columns, source channels]`.
    private func narrow(_ image: [Float], into result: inout [Float]) {
        let channels = source.channels
        for row in placement.sourceRows {
            for (column, tap) in columns.enumerated() {
                for channel in 0..<channels {
                    var sum: Float = 0
                    var position = (row * source.width + tap.start) * channels + channel
                    for weight in tap.weights {
                        sum += weight * image[position]
                        position += channels
                    }
                    result[(row * columns.count + column) * channels + channel] = sum
                }
            }
        }
    }

    private func appendShortened(_ image: [Float], to result: inout [UInt8]) {
        let channels = source.channels
        let stride = columns.count * channels
        appendMargin(placement.targetRows.lowerBound * target.width, to: &result)
        defer { appendMargin((target.height - placement.targetRows.upperBound) * target.width, to: &result) }
        for tap in rows {
            appendMargin(placement.targetColumns.lowerBound, to: &result)
            defer { appendMargin(target.width - placement.targetColumns.upperBound, to: &result) }
            for column in columns.indices {
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

    private func appendMargin(_ pixels: Int, to result: inout [UInt8]) {
        for _ in 0..<pixels { result += margin }
    }

    private static func byte(_ value: Float) -> UInt8 { UInt8(min(max(value.rounded(), 0), 255)) }

    /// A triangle around the target's centre, one source pixel wide on each side, or as wide as the image shrinks.
    static func taps(from part: Range<Int>, to target: Int) -> [Tap] {
        let source = part.count
        let ratio = Double(source) / Double(target)
        let support = max(ratio, 1)
        return (0..<target).map { position in
            let centre = (Double(position) + 0.5) * ratio
            let first = max(0, Int((centre - support).rounded(.down)))
            let last = min(source, Int((centre + support).rounded(.up)))
            let weights = (first..<last).map { max(0, 1 - abs((Double($0) + 0.5 - centre) / support)) }
            let sum = weights.reduce(0, +)
            return Tap(start: part.lowerBound + first, weights: weights.map { Float($0 / sum) })
        }
    }
}
