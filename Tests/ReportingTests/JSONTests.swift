import Reporting
import Testing

@Suite struct JSONTests {
    @Test func numbersReadBack() {
        for value in [0.1, 1e-9, 123456.75, 3, 1e300] { #expect(Double(JSON.digits(value)) == value) }
        #expect(JSON.number(.nan).text() == "null\n")
    }

    @Test func controlsAreEscaped() {
        #expect(JSON.string("a\"\\\n\t\r\u{1}\u{7f}é").text() == "\"a\\\"\\\\\\n\\t\\r\\u0001\\u007fé\"\n")
    }

    @Test func whatIsNotFiniteIsMissing() {
        #expect(JSON.number(.infinity).plain.isEmpty)
        #expect(JSON.number(-.infinity).readable == "-")
        #expect(JSON.number(1234.56).readable == "1235")
    }
}
