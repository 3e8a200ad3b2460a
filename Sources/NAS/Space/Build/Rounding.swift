enum Rounding {
    /// The nearest multiple of a unit, halves up, at least one unit, and never more than 10 % below the value (Howard et
    /// al., MobileNets, the rule `_make_divisible` of their published code).
    static func multiple(of unit: Double, near value: Double) -> Double {
        let nearest = max(unit, (value / unit + 0.5).rounded(.down) * unit)
        return nearest < 0.9 * value ? nearest + unit : nearest
    }
}
