internal import NetworkGraph
internal import Support

/// The size that pictures are brought to when they are read: of each the middle, scaled.
enum PictureResize: Sendable, Hashable {
    /// All have one size, and keep it.
    case asTheyAre
    case to(height: Int, width: Int)

    /// Reads `none`, `32` or `48x32`, height first.
    init(_ text: String) throws(Diagnostic) {
        if text == "none" {
            self = .asTheyAre
            return
        }
        let sides = text.lowercased().replacing("×", with: "x").split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(sides.count), let height = sides[0], let width = sides[sides.count - 1] else {
            throw Diagnostic(
                "resize is a side in pixels, height x width, or none, got '\(text)'", hint: "for example: resize=32 or resize=48x32")
        }
        guard [height, width].allSatisfy({ (1...ImageLimits.largestSide).contains($0) }) else {
            throw Diagnostic("resize has sides of 1 to \(ImageLimits.largestSide) pixels, got '\(text)'")
        }
        self = .to(height: height, width: width)
    }

    /// What pictures of a shape become.
    func applied(to shape: Shape) -> Shape {
        switch self {
        case .asTheyAre: shape
        case .to(let height, let width): Shape(height: height, width: width, channels: shape.channels)
        }
    }
}
