internal import NetworkGraph

/// What an argument is read as where it does not depend on the shape of a tensor. (Sizes and numbers may.)
protocol ParameterContent: Sendable {
    /// What files may say.
    static var kind: ParameterKind { get }
    /// - Parameter constant: as `kind` converts it.
    init(converted constant: Constant)
    /// The constant that `kind` converts to.
    var converted: Constant { get }
}

extension Bool: ParameterContent {
    static var kind: ParameterKind { .boolean }

    init(converted constant: Constant) {
        guard case .boolean(let flag) = constant else { preconditionFailure("flags are checked when the file is expanded") }
        self = flag
    }

    var converted: Constant { .boolean(self) }
}

extension Extent: ParameterContent {
    static var kind: ParameterKind { .extent }

    init(converted constant: Constant) {
        guard case .pair(let height, let width) = constant else { preconditionFailure("extents are pairs") }
        self.init(height, width)
    }

    var converted: Constant { .pair(height, width) }
}

/// A share of the channels; 0 for none.
struct Ratio: ParameterContent {
    let share: Double

    static let none = Ratio(0)
    static var kind: ParameterKind { .ratio }

    init(_ share: Double) { self.share = share }

    init(converted constant: Constant) {
        guard case .number(let share) = constant else { preconditionFailure("ratios are numbers") }
        self.share = share
    }

    var converted: Constant { .number(share) }
}
