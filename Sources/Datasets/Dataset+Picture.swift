internal import CPictureShims
internal import NetworkGraph

extension Dataset {
    /// Returns an image as a PNG file: grey, or colour; of other numbers of channels the first.
    ///
    /// - Precondition: the set is one of pictures (`kind`).
    public func png(ofExample index: Int) -> [UInt8] {
        let elements = shape.elements
        guard case .bytes(let image) = values.examples([index], elements: elements) else { preconditionFailure("not a set of pictures") }
        let isDrawn = shape.channels == 1 || shape.channels == 3
        let pixels = isDrawn ? image : stride(from: image.startIndex, to: image.endIndex, by: shape.channels).map { image[$0] }
        let channels = isDrawn ? shape.channels : 1
        // Deflate adds little to what does not shrink.
        let capacity = 2 * pixels.count + shape.height + 1024
        return [UInt8](unsafeUninitializedCapacity: capacity) { bytes, count in
            count = nas_png_encode(
                pixels, UInt32(shape.width), UInt32(shape.height), UInt32(channels), bytes.baseAddress, capacity)
        }
    }
}
