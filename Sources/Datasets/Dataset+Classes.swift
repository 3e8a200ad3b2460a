public import Support

extension Dataset {
    /// Returns the same examples with the classes of another set, found by their names: a part of them, or in another order.
    ///
    /// - Throws: a diagnostic where a class is none of those.
    public func withClasses(of names: [String]) throws(Diagnostic) -> Dataset {
        guard classNames != names else { return self }
        let places = classNames.map { names.firstIndex(of: $0) }
        if let stranger = places.firstIndex(of: nil) {
            func list(_ names: [String]) -> String { names.prefix(12).joined(separator: ", ") + (names.count > 12 ? " ..." : "") }
            throw Diagnostic(
                "has the class '\(classNames[stranger])', which is none of the model's (\(list(names)))", file: origin.folder,
                hint: "classes are found by their names")
        }
        return Dataset(
            name: name, kind: kind, shape: shape, classNames: names, values: values,
            labels: labels.map { UInt8(places[Int($0)] ?? 0) }, customaryValidationStart: customaryValidationStart,
            customaryTestStart: customaryTestStart, groups: groups, features: features, origin: origin)
    }
}
