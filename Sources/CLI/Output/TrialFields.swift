import Foundation
import NAS
import Search
import Support

/// The columns of a trial, the same in `trials`, `pareto` and `show`.
enum TrialFields {
    static func fields(withTest: Bool) -> [Listing.Field] {
        [
            .init("trial", "trial"), .init("architecture", "architecture"), .init("state", "state"),
            .init("accuracy", "accuracy", show: percent),
        ]
            + (withTest ? [.init("test_accuracy", "test", show: percent)] : [.init("test_accuracy", nil)])
            + [.init("loss", nil)] + EstimateFields.fields
            + [
                .init("fidelity", nil), .init("parent", "parent"), .init("seconds", "seconds", show: seconds), .init("weights", nil),
                .init("failure", nil), .init("network_id", nil), .init("candidate_id", nil),
            ]
    }

    static func values(_ trial: TrialRecord, weightsFolder: String, testAccuracy: Double? = nil) -> [JSON] {
        [
            .integer(trial.number), .string(trial.architecture ?? "(not of this space)"), .string(trial.state.rawValue),
            .optional(trial.accuracy), .optional(testAccuracy ?? trial.testAccuracy), .optional(trial.loss),
        ] + EstimateFields.values(trial.estimate) + [
            .string(trial.fidelity.description), trial.parent.map(JSON.integer) ?? .null, .optional(trial.seconds),
            trial.weightsFile.map { .string(weightsFolder + "/" + $0) } ?? .null,
            trial.failure.map { .string($0.description) } ?? .null, .string(trial.networkID.description),
            .string(trial.candidateID.description),
        ]
    }

    @Sendable static func percent(_ value: JSON) -> String {
        guard case .number(let share) = value else { return value.readable }
        return String(format: "%.2f %%", share * 100)
    }

    @Sendable private static func seconds(_ value: JSON) -> String {
        guard case .number(let seconds) = value else { return value.readable }
        return String(format: "%.1f", seconds)
    }
}

extension JSON {
    static func optional(_ value: Double?) -> JSON { value.map(JSON.number) ?? .null }
}
