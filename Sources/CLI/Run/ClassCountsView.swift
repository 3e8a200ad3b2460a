import Datasets
import Foundation
import NetworkGraph
import Reporting

/// How many examples of each class a data set has, in words.
struct ClassCountsView {
    let counts: ClassCounts
    private let names: [String]

    init(_ counts: ClassCounts, of dataset: Dataset) {
        self.counts = counts
        names = dataset.classNames.map(Self.shown)
    }

    /// A name of any file's, for a terminal.
    private static func shown(_ name: String) -> String {
        let scalars = name.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }
        let text = String(String.UnicodeScalarView(scalars))
        return text.count > longestName ? text.prefix(longestName - 3) + "..." : text
    }

    private static let longestName = 24
    /// Of more classes only the range is said.
    private static let mostListed = 6
    private static let mostMissingListed = 3

    /// A line for each part, without its indentation.
    var lines: [String] {
        [("training", counts.training), ("validation", counts.validation), ("test", counts.test)].map { name, part in
            "\(name) \(part.total): \(text(part))\(missing(part))"
        }
    }

    /// Of a class without examples nothing is learned, or told: where classes are not listed, `; none of 'dog' and 2 more`.
    private func missing(_ part: ClassCounts.Part) -> String {
        let absent = zip(names, part.counts).filter { $0.1 == 0 }.map { "'\($0.0)'" }
        guard part.total > 0, names.count > Self.mostListed, !absent.isEmpty else { return "" }
        let listed = absent.prefix(Self.mostMissingListed).joined(separator: ", ")
        let more = absent.count - Self.mostMissingListed
        return "; none of \(listed)" + (more > 0 ? " and \(more) more" : "")
    }

    /// `'cat' 1400, 'dog' 150` or, of many classes, `112 to 117 of a class, median 115, most of '3' (10.2 %)`.
    func text(_ part: ClassCounts.Part) -> String {
        guard let majority = part.majorityClass, let most = part.counts.max(), let least = part.counts.min() else { return "none" }
        if least == most { return "\(most) of each class" }
        if names.count <= Self.mostListed { return zip(names, part.counts).map { "'\($0)' \($1)" }.joined(separator: ", ") }
        let share = CellFormat.percent(decimals: 1).text(part.share(of: majority))
        return "\(least) to \(most) of a class, median \(String(format: "%g", part.median)), most of '\(names[majority])' (\(share))"
    }

    /// What imbalance means for accuracies, in a line; nil where there is none.
    var imbalance: String? {
        guard counts.imbalanced != nil, let majority = counts.majorityClass else { return nil }
        let accuracies = [("validation", counts.validation), ("test", counts.test)].compactMap { name, part in
            part.share(of: majority).map { "\(CellFormat.percent(decimals: 1).text($0)) in \(name)" }
        }
        return "classes are imbalanced: always answering '\(names[majority])' has an accuracy of "
            + accuracies.joined(separator: " and ") + "; balanced accuracy (the mean of each class's recall) is shown beside accuracy"
    }
}
