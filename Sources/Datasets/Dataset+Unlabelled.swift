public import Foundation
public import NetworkGraph
public import Support

extension Dataset {
    /// Reads the series or rows of a file whose classes are asked for, as a network was trained on them.
    ///
    /// A `.ts` file, a NumPy array (`.npy`, or `x` or `x_test` of an `.npz`), a table or a long table. Columns go by the names that
    /// training had; what else is there, a column of labels too, does not matter.
    ///
    /// - Parameters:
    ///   - kind: of the data set that the network was trained on, as are the following.
    ///   - shape: of one example. Series of another length are filled up or cut.
    ///   - options: how it was read: its groups, windows and rate.
    /// - Returns: examples in the order of the file, whose labels mean nothing.
    /// - Throws: what is wrong, with the file and the line.
    public static func unlabelled(
        _ file: URL, kind: ExampleKind, shape: Shape, features: FeatureColumns, classNames: [String], options: DataOptions = DataOptions()
    ) throws(Diagnostic) -> Dataset {
        let start = DataFile.start(of: file, upTo: 1 << 14)
        let part: LabelledFloats
        if file.pathExtension.lowercased() == "ts", TimeSeriesFile.isOne(start) {
            var labels = TextNumbers()
            part = try TimeSeriesFile(try FileStream(file), labels: &labels, isUnlabelled: true).part
        } else if start.starts(with: NumPyHeader.magic) || ZipArchive.isZip(start) {
            part = try NumPyFloats.unlabelled(file, kind: kind)
        } else if kind == .table {
            part = try TableReader().unlabelled(file, features: features, options: options)
        } else {
            part = try LongTableReader().unlabelled(file, features: features, options: options)
        }
        if options.window != nil, let length = part.lengths.first(where: { Int($0) != shape.width }) {
            throw Diagnostic(
                "its windows have \(length) moments, the network was trained on \(shape.width)", file: file.path,
                hint: "record at the rate of the training data, or say the rate by --data-options rate=50")
        }
        return try LabelledFloatParts.unlabelled(part, kind: kind, shape: shape, classNames: classNames, features: features)
    }
}
