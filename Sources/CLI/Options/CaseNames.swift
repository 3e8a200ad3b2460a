extension CaseIterable where Self: RawRepresentable, RawValue == String {
    /// The names of all cases, for help texts and hints.
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
