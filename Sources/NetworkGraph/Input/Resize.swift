/// How examples of one aspect become a network's input of another.
public enum Resize: String, Sendable, Hashable, Codable, CaseIterable {
    /// Height and width are scaled, each by a ratio of its own.
    case stretch
    /// The largest part around the centre that has the input's aspect is scaled; the rest is left out.
    case crop
    /// The whole example is scaled to fit inside, in the middle; the margins are the mean colour of the training images.
    case pad
}

extension Shape {
    /// Whether an image of this size can be scaled to the other's, so that height and width change by one ratio but for the
    /// rounding to whole pixels. A series (of height or width 1) stays one at any length.
    public func keepsAspect(scaledTo target: Shape) -> Bool {
        if height == 1 && target.height == 1 || width == 1 && target.width == 1 { return true }
        // A side becomes n pixels by the ratios from (n - 1/2) / side to (n + 1/2) / side; one pixel by any smaller ones too.
        let isHighEnough = target.height == 1 || (2 * target.height - 1) * width < (2 * target.width + 1) * height
        let isWideEnough = target.width == 1 || (2 * target.width - 1) * height < (2 * target.height + 1) * width
        return isHighEnough && isWideEnough
    }
}
