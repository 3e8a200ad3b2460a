internal import NetworkGraph
internal import Support

extension Bitmap {
    /// The pixels of the middle, scaled to a shape.
    func scaled(to shape: Shape) throws(Diagnostic) -> [UInt8] {
        // At least four times the size that is wanted, so that the last step still is the careful one.
        let bitmap = reduced(by: min(height / (4 * shape.height), width / (4 * shape.width)))
        let source = Shape(height: bitmap.height, width: bitmap.width, channels: bitmap.channels)
        let placement = ImagePlacement(from: source, to: shape, by: .crop)
        return try ImageResizer(from: source, to: shape, placement: placement, margin: [])(bitmap.pixels)
    }
}
