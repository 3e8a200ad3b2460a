import Foundation
import FoundationXML

/// What an XML parser says of a text.
public struct XMLChecker {
    /// Whether it is one document without an error.
    public let isWellFormed: Bool
    private let elements: [String: Int]

    public init(_ text: String) {
        let parser = XMLParser(data: Data(text.utf8))
        let counter = Counter()
        parser.delegate = counter
        // That it has parsed says little where there was an error.
        isWellFormed = parser.parse() && parser.parserError == nil && !counter.hasFailed
        elements = counter.elements
    }

    /// How many elements of a name there are.
    public func count(_ name: String) -> Int { elements[name] ?? 0 }

    private final class Counter: NSObject, XMLParserDelegate {
        var elements: [String: Int] = [:]
        var hasFailed = false

        func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) { hasFailed = true }

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String] = [:]
        ) { elements[name, default: 0] += 1 }
    }
}
