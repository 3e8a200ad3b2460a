import Support
import Testing

@Suite struct DecodedTextTests {
    @Test func everyEncodingGivesTheSameText() throws {
        let text = "zeit;µ\n1;2\n"
        let utf8 = Array(text.utf8)
        let crlf = Array("zeit;µ\r\n1;2\r\n".utf8)
        func utf16(_ text: String, littleEndian: Bool) -> [UInt8] {
            text.utf16.flatMap { littleEndian ? [UInt8($0 & 255), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 255)] }
        }
        for bytes in [
            utf8, [0xEF, 0xBB, 0xBF] + utf8, crlf, Array("zeit;µ\r1;2\r".utf8), [0xFF, 0xFE] + utf16(text, littleEndian: true),
            [0xFE, 0xFF] + utf16("zeit;µ\r\n1;2\r\n", littleEndian: false), utf16(text, littleEndian: true),
            utf16(text, littleEndian: false),
        ] {
            #expect(try DecodedText.decode(bytes, file: "f") == text)
        }
        #expect(try DecodedText.decode([], file: "f") == "")
    }

    /// Latin-1 is named with its place and the command that converts it.
    @Test func otherEncodingsAreRefused() throws {
        let error = try #require(throws: Diagnostic.self) { try DecodedText.decode([0x61, 0x0A, 0x62, 0xB5, 0x0A], file: "m.csv") }
        #expect(error.location == SourceLocation(line: 2, column: 2) && error.hint?.contains("iconv") == true)
        #expect(throws: Diagnostic.self) { try DecodedText.decode([0xFF, 0xFE, 0x61], file: "f") }
        #expect(throws: Diagnostic.self) { try DecodedText.decode([0xFF, 0xFE, 0x00, 0xD8], file: "f") }
    }
}
