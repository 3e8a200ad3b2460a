import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// Pictures of every kind, with the pixels that Pillow reads (Goldens/make_pictures.py).
struct GoldenPicture: Decodable, CustomTestStringConvertible {
    let name: String
    let file: Data
    let width: Int
    let height: Int
    let channels: Int
    let pixels: Data

    var testDescription: String { name }

    static let all: [GoldenPicture] = {
        guard let url = Bundle.module.resourceURL?.appendingPathComponent("Goldens/pictures.json"), let data = try? Data(contentsOf: url)
        else { return [] }
        return (try? JSONDecoder().decode([GoldenPicture].self, from: data)) ?? []
    }()

    static func named(_ name: String) -> [UInt8] { all.first { $0.name == name }.map { [UInt8]($0.file) } ?? [] }
}

@Suite struct PictureDecodingTests {
    @Test func thereAreGoldens() { #expect(GoldenPicture.all.count == 30) }

    @Test(arguments: GoldenPicture.all) func everyKindIsReadAsPillowReadsIt(golden: GoldenPicture) throws {
        let scratch = try Scratch()
        // Told by content: the name says nothing.
        try scratch.write("picture", [UInt8](golden.file))
        let picture = try #require(try PictureFile(scratch.url.appendingPathComponent("picture").path))
        #expect(picture.width == golden.width && picture.height == golden.height)
        #expect(picture.isGrey == (golden.channels == 1))
        let shape = Shape(height: golden.height, width: golden.width, channels: golden.channels)
        #expect(try picture.pixels(as: shape) == [UInt8](golden.pixels))
        if golden.channels == 1 {
            let inColour = Shape(height: golden.height, width: golden.width, channels: 3)
            #expect(try picture.pixels(as: inColour) == golden.pixels.flatMap { [$0, $0, $0] })
        }
    }

    @Test(arguments: GoldenPicture.all) func aPictureThatIsCutOffIsADiagnostic(golden: GoldenPicture) throws {
        let scratch = try Scratch()
        let shape = Shape(height: golden.height, width: golden.width, channels: 3)
        // What follows the pixels, a PNG's last chunk and a JPEG's last mark, may be missing.
        let needed = golden.file.count - (golden.name.hasSuffix("png") ? 12 : 4)
        for count in stride(from: 8, to: needed, by: 7) {
            try scratch.write("cut.png", Array(golden.file.prefix(count)))
            let problem = try diagnostic { try PictureFile(scratch.url.appendingPathComponent("cut.png").path)?.pixels(as: shape) }
            #expect(problem.message.contains("is damaged: "), "\(count) bytes: \(problem)")
            #expect(problem.file?.hasSuffix("/cut.png") == true)
        }
    }

    @Test func orientationIsReadWhereverEXIFPutsIt() {
        #expect(PictureOrientation(jpeg: GoldenPicture.named("orientation-6.jpg")) == .leftSideDown)
        #expect(PictureOrientation(jpeg: GoldenPicture.named("grey.jpg")) == .upright)
        // Damage in EXIF leaves the picture as it is stored.
        var bytes = GoldenPicture.named("orientation-6.jpg")
        for index in 12..<60 {
            let byte = bytes[index]
            for value in [0, 0xFF] as [UInt8] {
                bytes[index] = value
                _ = PictureOrientation(jpeg: bytes)
            }
            bytes[index] = byte
        }
    }

    @Test func turningIsThatOfEXIF() {
        // a b / c d / e f, in the eight ways.
        let bitmap = Bitmap(width: 2, height: 3, channels: 1, pixels: [1, 2, 3, 4, 5, 6])
        let turned: [(PictureOrientation, [UInt8])] = [
            (.upright, [1, 2, 3, 4, 5, 6]), (.mirrored, [2, 1, 4, 3, 6, 5]), (.upsideDown, [6, 5, 4, 3, 2, 1]),
            (.upsideDownMirrored, [5, 6, 3, 4, 1, 2]), (.transposed, [1, 3, 5, 2, 4, 6]), (.leftSideDown, [5, 3, 1, 6, 4, 2]),
            (.transversed, [6, 4, 2, 5, 3, 1]), (.rightSideDown, [2, 4, 6, 1, 3, 5]),
        ]
        for (orientation, pixels) in turned { #expect(bitmap.turned(orientation).pixels == pixels, "\(orientation)") }
    }

    /// Of the middle, where sides do not divide.
    @Test func reducingTakesMeans() {
        let wide = Bitmap(width: 5, height: 3, channels: 1, pixels: [99, 0, 1, 2, 99, 99, 3, 4, 5, 99, 99, 6, 7, 8, 99])
        #expect(wide.reduced(by: 3) == Bitmap(width: 1, height: 1, channels: 1, pixels: [4]))
        let colour = Bitmap(width: 4, height: 2, channels: 2, pixels: [0, 100, 2, 102, 8, 50, 8, 50, 4, 104, 6, 106, 8, 50, 9, 51])
        #expect(colour.reduced(by: 2) == Bitmap(width: 2, height: 1, channels: 2, pixels: [3, 103, 8, 50]))
    }

    /// A quarter of a second's work at most, whatever the way to the size.
    @Test func largePicturesBecomeSmallOnes() throws {
        let scratch = try Scratch()
        let side = 400
        // Left half dark, right half light.
        let pixels = (0..<side * side).map { $0 % side < side / 2 ? 40 : 200 as UInt8 }
        try scratch.write("large", WrittenFile.png(width: side, height: side, channels: 1, pixels))
        let picture = try #require(try PictureFile(scratch.url.appendingPathComponent("large").path))
        let small = try picture.pixels(as: Shape(height: 16, width: 16, channels: 1))
        for row in 0..<16 {
            #expect(small[row * 16..<row * 16 + 7].allSatisfy { $0 == 40 } && small[row * 16 + 9..<row * 16 + 16].allSatisfy { $0 == 200 })
        }
    }

    @Test func whatIsNoPictureIsTold() throws {
        let scratch = try Scratch()
        func file(_ name: String, _ bytes: [UInt8]) throws -> PictureFile? {
            try scratch.write(name, bytes)
            return try PictureFile(scratch.url.appendingPathComponent(name).path)
        }
        #expect(try file("notes.txt", Array("hello".utf8)) == nil)
        #expect(try file("empty", []) == nil)
        let cases: [(String, [UInt8], String)] = [
            ("empty.png", [], "is no PNG or JPEG picture, though it is called one: it is empty"),
            ("page.jpg", Array("<html>".utf8), "though it is called one: its content is another"),
            ("a.gif", Array("GIF89a....".utf8), "is a GIF picture; PNG and JPEG are read"),
            ("a.jpg", Array("RIFF....WEBPVP8 ".utf8), "is a WebP picture"),
            ("a.heic", [0, 0, 0, 24] + Array("ftypheic....".utf8), "is a HEIC picture"),
            ("bomb.png", WrittenFile.hugePNG(), "has 60000 x 60000 pixels, more than the 64 megapixels"),
        ]
        for (name, bytes, words) in cases {
            let problem = try diagnostic { try file(name, bytes) }
            #expect(problem.message.contains(words), "\(problem)")
            #expect(problem.file?.hasSuffix("/" + name) == true && problem.hint != nil)
        }
    }
}
