internal import Support

/// The texts of one part of a set, as they were read, with what their labels are called.
struct LabelledTexts {
    let fileName: String
    /// The bytes of all texts, one behind the other.
    private(set) var bytes: [UInt8] = []
    /// Where each text ends.
    private(set) var ends: [Int] = []
    /// The number of each text's label among all labels' names.
    private(set) var labels: [Int] = []
    /// The number of each text's group; empty where none are known.
    private(set) var groups: [Int] = []
    /// For each label the line where it was first met; 0 where a text is a file.
    private(set) var firstLines: [Int: Int] = [:]
    /// Texts in which there was nothing to read.
    private(set) var emptyCount = 0
    private(set) var firstEmpty = ""

    init(fileName: String) { self.fileName = fileName }

    var count: Int { ends.count }

    func range(of index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    /// Appends a text; an empty one is counted and left out.
    ///
    /// - Parameter place: where it is, for people: its line or its file.
    mutating func append(_ text: [UInt8], label: Int, group: Int? = nil, line: Int, place: @autoclosure () -> String) throws(Diagnostic) {
        guard !TextEncoding.isBlank(text) else {
            emptyCount += 1
            if emptyCount == 1 { firstEmpty = place() }
            return
        }
        guard bytes.count + text.count <= DataFile.largestBytes else {
            throw Diagnostic("holds more texts than can be held in memory", file: fileName)
        }
        bytes += text
        ends.append(bytes.count)
        labels.append(label)
        if let group { groups.append(group) }
        if firstLines[label] == nil { firstLines[label] = line }
    }

    /// Lets go of the texts themselves.
    mutating func removeTexts() { bytes = [] }
}
