/// Values of examples that lie in a file of the cache, mapped: they take no memory of a process's own, and all processes share them.
public struct MappedExamples: Sendable {
    enum Form: String, Sendable, Codable {
        case bytes, floats

        var size: Int { self == .bytes ? 1 : MemoryLayout<Float>.size }
    }

    let file: MappedFile
    let form: Form
    let count: Int

    /// - Parameter file: begins with the values.
    init(_ file: MappedFile, form: Form, count: Int) {
        precondition(file.count >= count * form.size)
        (self.file, self.form, self.count) = (file, form, count)
    }
}
