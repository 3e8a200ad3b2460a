import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

@Suite struct ImageResizerTests {
    private func shape(_ height: Int, _ width: Int, _ channels: Int = 1) -> Shape {
        Shape(height: height, width: width, channels: channels)
    }

    @Test func theSameSizeIsTheSameImage() throws {
        let images = noise(3 * 5 * 7 * 2)
        #expect(try ImageResizer(from: shape(5, 7, 2), to: shape(5, 7, 2))(images) == images)
    }

    @Test func oneColourStaysOneColour() throws {
        for (height, width) in [(3, 11), (7, 7), (20, 2), (1, 1)] {
            let resized = try ImageResizer(from: shape(7, 9, 3), to: shape(height, width, 3))(
                (0..<2 * 63).flatMap { _ in [10, 200, 255] as [UInt8] })
            #expect(resized == (0..<2 * height * width).flatMap { _ in [10, 200, 255] as [UInt8] })
        }
    }

    /// PyTorch 2.15: interpolate(image, size, mode="bilinear", antialias=True), before rounding.
    @Test func agreesWithPyTorch() throws {
        let image: [UInt8] = [0, 16, 32, 255, 64, 80, 96, 0, 128, 144, 160, 99, 7, 77, 177, 250]
        let goldens: [(size: Shape, values: [Float])] = [
            (
                shape(2, 2),
                [
                    57.14, 95.02, 96.8, 147.04,
                ]
            ),
            (
                shape(3, 5),
                [
                    19.2, 30.4, 43.2, 89.39, 178.5, 96, 107.2, 120, 104.45, 49.5, 43.3, 80.96, 134.5, 181.74, 204.7,
                ]
            ),
            (
                shape(6, 6),
                [
                    0, 8, 18.67, 29.33, 143.5, 255, 32, 40, 50.67, 61.33, 95.75, 127.5, 74.67, 82.67, 93.33, 104, 61.58, 16.5,
                    117.33, 125.33, 136, 146.67, 115.92, 82.5, 67.5, 89, 120.17, 158.83, 171.5, 174.5, 7, 42, 93.67, 160.33, 213.5, 250,
                ]
            ),
        ]
        for (size, values) in goldens {
            let resized = try ImageResizer(from: shape(4, 4), to: size)(image)
            try #require(resized.count == values.count)
            for (byte, value) in zip(resized, values) { #expect(abs(Float(byte) - value) < 0.501, "\(byte) for \(value) in \(size)") }
        }
    }

    @Test func aMiddleIsCutOut() throws {
        let (source, target) = (shape(2, 6), shape(2, 2))
        let placement = ImagePlacement(from: source, to: target, by: .crop)
        let images: [UInt8] = [0, 0, 5, 6, 0, 0, 0, 0, 7, 8, 0, 0] + [9, 9, 1, 2, 9, 9, 9, 9, 3, 4, 9, 9]
        #expect(try ImageResizer(from: source, to: target, placement: placement, margin: [])(images) == [5, 6, 7, 8, 1, 2, 3, 4])
    }

    @Test func marginsAreOfOneColour() throws {
        let (source, target) = (shape(1, 2), shape(4, 2, 3))
        let placement = ImagePlacement(from: source, to: target, by: .pad)
        let resized = try ImageResizer(from: source, to: target, placement: placement, margin: [50, 60, 70])([1, 2])
        let margin: [UInt8] = [50, 60, 70, 50, 60, 70]
        #expect(resized == margin + [1, 1, 1, 2, 2, 2] + margin + margin)
        let upright = ImagePlacement(from: shape(2, 1), to: shape(2, 4), by: .pad)
        #expect(try ImageResizer(from: shape(2, 1), to: shape(2, 4), placement: upright, margin: [9])([1, 2]) == [9, 1, 9, 9, 9, 2, 9, 9])
    }

    /// A part is scaled as an image of its size is.
    @Test func aCutIsScaledLikeAWholeImage() throws {
        let (source, target) = (shape(5, 9), shape(3, 3))
        let placement = ImagePlacement(from: source, to: target, by: .crop)
        let image = noise(45)
        let middle = (0..<5).flatMap { row in image[row * 9 + 2..<row * 9 + 7] }
        #expect(
            try ImageResizer(from: source, to: target, placement: placement, margin: [])(image)
                == ImageResizer(from: shape(5, 5), to: target)(middle))
    }

    @Test func channelsAreCopiedOrMixed() throws {
        #expect(try ImageResizer(from: shape(1, 2), to: shape(1, 2, 3))([5, 9]) == [5, 5, 5, 9, 9, 9])
        #expect(try ImageResizer(from: shape(1, 1, 3), to: shape(1, 1))([255, 0, 0]) == [76])
        let problem = try diagnostic { try ImageResizer(from: shape(1, 1, 3), to: shape(1, 1, 2)) }
        #expect(problem.message == "the network takes images of 2 channels, the data set has 3")
    }
}
