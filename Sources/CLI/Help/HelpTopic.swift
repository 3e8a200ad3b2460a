import Foundation
import Support

/// What `nas help` tells of besides commands: a screenful each.
enum HelpTopic: String, CaseIterable {
    case spaces, budgets, missions, strategies, meters, data

    /// What it is about, in a line.
    var title: String {
        switch self {
        case .spaces: "writing a search space"
        case .budgets: "limits on what an inference may cost"
        case .missions: "what a battery allows"
        case .strategies: "how networks are proposed, and for how long they are trained"
        case .meters: "measuring power and energy"
        case .data: "data sets, and your own"
        }
    }

    var text: String {
        switch self {
        case .spaces: HelpText.spaces
        case .budgets: HelpText.budgets
        case .missions: HelpText.missions
        case .strategies: HelpText.strategies
        case .meters: HelpText.meters
        case .data: HelpText.data
        }
    }

    /// The topic of a word: its name, in the singular too, or nearly so.
    static func meant(by word: String) -> HelpTopic? {
        if let topic = HelpTopic(rawValue: word) { return topic }
        let singular = allCases.first { $0.rawValue == word + "s" || $0.rawValue == word.replacingOccurrences(of: "y", with: "ies") }
        return singular ?? Spelling.closest(to: word, among: allCases.map(\.rawValue)).flatMap(HelpTopic.init)
    }
}
