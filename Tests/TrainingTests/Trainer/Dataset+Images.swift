@testable import Datasets

extension Dataset {
    /// All pictures' bytes.
    var images: [UInt8] { values.withBytes { bytes in bytes.indices.map { bytes[$0] } } }
}
