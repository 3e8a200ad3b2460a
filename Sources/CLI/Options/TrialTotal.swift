import Foundation
import Search
import Support

/// How much a run is to train that has trained already: `60` trials in all, or `+20` more.
enum TrialTotal: Equatable {
    case whole(Int)
    case more(Int)

    /// - Throws: a `Diagnostic` for what is no whole number above 0.
    init(_ text: String) throws(Diagnostic) {
        let text = text.trimmingCharacters(in: .whitespaces)
        guard let number = Int(text), (1...100_000_000).contains(number) else {
            throw Diagnostic("trials must be a whole number from 1 to 100000000, or +N for N more, got '\(text)'")
        }
        self = text.hasPrefix("+") ? .more(number) : .whole(number)
    }

    /// In all.
    ///
    /// - Parameters:
    ///   - total: what the run was to have.
    ///   - used: what its trials take, which may be more.
    func trials(after total: Int, used: Double) -> Int {
        switch self {
        case .whole(let trials): trials
        case .more(let trials): max(total, Int(used)) + trials
        }
    }
}

extension Settings {
    func trialTotal() throws -> TrialTotal? { try read("trials") { try TrialTotal($0) } }
}
