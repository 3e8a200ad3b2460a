internal import Foundation
internal import Support

/// How a table shows the values of a column.
public struct CellFormat: Sendable {
    private let show: @Sendable (JSON) -> String

    init(_ show: @escaping @Sendable (JSON) -> String) { self.show = show }

    /// Returns what a table shows for a value.
    public func text(_ value: some JSONConvertible) -> String { show(value.json) }
}

extension CellFormat {
    /// Numbers with four significant digits, yes or no, all else as it is; a dash for a missing value.
    public static let plain = CellFormat { $0.readable }

    /// Values as `plain`; nothing for a missing one.
    public static let blank = CellFormat { value in
        if case .null = value { "" } else { value.readable }
    }

    /// Shows numbers (`JSON.number`) in the given way, all else as it is.
    ///
    /// - Parameters:
    ///   - missing: what stands for anything but a number; nil for `plain`.
    ///   - show: returns the text of a number.
    public static func number(missing: String? = nil, _ show: @escaping @Sendable (Double) -> String) -> CellFormat {
        CellFormat { value in
            guard case .number(let number) = value else { return missing ?? value.readable }
            return show(number)
        }
    }

    /// Shows whole numbers (`JSON.integer`) in the given way, all else as `plain`.
    public static func integer(_ show: @escaping @Sendable (Int) -> String) -> CellFormat {
        CellFormat { value in
            guard case .integer(let number) = value else { return value.readable }
            return show(number)
        }
    }

    /// A share, 0 to 1, in hundredths: `98.31 %`.
    public static let percent = percent(decimals: 2)

    /// Shows a share, 0 to 1, in hundredths with some number of decimals.
    ///
    /// - Parameters:
    ///   - decimals: how many digits stand behind the point.
    ///   - missing: what stands for anything but a number; nil for `plain`.
    public static func percent(decimals: Int, missing: String? = nil) -> CellFormat {
        number(missing: missing) { String(format: "%.\(decimals)f %%", $0 * 100) }
    }

    /// How far a value is from what it should be, as a share: `-12.3 %`, and from twice as much on `23.6 times`.
    public static let deviation = number { $0 < 1 ? String(format: "%+.1f %%", $0 * 100) : String(format: "%.3g times", 1 + $0) }

    /// Seconds to a tenth: `12.3`.
    public static let seconds = number { String(format: "%.1f", $0) }

    /// Bytes as whole B, KiB or MiB: `12 MiB`, `9000 B`.
    public static let bytes = integer { count in
        count >= 10 << 20 ? "\(count >> 20) MiB" : count >= 10 << 10 ? "\(count >> 10) KiB" : "\(count) B"
    }

    /// Bytes with three significant digits: `12.3 MiB`.
    public static let memory = integer { Dimension.memory.format(Double($0)) }
}
