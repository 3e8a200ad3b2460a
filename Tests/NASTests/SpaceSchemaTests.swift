import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import NAS

/// The JSON Schema that editors use knows what the decoder knows, no more and no less. What it says of layers follows from their
/// parameters: a test that fails prints it.
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

    /// What the schema says of a layer with arguments, but for descriptions.
    private static func definition(of keyword: LayerKeyword) -> [String: Any] {
        let object: [String: Any] = [
            "type": "object", "additionalProperties": false, "required": keyword.parameters.filter(\.isRequired).map(\.name),
            "properties": Dictionary(uniqueKeysWithValues: keyword.parameters.map { ($0.name, value(of: $0.kind)) }),
        ]
        return keyword.takesBareValue ? ["anyOf": [value(of: keyword.parameters[0].kind), object]] : object
    }

    private static func value(of kind: ParameterKind) -> [String: Any] {
        func reference(_ name: String) -> [String: Any] { ["$ref": "#/$defs/\(name)"] }
        return switch kind {
        case NetworkGraph.Activation?.kind: reference("activation")
        case Norm?.kind: reference("norm")
        case .word(let words): ["anyOf": [["enum": words], reference("open")]]
        case .whole: reference("size")
        case .number: reference("number")
        case .extent: reference("extent")
        case .padding: reference("padding")
        case .boolean: reference("boolean")
        case .ratio: reference("ratio")
        case .shares: reference("shares")
        }
    }

    private static func undescribed(_ json: Any) -> Any {
        if let object = json as? [String: Any] { return object.filter { $0.key != "description" }.mapValues(undescribed) }
        if let list = json as? [Any] { return list.map(undescribed) }
        return json
    }

    private static func text(_ json: Any) throws -> String {
        let data = try JSONSerialization.data(withJSONObject: json, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
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
            let expected = try Self.text(Self.definition(of: keyword))
            let found = try keyed[keyword.name].map { try Self.text(Self.undescribed($0)) }
            #expect(found == expected, "keyed_layer in searchspaces/schema.json needs \(keyword.name): \(expected)")
        }
        let words = try #require(try object("$defs", "bare_layer")["anyOf"] as? [[String: Any]])
        #expect(Set(words[0]["enum"] as? [String] ?? []) == Set(LayerKeyword.all.filter(\.standsAlone).map(\.name)))
    }

    @Test func `words of values`() throws {
        let activations = try #require(try object("$defs", "activation")["anyOf"] as? [[String: Any]])
        #expect(activations[0]["enum"] as? [String] == NetworkGraph.Activation?.words)
        for (form, keys) in Decoder.valueForms {
            let definition = try object("$defs", form == "when" ? "conditional_value" : form)
            #expect(Set(try properties(definition).keys) == Set(keys), "\(form)")
        }
    }

    @Test(arguments: SpaceFixtures.shippedNames) func `every shipped space names the schema`(name: String) throws {
        #expect(try SpaceFixtures.shipped(name).text.hasPrefix("# yaml-language-server: $schema=schema.json\n"))
    }
}
