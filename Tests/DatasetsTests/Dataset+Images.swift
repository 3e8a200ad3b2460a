import NetworkGraph

@testable import Datasets

extension Dataset {
    /// All pictures' bytes; none of other kinds.
    var images: [UInt8] { kind != .pictures || values.areFloats ? [] : values.withBytes { bytes in bytes.indices.map { bytes[$0] } } }

    /// The bits of all values, those that are no number too.
    var bits: [UInt32] {
        values.areFloats
            ? values.withFloats { floats in floats.indices.map { floats[$0].bitPattern } }
            : values.withBytes { bytes in bytes.indices.map { UInt32(bytes[$0]) } }
    }

    var isMapped: Bool { if case .mapped = values { true } else { false } }
}
