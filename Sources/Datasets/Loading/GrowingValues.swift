internal import Foundation
internal import Support

/// Values that come one after the other: in memory where they are few, in a file of the cache where they are many.
///
/// A full disk is no problem of whoever appends: they go on in memory.
final class GrowingValues<Element: BitwiseCopyable> {
    private let session: ReadingSession
    /// Under which they are found again after an interruption; nil where they are not.
    private let name: String?
    /// Those that are not in the file yet.
    private var tail: [Element] = []
    private var file: GrowingFile?
    /// How many are held before they are written.
    private var most: Int
    private var problem: Diagnostic?
    /// What was recorded beside the values that are there from an earlier reading; nil where none are.
    private(set) var resumedState: Data?

    private static var size: Int { MemoryLayout<Element>.stride }

    /// - Parameter name: for values of which an interrupted reading's are taken, where there are any.
    init(in session: ReadingSession = ReadingSession(), resuming name: String? = nil) {
        self.session = session
        self.name = name
        most = session.hasFiles ? max(session.limits.heldBytes / Self.size, 1) : .max
        guard let name, let (file, state) = session.resumed(name) else { return }
        (self.file, resumedState) = (file, state)
    }

    /// Values that are in memory already.
    convenience init(_ values: [Element]) {
        self.init()
        tail = values
    }

    private var fileCount: Int { (file?.byteCount ?? 0) / Self.size }

    var count: Int { fileCount + tail.count }

    /// Makes room for so many in all, where they are to be held in memory.
    func reserveCapacity(_ count: Int) {
        if count <= most { tail.reserveCapacity(count) }
    }

    func append(contentsOf values: some Sequence<Element>) {
        tail.append(contentsOf: values)
        if tail.count >= most { flush() }
    }

    func append(repeating value: Element, count: Int) {
        tail.append(contentsOf: repeatElement(value, count: count))
        if tail.count >= most { flush() }
    }

    /// Takes over what others hold.
    func append(contentsOf other: GrowingValues) throws(Diagnostic) {
        var reader = Reader(other)
        var left = other.count
        while left > 0 {
            let piece = try reader.next(min(left, Reader.piece))
            append(contentsOf: piece)
            left -= piece.count
        }
        reader = Reader(GrowingValues())
        other.removeAll()
    }

    func removeAll() {
        tail = []
        file?.discard()
        file = nil
    }

    /// Some of them, as they stand there now.
    func elements(_ range: Range<Int>) throws(Diagnostic) -> ArraySlice<Element> {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        let written = fileCount
        guard let file, range.lowerBound < written else { return tail[range.lowerBound - written..<range.upperBound - written] }
        let end = min(range.upperBound, written)
        var isRead = true
        let result = [Element](unsafeUninitializedCapacity: end - range.lowerBound) { buffer, count in
            let bytes = UnsafeMutableRawBufferPointer(
                rebasing: UnsafeMutableRawBufferPointer(buffer)[..<((end - range.lowerBound) * Self.size)])
            isRead = file.read(at: range.lowerBound * Self.size, into: bytes)
            count = isRead ? end - range.lowerBound : 0
        }
        guard isRead else {
            throw Diagnostic("cannot be read back from the cache (\(String(cString: strerror(errno))))", file: file.url.path)
        }
        return end == range.upperBound ? result[...] : (result + tail[..<(range.upperBound - written)])[...]
    }

    /// Writes down that reading has come so far, from time to time: an interrupted reading goes on there.
    ///
    /// - Parameter state: what its reader needs for that.
    func record(_ state: () -> Data) {
        guard let name, session.isResumable, session.isRecordDue() else { return }
        flush()
        guard let file, file.synchronize() else { return }
        session.write(ReadingRecord(byteCount: file.byteCount, state: state()), named: name)
    }

    private func flush() {
        guard let file = file ?? session.newFile(named: name) else {
            most = .max
            return
        }
        self.file = file
        if tail.withUnsafeBytes(file.append) {
            tail.removeAll(keepingCapacity: true)
            most = max(min(most, (1 << 20) / Self.size), 1)
            return
        }
        // The disk is full: what was written is taken back.
        most = .max
        session.giveUpFiles()
        do throws(Diagnostic) {
            tail = Array(try elements(0..<count))
        } catch {
            problem = error
        }
        file.discard()
        self.file = nil
    }

    /// Where they lie for good; memory, where that is where they are.
    fileprivate func settled() throws(Diagnostic) -> (memory: [Element], file: MappedFile?) {
        if file != nil { flush() }
        if let problem { throw problem }
        defer { tail = [] }
        guard let file else { return (tail, nil) }
        guard let mapped = file.map() else { return (Array(try elements(0..<count)), nil) }
        session.take(file, mapped)
        return ([], mapped)
    }

    /// Reads values from the first to the last.
    struct Reader {
        static var piece: Int { (1 << 20) / MemoryLayout<Element>.stride }
        private let values: GrowingValues
        private var buffer: ArraySlice<Element> = []
        private var position = 0

        init(_ values: GrowingValues) { self.values = values }

        /// - Precondition: so many are there.
        mutating func next(_ count: Int) throws(Diagnostic) -> ArraySlice<Element> {
            if buffer.count < count {
                buffer = try values.elements(position..<min(position + max(count, Self.piece), values.count))
            }
            defer { buffer = buffer.dropFirst(count) }
            position += count
            return buffer.prefix(count)
        }
    }
}

extension GrowingValues<UInt8> {
    /// Ends the growing. Call once.
    func finished() throws(Diagnostic) -> ExampleValues {
        let (memory, file) = try settled()
        return if let file { .mapped(MappedExamples(file, form: .bytes, count: file.count)) } else { .bytes(memory) }
    }
}

extension GrowingValues<Float> {
    /// Ends the growing. Call once.
    func finished() throws(Diagnostic) -> ExampleValues {
        let (memory, file) = try settled()
        return if let file {
            .mapped(MappedExamples(file, form: .floats, count: file.count / MemoryLayout<Float>.size))
        } else {
            .floats(memory)
        }
    }
}
