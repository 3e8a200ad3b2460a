internal import Foundation

/// A picture being drawn, as SVG that stands alone. Fonts are named, for results to look the same everywhere.
struct SVG {
    enum Anchor: String { case start, middle, end }

    private var body = ""

    mutating func text(
        _ x: Double, _ y: Double, _ content: String, size: Int, anchor: Anchor = .start, isBold: Bool = false, fill: String = "#111"
    ) {
        body +=
            "<text x=\"\(Self.round(x))\" y=\"\(Self.round(y))\" font-size=\"\(size)\" font-weight=\"\(isBold ? "bold" : "normal")\" "
            + "text-anchor=\"\(anchor.rawValue)\" fill=\"\(fill)\">\(Self.escape(content))</text>\n"
    }

    /// Upwards, centred on a point.
    mutating func upright(_ x: Double, _ y: Double, _ content: String, size: Int) {
        body +=
            "<text x=\"\(Self.round(x))\" y=\"\(Self.round(y))\" font-size=\"\(size)\" text-anchor=\"middle\" "
            + "transform=\"rotate(-90 \(Self.round(x)) \(Self.round(y)))\">\(Self.escape(content))</text>\n"
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ stroke: String, width: Double = 1, dash: String? = nil) {
        body +=
            "<line x1=\"\(Self.round(x1))\" y1=\"\(Self.round(y1))\" x2=\"\(Self.round(x2))\" y2=\"\(Self.round(y2))\" "
            + "stroke=\"\(stroke)\" stroke-width=\"\(width)\"" + (dash.map { " stroke-dasharray=\"\($0)\"" } ?? "") + "/>\n"
    }

    /// Straight from point to point; as steps where `isStaircase`.
    mutating func path(_ points: [(x: Double, y: Double)], _ stroke: String, width: Double = 1.5, isStaircase: Bool = false) {
        guard let first = points.first, points.count > 1 else { return }
        var path = "M \(Self.round(first.x)) \(Self.round(first.y))"
        for point in points.dropFirst() {
            path +=
                isStaircase
                ? " H \(Self.round(point.x)) V \(Self.round(point.y))" : " L \(Self.round(point.x)) \(Self.round(point.y))"
        }
        body += "<path d=\"\(path)\" fill=\"none\" stroke=\"\(stroke)\" stroke-width=\"\(width)\"/>\n"
    }

    /// With a tooltip.
    mutating func circle(_ x: Double, _ y: Double, _ radius: Double, _ fill: String, _ label: String) {
        body +=
            "<circle cx=\"\(Self.round(x))\" cy=\"\(Self.round(y))\" r=\"\(radius)\" fill=\"\(fill)\">"
            + "<title>\(Self.escape(label))</title></circle>\n"
    }

    /// With a tooltip.
    mutating func bar(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ fill: String, _ label: String) {
        body +=
            "<rect x=\"\(Self.round(x))\" y=\"\(Self.round(y))\" width=\"\(Self.round(width))\" height=\"\(Self.round(height))\" "
            + "fill=\"\(fill)\"><title>\(Self.escape(label))</title></rect>\n"
    }

    /// The whole file.
    func document(width: Double, height: Double) -> String {
        let (width, height) = (Int(width), Int(height))
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
            font-family="DejaVu Sans, sans-serif">
            <rect width="100%" height="100%" fill="white"/>
            \(body)</svg>

            """
    }

    private static func round(_ value: Double) -> String { String(format: "%.1f", value) }

    private static func escape(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: ">", with: "&gt;")
    }
}
