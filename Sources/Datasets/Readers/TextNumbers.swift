/// Texts that come again and again (labels, groups), each with a number, in the order in which they first came.
struct TextNumbers {
    private(set) var texts: [String] = []
    private var numbers: [String: Int] = [:]
    private var last: (field: ArraySlice<UInt8>, number: Int)?

    mutating func number(of text: String) -> Int {
        if let number = numbers[text] { return number }
        numbers[text] = texts.count
        texts.append(text)
        return texts.count - 1
    }

    /// Of a field of a line: nearly always the one of the line before.
    mutating func number(ofField field: ArraySlice<UInt8>) -> Int {
        if let last, last.field.elementsEqual(field) { return last.number }
        let number = number(of: DelimitedFields.text(field, upTo: 256))
        last = (ArraySlice(Array(field)), number)
        return number
    }
}
