/// What the C runtime computes in.
public enum OperationPrecision: String, Sendable, Hashable, Codable, CaseIterable {
    /// 32-bit floating point, 4 bytes an element.
    case fp32
    /// 8-bit integers, 1 byte an element.
    case int8

    var bytesPerElement: Int { self == .fp32 ? 4 : 1 }
}
