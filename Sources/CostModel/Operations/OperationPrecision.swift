/// What the C runtime computes in.
public enum OperationPrecision: String, Sendable, Hashable, Codable, CaseIterable {
    case fp32
    case int8

    var bytesPerElement: Int { self == .fp32 ? 4 : 1 }
}
