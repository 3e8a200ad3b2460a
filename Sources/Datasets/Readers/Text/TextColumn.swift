internal import Support

/// What stands in a column of a table, as far as it tells texts from labels, numbers and names.
struct TextColumn {
    let name: String
    /// Whether there is one other column alone, between tabs: then less is enough for a text.
    private let isOneOfTwo: Bool
    /// Fields that are not empty.
    private(set) var count = 0
    private var distinct: Set<String> = []
    private var words = 0
    private var numbers = 0
    private var bits = 0
    private var digits = 0
    private var characters = 0

    init(name: String, isOneOfTwo: Bool = false) { (self.name, self.isOneOfTwo) = (name, isOneOfTwo) }

    mutating func append(_ text: String) {
        let words = Self.words(in: text)
        guard words > 0 else { return }
        count += 1
        distinct.insert(text)
        self.words += words
        if text.utf8.count <= 40, DecimalNumber.parse(text.trimming { $0 == " " }) != nil { numbers += 1 }
        if text == "0" || text == "1" { bits += 1 }
        for byte in text.utf8 where byte > 0x20 {
            characters += 1
            if (0x30...0x39).contains(byte) { digits += 1 }
        }
    }

    var distinctCount: Int { distinct.count }
    var meanWords: Double { count == 0 ? 0 : Double(words) / Double(count) }
    var isNumbers: Bool { count > 0 && numbers * 20 >= count * 19 }
    /// Zeros and ones alone.
    var isBits: Bool { count > 0 && bits == count && distinct.count == 2 }

    /// Whether most values are distinct and have several words. Dates and addresses of machines are mostly digits.
    var isText: Bool {
        count > 0 && !isNumbers && distinct.count * 2 > count && digits * 4 <= characters
            && meanWords >= (Self.isTextName(name) ? 1.5 : isOneOfTwo ? 2 : 3)
    }

    /// Whether a few values come again and again.
    var isLabel: Bool { distinct.count >= 2 && distinct.count <= 256 && distinct.count * 2 <= count }

    /// Names, addresses and numbers of the examples: words of which each comes once.
    var isIdentifier: Bool {
        count == 0 || distinct.count < 2 || Self.isIdentifierName(name)
            || (!isNumbers && meanWords < 1.5 && distinct.count * 10 > count * 9 && count >= 4)
    }

    func has(_ text: String) -> Bool { distinct.contains(text) }

    static func isTextName(_ name: String) -> Bool {
        let name = TableRoles.simple(name)
        return textNames.contains(name) || ["_text", "_review", "_sentence"].contains(where: name.hasSuffix)
    }

    static func isIdentifierName(_ name: String) -> Bool {
        let name = TableRoles.simple(name)
        return TableRoles.indexNames.contains(name) || name.hasSuffix("_id") || dateNames.contains(name)
    }

    private static let textNames: Set = [
        "text", "texts", "sentence", "sentences", "review", "reviews", "tweet", "tweets", "sms", "utterance", "document", "reviewtext",
        "sentence1", "review_body", "review_content", "text_content",
    ]
    private static let dateNames: Set = ["date", "time", "timestamp", "datetime", "date_time", "created", "created_at", "url", "link"]

    /// Words by blanks; in scripts without blanks about two characters make one.
    private static func words(in text: String) -> Int {
        let separated = text.split(whereSeparator: \.isWhitespace).count
        guard text.utf8.contains(where: { $0 >= 0xE0 }) else { return separated }
        let unseparated = text.unicodeScalars.count { scalar in withoutBlanks.contains { $0.contains(scalar.value) } }
        return max(separated, (unseparated + 1) / 2)
    }

    /// Thai and Lao, Burmese, Khmer, Japanese and Chinese.
    private static let withoutBlanks: [ClosedRange<UInt32>] = [
        0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x3400...0x9FFF, 0x20000...0x3FFFF,
    ]
}
