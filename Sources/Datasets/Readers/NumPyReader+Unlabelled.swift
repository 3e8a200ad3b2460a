internal import Foundation
internal import NetworkGraph
internal import Support

extension NumPyReader {
    /// Whether a file is an array, or an archive of arrays of which none are labels.
    static func isUnlabelled(_ file: URL) -> Bool {
        let start = DataFile.start(of: file, upTo: 8)
        if start.starts(with: NumPyHeader.magic) { return true }
        guard ZipArchive.isZip(start), let arrays = try? NumPyArrays(file) else { return false }
        return !arrays.isLabelled
    }

    /// Reads the pictures of such a file as a network takes them; their labels mean nothing.
    ///
    /// - Throws: where they have another shape, unless the network's data were resized too.
    static func unlabelled(_ file: URL, shape: Shape, form: ExampleForm) throws(Diagnostic) -> Dataset {
        let array =
            ZipArchive.isZip(DataFile.start(of: file, upTo: 4)) ? try NumPyArrays(file).imagesAlone() : try NumPyArray(try FileStream(file))
        let (sides, name) = (array.header.shape, array.stream.fileName)
        let images = try NumPyPixels(array)
        guard images.shape == shape || (form.options.resize != nil && images.shape.channels == shape.channels) else {
            let isOne = sides == [shape.height, shape.width, shape.channels] || sides == [shape.height, shape.width]
            throw Diagnostic(
                "has the shape \(NumPyHeader.text(sides)): pictures of \(images.shape), and the model was trained on \(shape)", file: name,
                hint: isOne
                    ? "one picture has the shape [1, height, width, channels]: x[numpy.newaxis]"
                    : "as PNG or JPEG files, pictures of any size are brought to that")
        }
        let count = images.count
        let dataset = Dataset(
            name: "files", shape: images.shape, classNames: form.classNames, images: images.bytes,
            labels: [UInt8](repeating: 0, count: count),
            origin: Dataset.Origin(form: "NumPy", folder: file.path))
        return try dataset.resized(by: .to(height: shape.height, width: shape.width))
    }
}
