internal import NetworkGraph

extension Dataset {
    /// Returns the text of an example.
    ///
    /// - Precondition: the set is one of texts (`kind`).
    public func text(ofExample index: Int) -> String {
        String(decoding: bytes(ofText: index), as: UTF8.self)
    }

    /// A text's bytes, without the zeros behind it.
    func bytes(ofText index: Int) -> ArraySlice<UInt8> {
        guard kind == .text, case .bytes(let bytes) = values else { preconditionFailure("the set is one of texts") }
        return bytes[index * shape.elements..<(index + 1) * shape.elements].prefix { $0 != 0 }
    }
}
