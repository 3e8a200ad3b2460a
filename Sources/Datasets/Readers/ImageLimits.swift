internal import NetworkGraph
internal import Support

/// What an image may be.
enum ImageLimits {
    static let largestSide = 4096
    static let largestChannels = 64

    static func check(_ shape: Shape, fileName: String) throws(Diagnostic) {
        guard (1...largestSide).contains(shape.height), (1...largestSide).contains(shape.width),
            (1...largestChannels).contains(shape.channels)
        else {
            throw Diagnostic(
                "has images of \(shape), sides up to \(largestSide) and up to \(largestChannels) channels are possible", file: fileName)
        }
    }
}
