/// What is believed of a board before its networks are measured.
public struct LatencyPrior: Sendable {
    /// Cost of one unit of each `WorkTerm`, up to a common factor.
    let rates: [Double]
    /// Ridges are this many times as strong.
    let trust: Double
    /// Another board's model; none or one.
    private let models: [LatencyModel]

    /// The rule of thumb: `WorkTerm.typicalCost`.
    public init() {
        rates = WorkTerm.allCases.map(\.typicalCost)
        trust = 1
        models = []
    }

    /// Takes the rates of another board of the same kind, and what was left over there.
    ///
    /// - Parameters:
    ///   - model: the other board's model.
    ///   - trust: how many times as much it says about rates as the rule of thumb.
    public init(_ model: LatencyModel, trust: Double = 100) {
        rates = model.rates
        self.trust = trust
        models = [model]
    }

    /// Factor by which a network's cost was off its rates' there.
    func leftOver(_ work: Work) -> Double { models.first?.leftOver(work) ?? 1 }
}
