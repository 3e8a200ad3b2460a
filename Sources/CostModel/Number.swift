internal import Foundation

/// A number for a sentence: thousands in groups, a fixed number of decimals, no trailing zeros beyond them.
func number(_ value: Double, digits: Int = 0) -> String {
    let text = String(format: "%.\(digits)f", abs(value))
    let parts = text.split(separator: ".", maxSplits: 1)
    var whole = ""
    for (index, digit) in parts[0].reversed().enumerated() {
        if index > 0, index % 3 == 0 { whole.append(",") }
        whole.append(digit)
    }
    let sign = value < 0 ? "-" : ""
    return sign + String(whole.reversed()) + (parts.count > 1 ? "." + parts[1] : "")
}

/// A board's power for a sentence: `2.65 W`, `0.475 W`.
func wattsInWords(_ watts: Double) -> String { "\(number(watts, digits: watts < 1 ? 3 : 2)) W" }
