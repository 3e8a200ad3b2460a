import CLimitShims
import Foundation
import Support

/// The cores that this process may use: fewer than the machine has where `taskset`, a container, systemd or a batch system says so.
struct AvailableCores {
    /// The cores of the machine.
    let online: Int
    /// The cores on which the kernel runs this process (its affinity).
    let allowed: Int
    /// The time a second that its control group may take, in cores; nil where there is no such limit.
    let quota: Double?

    static let current = AvailableCores(
        online: ProcessInfo.processInfo.activeProcessorCount, allowed: Int(nas_allowed_cores()), quota: ControlGroups().cores)

    /// - Parameter allowed: 0 where it cannot be told.
    init(online: Int, allowed: Int, quota: Double?) {
        self.online = max(online, 1)
        self.allowed = allowed > 0 ? min(allowed, self.online) : self.online
        self.quota = quota
    }

    /// How many processes can compute at once; of a quota a part of a core counts as one.
    var count: Int { max(1, min(allowed, quota.map { Int($0.rounded(.up)) } ?? allowed)) }

    /// `2 cores`, `1 core of 4 (affinity 2, quota 0.5)`
    var description: String {
        let cores = Plural.count(count, "core")
        var reasons: [String] = []
        if allowed < online { reasons.append("affinity \(allowed)") }
        if let quota { reasons.append(String(format: "quota %.4g", quota)) }
        return reasons.isEmpty ? cores : cores + " of \(online) (\(reasons.joined(separator: ", ")))"
    }
}
