import Foundation
import Support
import TestSupport
import Testing

@testable import NAS

/// The JSON Schema that editors use knows what the decoder knows, no more and no less.
@Suite struct SpaceSchemaTests {
    private let schema: [String: Any]

    init() throws {
        let data = try Data(contentsOf: SharedData.packageRoot.appendingPathComponent("searchspaces/schema.json"))
        schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// The object at a path of keys.
    private func object(_ path: String...) throws -> [String: Any] {
        var current = schema
        for key in path { current = try #require(current[key] as? [String: Any], "\(path)") }
        return current
    }

    /// The properties of a definition, or of its alternative that is an object.
    private func properties(_ definition: [String: Any]) throws -> [String: Any] {
        if let own = definition["properties"] as? [String: Any] { return own }
        let alternatives = try #require(definition["anyOf"] as? [[String: Any]])
        return try #require(alternatives.compactMap { $0["properties"] as? [String: Any] }.last)
    }

    private func required(_ definition: [String: Any]) -> Set<String> {
        if let own = definition["required"] as? [String] { return Set(own) }
        let alternatives = definition["anyOf"] as? [[String: Any]] ?? []
        return Set(alternatives.compactMap { $0["required"] as? [String] }.last ?? [])
    }

    @Test func `parts of a file`() throws {
        #expect(Set(try object("properties").keys) == Set(SpaceSyntax.Section.allCases.map(\.rawValue)))
        #expect(try object("properties", "language")["const"] as? Int == Decoder.languageVersion)
        let defaults = try #require(try object("properties", "defaults")["anyOf"] as? [[String: Any]])
        #expect(Set(try properties(defaults[0]).keys) == Set(SearchDefaults.knownKeys))
        #expect(Set(try object("properties", "train", "properties").keys) == Set(RecipePlan.parameters.map(\.name) + ["epochs", "steps"]))
    }

    @Test func `layers and their keys`() throws {
        let keyed = try object("$defs", "keyed_layer", "properties")
        let withArguments = LayerKeyword.all.filter(\.takesArguments).map(\.name)
        let combinators = LayerKeyword.combinators.filter { $0 != "when" }
        #expect(Set(keyed.keys) == Set(withArguments + combinators))
        for keyword in LayerKeyword.all where keyword.takesArguments {
            let definition = try #require(keyed[keyword.name] as? [String: Any])
            #expect(Set(try properties(definition).keys) == Set(keyword.parameters.map(\.name)), "\(keyword.name)")
            let needed = keyword.parameters.filter { if case .required = $0.standard { true } else { false } }.map(\.name)
            #expect(required(definition).subtracting(["const"]) == Set(needed), "\(keyword.name)")
        }
        let words = try #require(try object("$defs", "bare_layer")["anyOf"] as? [[String: Any]])
        #expect(Set(words[0]["enum"] as? [String] ?? []) == Set(LayerKeyword.all.filter(\.standsAlone).map(\.name)))
    }

    @Test func `words of values`() throws {
        let activations = try #require(try object("$defs", "activation")["anyOf"] as? [[String: Any]])
        #expect(activations[0]["enum"] as? [String] == LayerKeyword.activationWords)
        for (form, keys) in Decoder.valueForms {
            let definition = try object("$defs", form == "when" ? "conditional_value" : form)
            #expect(Set(try properties(definition).keys) == Set(keys), "\(form)")
        }
    }

    @Test(arguments: SpaceFixtures.shippedNames) func `every shipped space names the schema`(name: String) throws {
        #expect(try SpaceFixtures.shipped(name).text.hasPrefix("# yaml-language-server: $schema=schema.json\n"))
    }
}
