internal import NetworkGraph
internal import Support

extension Dataset {
    /// Pictures at the size that their owner asks for, as those of files are brought to it; other kinds as they are.
    func resized(by resize: PictureResize?) throws(Diagnostic) -> Dataset {
        guard kind == .pictures, let target = resize?.applied(to: shape), target != shape else { return self }
        let bytes = count.multipliedReportingOverflow(by: target.elements)
        guard !bytes.overflow, bytes.partialValue <= DataFile.largestBytes else {
            throw Diagnostic("\(count) pictures of \(target) are more than can be held in memory", file: origin.folder)
        }
        let shape = shape
        var result: [UInt8] = []
        result.reserveCapacity(bytes.partialValue)
        try ConcurrentWork.forEach(0..<count, batch: ConcurrentWork.batch(ofBytes: target.elements)) { index throws(Diagnostic) in
            guard case .bytes(let pixels) = values.examples(CollectionOfOne(index), elements: shape.elements) else {
                preconditionFailure("pictures are bytes")
            }
            return try Bitmap(width: shape.width, height: shape.height, channels: shape.channels, pixels: pixels).scaled(to: target)
        } take: { _, pixels in
            result += pixels
        }
        let note = "pictures of \(shape.height)x\(shape.width) are brought to \(target.height)x\(target.width): the middle of each, scaled"
        var dataset = Dataset(
            name: name, kind: kind, shape: target, classNames: classNames, values: .bytes(result), labels: labels,
            customaryValidationStart: customaryValidationStart, customaryTestStart: customaryTestStart, groups: groups,
            features: features, origin: origin.noting(note))
        dataset.origin.options = origin.options
        return dataset
    }
}
