import ArgumentParser

/// Options that are settings: each `@Option` with an optional text is one, under the name it has on the command line, and each that may be
/// repeated in `SettingPart`s.
protocol SettingOptions: ParsableArguments {}

extension SettingOptions {
    /// The options that stand on the command line. They are found by reflection, so that an option is declared in one place.
    var given: [(key: String, value: String)] {
        Mirror(reflecting: self).children.compactMap { child in
            guard let name = child.label, let text = Self.text(of: child.value) else { return nil }
            return (Self.optionName(ofProperty: name), text)
        }
    }

    private static func text(of property: Any) -> String? {
        if let option = property as? Option<String?> { return option.wrappedValue }
        guard let option = property as? Option<[SettingPart]>, !option.wrappedValue.isEmpty else { return nil }
        return option.wrappedValue.map(\.text).joined(separator: ",")
    }

    /// `_maxTime`, where the wrapper of a property is stored, is `max-time` on the command line, as `ArgumentParser` names it.
    private static func optionName(ofProperty name: String) -> String {
        name.drop { $0 == "_" }.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
    }
}

/// One value of an option that may be repeated, where all of them together are a setting: a list with commas.
struct SettingPart: ExpressibleByArgument {
    let text: String

    init(argument: String) { text = argument }
}
