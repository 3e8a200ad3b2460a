internal import Support

/// The examples of one part of a set of series or of a table's rows, as they were read: each so many moments of so many channels (a row is
/// one moment), with what its label is called.
struct LabelledFloats {
    let fileName: String
    let channels: Int
    /// Moment after moment, channels last, NaN where there is no value.
    let values: GrowingValues<Float>
    /// How many moments each example has.
    private(set) var lengths: [Int32] = []
    /// The number of each example's label among all labels' texts.
    private(set) var labels: [Int32] = []
    /// The number of each example's group; empty where none are known.
    private(set) var groups: [Int32] = []
    /// For each label the line where it was first met; 0 where a file has no lines.
    var firstLines: [Int: Int] = [:]

    /// - Parameter session: takes the values.
    init(fileName: String, channels: Int, in session: ReadingSession = ReadingSession()) {
        self.fileName = fileName
        self.channels = channels
        values = GrowingValues(in: session)
    }

    /// Ends an example whose values were appended.
    mutating func end(length: Int, label: Int, group: Int? = nil, line: Int) {
        lengths.append(Int32(length))
        labels.append(Int32(label))
        if let group { groups.append(Int32(group)) }
        if firstLines[label] == nil { firstLines[label] = line }
    }

    /// That there is room for so many values more.
    func checkRoom(_ count: Int) throws(Diagnostic) {
        guard values.count + count <= DataFile.largestBytes / MemoryLayout<Float>.size else {
            throw Diagnostic("holds more values than can be held in memory", file: fileName)
        }
    }
}
