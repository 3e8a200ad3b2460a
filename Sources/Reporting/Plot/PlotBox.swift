/// A rectangle of a picture, in pixels; y grows downwards.
struct PlotBox: Sendable, Hashable {
    let left: Double
    let top: Double
    let right: Double
    let bottom: Double

    var width: Double { right - left }
    var height: Double { bottom - top }

    init(left: Double, top: Double, right: Double, bottom: Double) {
        (self.left, self.top, self.right, self.bottom) = (left, top, right, bottom)
    }

    /// Around a point.
    init(around x: Double, _ y: Double, by radius: Double) {
        self.init(left: x - radius, top: y - radius, right: x + radius, bottom: y + radius)
    }

    func overlaps(_ other: PlotBox) -> Bool { left < other.right && other.left < right && top < other.bottom && other.top < bottom }

    func contains(_ other: PlotBox) -> Bool {
        left <= other.left && right >= other.right && top <= other.top && bottom >= other.bottom
    }

    /// Boxes along a line, for tests whether something lies on it.
    static func along(_ from: (x: Double, y: Double), _ to: (x: Double, y: Double)) -> [PlotBox] {
        let length = ((to.x - from.x) * (to.x - from.x) + (to.y - from.y) * (to.y - from.y)).squareRoot()
        let steps = min(max(Int(length / 5), 1), 400)
        return (0...steps).map { step in
            let share = Double(step) / Double(steps)
            return PlotBox(around: from.x + share * (to.x - from.x), from.y + share * (to.y - from.y), by: 1.5)
        }
    }
}
