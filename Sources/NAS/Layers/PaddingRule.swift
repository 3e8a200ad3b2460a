internal import NetworkGraph

/// What `padding` says.
enum PaddingRule: ParameterContent, Equatable {
    /// Half the kernel on every side, which must be odd.
    case same
    /// Zeros before and behind, as many as these.
    case fixed(rows: Int, columns: Int)

    static let valid = PaddingRule.fixed(rows: 0, columns: 0)
    static var kind: ParameterKind { .padding }

    init(converted constant: Constant) {
        switch constant {
        case .pair(let rows, let columns): self = .fixed(rows: rows, columns: columns)
        case .integer: self = .same
        case .number, .boolean, .word, .list: preconditionFailure("padding is checked when the file is expanded")
        }
    }

    var converted: Constant {
        switch self {
        case .same: .integer(-1)
        case .fixed(let rows, let columns): .pair(rows, columns)
        }
    }
}

extension Padding {
    /// Half the kernel on every side, as PyTorch users write it: with stride 1 the size stays, with stride s it is divided
    /// by s and rounded up.
    static func same(_ kernel: Extent, dilation: Extent) -> Padding {
        let rows = dilation.height * (kernel.height - 1) / 2
        let columns = dilation.width * (kernel.width - 1) / 2
        return Padding(top: rows, left: columns, bottom: rows, right: columns)
    }
}
