import NetworkGraph
import Testing

@testable import TensorCore

/// Images turned and recoloured, against torchvision.
@Suite struct ImageChangeTests {
    private func changed(
        _ golden: Golden, scales: [Float]? = nil, shifts: [Float]? = nil, degrees: Float = 0,
        _ change: (inout ColourChange) -> Void = { _ in }
    ) throws -> [Float] {
        let sides = try #require(golden.file["image"]).shape
        let shape = Shape(height: sides[0], width: sides[1], channels: sides[2])
        let normaliser = ImageNormaliser(
            shape: shape, scales: scales ?? [Float](repeating: 1, count: sides[2]), shifts: shifts ?? [Float](repeating: 0, count: sides[2])
        )
        let bytes = golden.values("image").map { UInt8($0) }
        var pixels = [Float](repeating: .nan, count: 2 * bytes.count)
        var span = pixels.mutableSpan
        var colour = ColourChange()
        change(&colour)
        normaliser.write(
            0, of: bytes.span, to: 1, of: &span, isMirrored: false, rowShift: 0, columnShift: 0, degrees: degrees, colour: colour)
        let before = pixels.prefix(bytes.count).filter { !$0.isNaN }
        #expect(before.isEmpty, "only the image at the place is written")
        return Array(pixels.suffix(bytes.count))
    }

    @Test(arguments: Golden.names(ofKind: "image")) func asTorchvision(_ name: String) throws {
        let golden = try Golden(name)
        var cases = 0
        for tensor in golden.file.tensors where tensor.name != "image" {
            let words = tensor.name.split(separator: " ")
            let amount = try #require(Float(words[1]))
            let found: [Float]
            switch words[0] {
            case "rotation": found = try changed(golden, degrees: amount)
            case "brightness": found = try changed(golden) { $0.brightness = amount }
            case "contrast": found = try changed(golden) { $0.contrast = amount }
            default: found = try changed(golden) { $0.saturation = amount }
            }
            #expect(distance(found, tensor.values) < 1e-5, "\(tensor.name)")
            cases += 1
        }
        #expect(cases == (name == "image_grey" ? 11 : 14))
    }

    @Test func nothingChangedIsTheImage() throws {
        let golden = try Golden("image_colour")
        #expect(try changed(golden) == golden.values("image"))
        let normalised = try changed(golden, scales: [0.5, 2, 1], shifts: [-3, 0, 1])
        let expected = golden.values("image").enumerated().map { index, byte in
            byte * [0.5, 2, 1][index % 3] + [-3, 0, 1][index % 3]
        }
        #expect(normalised == expected)
    }

    /// Turned first, then mirrored and moved: a quarter of a square image, which needs no interpolation.
    @Test func theOrderOfChanges() {
        let shape = Shape(height: 3, width: 3, channels: 1)
        let normaliser = ImageNormaliser(shape: shape, scales: [1], shifts: [0])
        var pixels = [Float](repeating: .nan, count: 9)
        var span = pixels.mutableSpan
        let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
        normaliser.write(
            0, of: bytes.span, to: 0, of: &span, isMirrored: true, rowShift: 1, columnShift: 0, degrees: 90, colour: ColourChange())
        // A quarter anticlockwise: 3 6 9 / 2 5 8 / 1 4 7. Mirrored, and up by a row.
        #expect(pixels.map { ($0 * 1000).rounded() / 1000 } == [8, 5, 2, 7, 4, 1, 0, 0, 0])
    }
}
