internal import NetworkGraph

/// Images with a border of zeros, channels last.
struct PaddedShape {
    let height: Int
    let width: Int
    let channels: Int
    let top: Int
    let left: Int
    let bottom: Int
    let right: Int

    init(_ shape: Shape, top: Int, left: Int, bottom: Int, right: Int) {
        (height, width, channels) = (shape.height, shape.width, shape.channels)
        (self.top, self.left, self.bottom, self.right) = (top, left, bottom, right)
    }

    var isBordered: Bool { top + left + bottom + right > 0 }
    /// Floats from one row to the next, and from one image to the next.
    var rowStride: Int { (left + width + right) * channels }
    var imageStride: Int { (top + height + bottom) * rowStride }
}

/// Where a padded copy's elements come from. Elements are counted over all images, without borders.
enum ElementSource {
    case stored(UnsafePointer<Float>)
    case pending(UnsafePointer<Float>, Pending)
    case outputGradient(of: BatchNormOperation)

    /// Elements `first ..< first + count`, which begin with the first channel.
    @inline(__always)
    func write(to target: UnsafeMutablePointer<Float>, first: Int, count: Int) {
        switch self {
        case .stored(let data): copy(target, data + first, count: count)
        case .pending(let data, let pending): pending.apply(to: target, data + first, count: count)
        case .outputGradient(let norm): norm.outputGradient(target, from: first, count: count)
        }
    }

    /// A chunk with its border: where it lies if it has none and nothing is to be applied, else a copy in `scratch`.
    func padded(_ chunk: Chunk, _ shape: PaddedShape, scratch: UnsafeMutablePointer<Float>) -> UnsafePointer<Float> {
        if case .stored(let data) = self, !shape.isBordered {
            return data + chunk.first * shape.height * shape.width * shape.channels
        }
        paddedCopy(scratch, self, shape, chunk)
        return UnsafePointer(scratch)
    }
}

extension Operand {
    /// The values of all images.
    var elements: ElementSource { slot.pending.map { .pending(data, $0) } ?? .stored(data) }
}

/// A chunk of images with borders. A product over it needs no tests for the edges.
func paddedCopy(_ target: UnsafeMutablePointer<Float>, _ source: ElementSource, _ shape: PaddedShape, _ chunk: Chunk) {
    let row = shape.width * shape.channels
    let image = shape.height * row
    guard shape.isBordered else { return source.write(to: target, first: chunk.first * image, count: chunk.count * image) }
    let (left, right) = (shape.left * shape.channels, shape.right * shape.channels)
    for index in 0..<chunk.count {
        var place = target + index * shape.imageStride
        fill(place, count: shape.top * shape.rowStride)
        place += shape.top * shape.rowStride
        var first = (chunk.first + index) * image
        for _ in 0..<shape.height {
            fill(place, count: left)
            source.write(to: place + left, first: first, count: row)
            fill(place + left + row, count: right)
            place += shape.rowStride
            first += row
        }
        fill(place, count: shape.bottom * shape.rowStride)
    }
}

/// Short runs: a loop of vectors beats a call of the C library.
@inline(__always)
func copy(_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, count: Int) {
    var index = 0
    while index + lanes <= count {
        store(y + index, loadAhead(x + index))
        index += lanes
    }
    while index < count {
        y[index] = x[index]
        index += 1
    }
}

@inline(__always)
func fill(_ y: UnsafeMutablePointer<Float>, count: Int) {
    var index = 0
    while index + lanes <= count {
        store(y + index, Vector())
        index += lanes
    }
    while index < count {
        y[index] = 0
        index += 1
    }
}
