/// What is believed of a board before its networks are measured.
public struct LatencyPrior: Sendable {
    /// Cost of one unit of each `WorkTerm`, up to a common factor.
    let rates: [Double]
    /// Ridges are this many times as strong.
    let trust: Double
    /// The same for logarithms of rates.
    let logarithms: RatePrior
    /// Another board's model; none or one.
    private let models: [LatencyModel]

    /// What is published of other boards (`RatePrior`); for the ridge, the rule of thumb `WorkTerm.typicalCost`.
    ///
    /// - Parameters:
    ///   - runtime: what executes the networks; nil where it is not known.
    ///   - threads: how many threads it uses.
    public init(runtime: Runtime? = nil, threads: Int = 1) {
        rates = WorkTerm.allCases.map(\.typicalCost)
        logarithms = RatePrior(runtime: runtime, threads: threads)
        trust = 1
        models = []
    }

    /// Takes the rates of another board of the same kind, and what was left over there.
    ///
    /// - Parameters:
    ///   - model: the other board's model.
    ///   - trust: how many times as much it says about rates as the rule of thumb.
    ///   - runtime: what executes the networks; nil where it is not known.
    ///   - threads: how many threads it uses.
    public init(_ model: LatencyModel, trust: Double = 100, runtime: Runtime? = nil, threads: Int = 1) {
        rates = model.rates
        logarithms = RatePrior(rates: model.rates, base: RatePrior(runtime: runtime, threads: threads), trust: trust)
        self.trust = trust
        models = [model]
    }

    /// Factor by which a network's cost was off its rates' there.
    func leftOver(_ work: Work) -> Double { models.first?.leftOver(work) ?? 1 }
}
