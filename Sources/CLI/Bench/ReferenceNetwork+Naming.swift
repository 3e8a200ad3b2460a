import ReferenceNetworks
import Support

extension ReferenceNetwork {
    /// The network that a user names.
    ///
    /// - Throws: a `UsageError` with what may have been meant.
    init(named name: String) throws(UsageError) {
        guard let network = ReferenceNetwork(rawValue: name) else {
            throw UsageError(
                "unknown network '\(name)'", hint: Spelling.hint(for: name, among: ReferenceNetwork.allCases.map(\.rawValue)))
        }
        self = network
    }
}
