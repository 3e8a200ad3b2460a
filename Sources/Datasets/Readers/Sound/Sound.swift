internal import Support

/// An example of sound that is not decoded yet.
struct Sound: Sendable {
    var entry: ExampleFiles.Entry
    /// Nil for digital silence.
    let file: WAVFile?
    /// Which samples of the file; all without it.
    var stretch: Range<Int>?

    var rate: Int { file?.format.rate ?? 0 }

    func samples(_ preparation: SoundPreparation) throws(Diagnostic) -> [Float] {
        guard let file else { return [Float](repeating: 0, count: preparation.length) }
        return try preparation(file, stretch)
    }
}
