internal import CPictureShims
internal import Foundation
internal import NetworkGraph
internal import Support

/// A picture in a file: what its header says, and its pixels at the shape that a data set has.
struct PictureFile: Sendable {
    enum Form { case png, jpeg }

    let path: String
    let form: Form
    /// As it is to be seen.
    let width: Int
    let height: Int
    let isGrey: Bool
    let orientation: PictureOrientation

    static let largestFile = 256 << 20
    /// Nearly all headers end before this.
    private static let usualHeader = 32 << 10

    /// Reads a header; nil where the file is no picture, whatever it is called.
    ///
    /// - Throws: where it is a damaged picture, one of another form, one that is too large, or only called a picture.
    init?(_ path: String) throws(Diagnostic) {
        let url = URL(fileURLWithPath: path)
        let start = try FileStream(url).read(upTo: Self.usualHeader)
        guard let form = try Self.form(start, url) else { return nil }
        self.path = path
        self.form = form
        var bytes = start
        let found = try? Self.header(bytes, form)
        if found == nil, start.count == Self.usualHeader {
            bytes = try DataFile.read(url, atMost: Self.largestFile)
        }
        let header: (width: Int, height: Int, channels: Int)
        if let found {
            header = found
        } else {
            do { header = try Self.header(bytes, form) } catch { throw Self.damaged(path, form, error) }
        }
        orientation = form == .jpeg ? PictureOrientation(jpeg: bytes) : .upright
        (width, height) = orientation.isTransposed ? (header.height, header.width) : (header.width, header.height)
        isGrey = header.channels == 1
        guard width > 0, height > 0 else { throw Diagnostic("has no pixels: \(width) x \(height)", file: path) }
        let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
        guard !overflow, pixels <= Bitmap.mostPixels else {
            throw Diagnostic(
                "has \(width) x \(height) pixels, more than the \(Bitmap.mostPixels >> 20) megapixels that are decoded", file: path,
                hint: "make it smaller, for example with ImageMagick: mogrify -resize 1024x1024 FILE")
        }
    }

    /// The pixels as the shape wants them: the whole picture where it has that size, otherwise its middle, scaled.
    func pixels(as shape: Shape) throws(Diagnostic) -> [UInt8] {
        let bytes = try DataFile.read(URL(fileURLWithPath: path), atMost: Self.largestFile)
        let isResized = width != shape.width || height != shape.height
        // What the decoder's own steps lose at the edges is little beside the pixels of four times the size that is wanted.
        let excess = isResized ? max(1, min(width / (4 * shape.width), height / (4 * shape.height))) : 1
        let scale = form == .jpeg ? [8, 4, 2].first { $0 <= excess } ?? 1 : 1
        var bitmap: Bitmap
        do {
            bitmap = form == .png ? try PNGDecoder.decode(bytes) : try JPEGDecoder.decode(bytes, scale: scale)
        } catch {
            throw Self.damaged(path, form, error)
        }
        bitmap = bitmap.turned(orientation)
        if shape.channels == 3 { bitmap = bitmap.inColour }
        // Of colours a network of grey pictures sees the luma.
        let isReduced = bitmap.channels == 3 && shape.channels == 1
        guard bitmap.channels == shape.channels || isReduced, isResized || (bitmap.width == shape.width && bitmap.height == shape.height)
        else {
            throw Diagnostic("changed while it was read", file: path)
        }
        guard isResized || isReduced else { return bitmap.pixels }
        return try bitmap.scaled(to: shape)
    }

    private static func header(_ bytes: [UInt8], _ form: Form) throws(PictureProblem) -> (width: Int, height: Int, channels: Int) {
        let header = form == .png ? try PNGDecoder.header(bytes) : try JPEGDecoder.header(bytes)
        return (Int(header.width), Int(header.height), Int(header.channels))
    }

    private static func damaged(_ path: String, _ form: Form, _ problem: PictureProblem) -> Diagnostic {
        Diagnostic(
            "the \(form == .png ? "PNG" : "JPEG") picture is damaged: \(problem.words)", file: path,
            hint: "copy or download it again, or leave it out")
    }

    /// Told by content, whatever the name says.
    private static func form(_ start: [UInt8], _ url: URL) throws(Diagnostic) -> Form? {
        if PNGDecoder.isPNG(start) { return .png }
        if JPEGDecoder.isJPEG(start) { return .jpeg }
        if let other = otherForm(start) {
            let ending = url.pathExtension.isEmpty ? other.lowercased() : url.pathExtension
            throw Diagnostic(
                "is \(other == "AVIF" ? "an" : "a") \(other) picture; PNG and JPEG are read", file: url.path,
                hint: "convert all of them, for example with ImageMagick: mogrify -format png *.\(ending) && rm *.\(ending)")
        }
        if ["png", "jpg", "jpeg", "jpe", "jfif"].contains(url.pathExtension.lowercased()) {
            let what = start.isEmpty ? "it is empty" : "its content is another"
            throw Diagnostic(
                "is no PNG or JPEG picture, though it is called one: \(what)", file: url.path,
                hint: "copy or download it again, or leave it out")
        }
        return nil
    }

    private static func otherForm(_ start: [UInt8]) -> String? {
        func has(_ text: String, at offset: Int) -> Bool { start.dropFirst(offset).starts(with: text.utf8) }
        if has("GIF8", at: 0) { return "GIF" }
        if has("RIFF", at: 0), has("WEBP", at: 8) { return "WebP" }
        if has("BM", at: 0), start.count > 26, start[6..<10].allSatisfy({ $0 == 0 }), start[11..<14].allSatisfy({ $0 == 0 }) {
            return "BMP"
        }
        if has("II*\0", at: 0) || has("MM\0*", at: 0) { return "TIFF" }
        if has("ftyp", at: 4) {
            if ["heic", "heix", "mif1", "msf1"].contains(where: { has($0, at: 8) }) { return "HEIC" }
            if has("avif", at: 8) { return "AVIF" }
        }
        if has("\0\0\0\u{C}JXL ", at: 0) { return "JPEG XL" }
        if has("\0\0\0\u{C}jP  ", at: 0) { return "JPEG 2000" }
        return nil
    }
}
