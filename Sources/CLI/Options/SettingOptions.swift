import ArgumentParser

/// Options that are settings: each `@Option` with an optional text is one, under the name it has on the command line.
protocol SettingOptions: ParsableArguments {}

extension SettingOptions {
    /// The options that stand on the command line. They are found by reflection, so that an option is declared in one place.
    var given: [(key: String, value: String)] {
        Mirror(reflecting: self).children.compactMap { child in
            guard let name = child.label, let option = child.value as? Option<String?>, let text = option.wrappedValue else { return nil }
            return (Self.optionName(ofProperty: name), text)
        }
    }

    /// `_maxTime`, where the wrapper of a property is stored, is `max-time` on the command line, as `ArgumentParser` names it.
    private static func optionName(ofProperty name: String) -> String {
        name.drop { $0 == "_" }.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
    }
}
