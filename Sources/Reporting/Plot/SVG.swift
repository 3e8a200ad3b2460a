internal import Foundation

/// A picture being drawn, as SVG that stands alone. Fonts are named, for results to look the same everywhere: Verdana is as wide as
/// DejaVu Sans.
struct SVG {
    enum Anchor: String { case start, middle, end }

    private var body = ""

    /// - Parameter hasHalo: whether the text is readable on lines, by a white rim.
    mutating func text(
        _ x: Double, _ y: Double, _ content: String, size: Int, anchor: Anchor = .start, isBold: Bool = false,
        fill: String = Palette.text, hasHalo: Bool = false
    ) {
        body +=
            "<text x=\"\(Self.round(x))\" y=\"\(Self.round(y))\" font-size=\"\(size)\" text-anchor=\"\(anchor.rawValue)\" fill=\"\(fill)\""
            + (isBold ? " font-weight=\"bold\"" : "")
            + (hasHalo ? " paint-order=\"stroke\" stroke=\"white\" stroke-width=\"3\" stroke-linejoin=\"round\"" : "")
            + ">\(Self.escape(content))</text>\n"
    }

    /// Upwards, centred on a point.
    mutating func upright(_ x: Double, _ y: Double, _ content: String, size: Int) {
        body +=
            "<text x=\"\(Self.round(x))\" y=\"\(Self.round(y))\" font-size=\"\(size)\" text-anchor=\"middle\" fill=\"\(Palette.text)\" "
            + "transform=\"rotate(-90 \(Self.round(x)) \(Self.round(y)))\">\(Self.escape(content))</text>\n"
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ stroke: String, width: Double = 1, dash: String? = nil) {
        body +=
            "<line x1=\"\(Self.round(x1))\" y1=\"\(Self.round(y1))\" x2=\"\(Self.round(x2))\" y2=\"\(Self.round(y2))\" "
            + "stroke=\"\(stroke)\" stroke-width=\"\(width)\"" + (dash.map { " stroke-dasharray=\"\($0)\"" } ?? "") + "/>\n"
    }

    /// Straight from point to point.
    mutating func path(_ points: [(x: Double, y: Double)], _ stroke: String, width: Double = 1.5) {
        guard let first = points.first, points.count > 1 else { return }
        let rest = points.dropFirst().map { " L \(Self.round($0.x)) \(Self.round($0.y))" }.joined()
        body +=
            "<path d=\"M \(Self.round(first.x)) \(Self.round(first.y))\(rest)\" fill=\"none\" stroke=\"\(stroke)\" "
            + "stroke-width=\"\(width)\" stroke-linejoin=\"round\"/>\n"
    }

    /// With a tooltip, which may have several lines.
    mutating func circle(_ x: Double, _ y: Double, _ radius: Double, _ fill: String, stroke: String? = nil, _ label: String) {
        body +=
            "<circle cx=\"\(Self.round(x))\" cy=\"\(Self.round(y))\" r=\"\(Self.round(radius))\" fill=\"\(fill)\""
            + (stroke.map { " stroke=\"\($0)\" stroke-width=\"2\"" } ?? "") + "><title>\(Self.escape(label))</title></circle>\n"
    }

    /// A filled shape with a tooltip.
    mutating func polygon(_ points: [(x: Double, y: Double)], _ fill: String, _ label: String) {
        let places = points.map { "\(Self.round($0.x)),\(Self.round($0.y))" }.joined(separator: " ")
        body += "<polygon points=\"\(places)\" fill=\"\(fill)\"><title>\(Self.escape(label))</title></polygon>\n"
    }

    /// With a tooltip.
    mutating func bar(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ fill: String, _ label: String) {
        body += "\(Self.rectangle(x, y, width, height, fill))><title>\(Self.escape(label))</title></rect>\n"
    }

    /// A background.
    mutating func area(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ fill: String) {
        body += Self.rectangle(x, y, width, height, fill) + "/>\n"
    }

    /// A PNG file, its pixels as squares, with a tooltip.
    mutating func picture(_ x: Double, _ y: Double, _ width: Double, _ height: Double, png: [UInt8], _ label: String) {
        body +=
            "<image x=\"\(Self.round(x))\" y=\"\(Self.round(y))\" width=\"\(Self.round(width))\" height=\"\(Self.round(height))\" "
            + "style=\"image-rendering:pixelated\" href=\"data:image/png;base64,\(Data(png).base64EncodedString())\">"
            + "<title>\(Self.escape(label))</title></image>\n"
    }

    private static func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ fill: String) -> String {
        "<rect x=\"\(round(x))\" y=\"\(round(y))\" width=\"\(round(max(width, 0)))\" height=\"\(round(max(height, 0)))\" fill=\"\(fill)\""
    }

    /// The whole file.
    ///
    /// - Parameter description: for those who do not see it.
    func document(width: Double, height: Double, description: String) -> String {
        let (width, height) = (Int(width.rounded(.up)), Int(height.rounded(.up)))
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
            role="img" aria-label="\(Self.escape(description))" font-family="DejaVu Sans, Verdana, sans-serif">
            <rect width="100%" height="100%" fill="white"/>
            \(body)</svg>

            """
    }

    /// What is not finite has no place; it lies where it is not seen.
    private static func round(_ value: Double) -> String { String(format: "%.1f", value.isFinite ? value : -1e4) }

    /// Also without the control characters that XML cannot have.
    private static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n": escaped += "&#10;"
            case "\t": escaped += " "
            default:
                let isAllowed = scalar.value >= 0x20 && scalar.value & 0xFFFE != 0xFFFE
                escaped.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
            }
        }
        return escaped
    }
}
