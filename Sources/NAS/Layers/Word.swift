internal import NetworkGraph

/// One of a few words, spelled as in files.
protocol Word: ParameterContent, CaseIterable, RawRepresentable, Equatable where RawValue == String, AllCases == [Self] {}

extension Word {
    static var kind: ParameterKind { .word(allCases.map(\.rawValue)) }

    init(converted constant: Constant) { self = Self.allCases[constant.wordIndex] }

    var converted: Constant {
        guard let index = Self.allCases.firstIndex(of: self) else { preconditionFailure("every case is one of all") }
        return .integer(index)
    }
}

/// A word, or `none`.
extension Optional: ParameterContent where Wrapped: Word {
    static var words: [String] { ["none"] + Wrapped.allCases.map(\.rawValue) }
    static var kind: ParameterKind { .word(words) }

    init(converted constant: Constant) {
        let index = constant.wordIndex
        self = index == 0 ? nil : Wrapped.allCases[index - 1]
    }

    var converted: Constant {
        guard let self, case .integer(let index) = self.converted else { return .integer(0) }
        return .integer(index + 1)
    }
}

extension Constant {
    /// The number of a word among those that its parameter knows.
    fileprivate var wordIndex: Int {
        guard case .integer(let index) = self else { preconditionFailure("words are converted to numbers") }
        return index
    }
}

extension Activation: Word {}

extension Operation.PoolingKind: Word {}

/// What normalises behind a convolution or a dense layer.
enum Norm: String, Word {
    case batch

    var operation: Operation {
        switch self {
        case .batch: .batchNorm
        }
    }
}

/// How `branches` joins its paths.
enum Merge: String, Word {
    case add, concatenate, multiply
}
