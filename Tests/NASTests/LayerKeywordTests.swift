import NetworkGraph
import Support
import Testing

@testable import NAS

/// What every layer keyword promises to those that walk a space without building it.
@Suite struct LayerKeywordTests {
    private static let here = Support.SourceLocation(line: 1, column: 1)

    /// A constant that the kind allows, converted.
    private static func constant(of kind: ParameterKind) -> Constant {
        switch kind {
        case .whole: .integer(1)
        case .extent: .pair(1, 1)
        case .padding: .pair(0, 0)
        case .boolean: .boolean(false)
        case .word: .integer(0)
        case .number(let range): .number(min(1, range.upperBound))
        case .ratio: .number(0)
        case .shares: .list([0.5])
        }
    }

    /// Otherwise the decisions that are active could depend on shapes, or differ from those that are drawn.
    @Test(arguments: LayerKeyword.all.map(\.name)) func `all arguments are read, in the order of the parameters`(name: String) throws {
        let keyword = try #require(LayerKeyword.named(name))
        var given: [String: Value] = [:]
        for (index, parameter) in keyword.parameters.enumerated() {
            given[parameter.name] = .decision(index, [.constant(Self.constant(of: parameter.kind), Self.here)])
        }
        let plan = keyword.plan(given: given, path: name)
        #expect(plan.values.count == keyword.parameters.count)
        let layer = Layer(.leaf(plan), id: 0, path: name, location: Self.here)
        var wanted = [Int32](repeating: -1, count: keyword.parameters.count)
        var read: [Int] = []
        while true {
            let reader = DecisionReader(wanted: wanted, optionCounts: wanted.map { _ in 1 }, fallback: .fail)
            var emitter = Emitter(input: Shape(height: 1, width: 1, channels: 4), classes: 2, reader: reader, network: layer)
            do throws(WalkError) {
                _ = try emitter.emit(layer, 0)
                break
            } catch {
                guard case .undecided(let decision) = error else {
                    Issue.record("\(error)")
                    break
                }
                read.append(decision)
                wanted[decision] = 0
            }
        }
        #expect(read == Array(keyword.parameters.indices))
    }

    @Test func `keywords are told apart`() {
        #expect(Set(LayerKeyword.all.map(\.name)).count == LayerKeyword.all.count)
        #expect(!LayerKeyword.all.contains { LayerKeyword.combinators.contains($0.name) })
    }
}
