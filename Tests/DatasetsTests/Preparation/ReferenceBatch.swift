import NetworkGraph
@testable import Datasets

/// The readable twin of `PreparedExamples.gather`: pixel by pixel, as the words of docs/data.md say it.
struct ReferenceBatch {
    let shape: Shape
    let images: [UInt8]
    let normalisation: Normalisation

    func image(_ position: Int, _ augmentation: Augmentation? = nil, cutout: Int = 0) -> [Float] {
        let augmentation = augmentation ?? Augmentation()
        var result: [Float] = []
        for row in 0..<shape.height {
            for column in 0..<shape.width {
                for channel in 0..<shape.channels {
                    let isCut =
                        (augmentation.cutoutRow..<augmentation.cutoutRow + cutout).contains(row)
                        && (augmentation.cutoutColumn..<augmentation.cutoutColumn + cutout).contains(column)
                    let byte = byte(
                        position, row + augmentation.rowShift, column + augmentation.columnShift, channel, augmentation.isFlipped)
                    result.append(isCut ? 0 : normalised(byte, channel))
                }
            }
        }
        return result
    }

    private func byte(_ position: Int, _ row: Int, _ column: Int, _ channel: Int, _ isFlipped: Bool) -> UInt8 {
        guard (0..<shape.height).contains(row), (0..<shape.width).contains(column) else { return 0 }
        let column = isFlipped ? shape.width - 1 - column : column
        return images[((position * shape.height + row) * shape.width + column) * shape.channels + channel]
    }

    private func normalised(_ byte: UInt8, _ channel: Int) -> Float {
        let (mean, deviation) = (normalisation.mean[channel], normalisation.deviation[channel])
        return Float(byte) * Float(1 / deviation) + Float(-mean / deviation)
    }
}
