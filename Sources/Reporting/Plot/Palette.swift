/// The colours of pictures. Those that tell things apart do so for the colour-blind too (Okabe and Ito, "Color universal design", 2008,
/// darkened where they are lines or text on white).
enum Palette {
    static let text = "#1a1a1a"
    static let quiet = "#595959"
    static let grid = "#e6e6e6"
    /// Behind a small plot.
    static let background = "#f6f6f6"
    static let axis = "#333333"

    /// What a reader looks for: the front, and the best of it.
    static let front = "#0b57d0"
    static let frontText = "#0b3d91"
    /// An interval around a point of the front.
    static let interval = "#9db9ea"
    /// All other trials.
    static let others = "#b8c0cc"
    static let limit = "#b3261e"
    static let beyondLimit = "#fbeeed"

    /// For things that are equals, such as objectives and strategies.
    static func equal(_ number: Int) -> String { equals[number % equals.count] }
    private static let equals = ["#0b57d0", "#e37400", "#188038", "#9334e6", "#b3261e", "#12858d", "#80868b"]
}
