internal import Foundation
internal import Support

/// A WAV file: what its header says, and its samples.
struct WAVFile: Sendable {
    let path: String
    let format: WAVFormat
    /// Samples of each channel.
    let frames: Int
    /// Whether samples are missing that the header promises.
    let isCutOff: Bool
    /// Where the samples are in the file.
    private let data: Range<Int>

    var seconds: Double { Double(frames) / Double(format.rate) }

    /// Longer ones are recordings to be cut, no examples.
    static let longest = 60.0
    private static let mostChunks = 4096

    /// Reads a header; nil where the file is no sound, whatever it is called.
    ///
    /// - Parameter longest: in seconds.
    /// - Throws: where it is damaged, of another form or codec, too long, or only called a sound.
    init?(_ path: String, longest: Double = longest) throws(Diagnostic) {
        let stream = try FileStream(URL(fileURLWithPath: path))
        let start = try stream.read(upTo: 16)
        guard try Self.isWave(start, path) else { return nil }
        var chunks = Chunks(stream: stream)
        try chunks.walk()
        guard let content = chunks.format else { throw Self.damaged(path, "it has no format") }
        do throws(WAVFormat.Problem) { format = try WAVFormat(content) } catch {
            switch error {
            case .damaged(let what): throw Self.damaged(path, what)
            case .codec(let name): throw Self.other(path, "a WAV file of \(name); PCM of 8, 16, 24 and 32 bits and floats are read")
            }
        }
        guard let data = chunks.data else { throw Self.damaged(path, "it has no samples") }
        frames = data.count / format.frameBytes
        self.data = data.lowerBound..<data.lowerBound + frames * format.frameBytes
        isCutOff = chunks.isCutOff
        self.path = path
        guard frames > 0 else { throw Self.damaged(path, "it has no samples") }
        guard seconds <= longest else {
            throw Diagnostic(
                "lasts \(Self.duration(seconds)), and an example at most \(Int(longest)) s", file: path,
                hint: "cut it into examples: ffmpeg -i FILE -f segment -segment_time 1 -c:a pcm_s16le FILE-%04d.wav")
        }
    }

    /// The samples, -1 to 1: the mean of the channels.
    ///
    /// - Parameter stretch: which of them; all without it.
    /// - Throws: where one is no number.
    func samples(_ stretch: Range<Int>? = nil) throws(Diagnostic) -> [Float] {
        let stretch = stretch ?? 0..<frames
        let stream = try FileStream(URL(fileURLWithPath: path))
        guard data.upperBound <= stream.size else { throw Diagnostic("changed while it was read", file: path) }
        let start = data.lowerBound + stretch.lowerBound * format.frameBytes
        let byteCount = stretch.count * format.frameBytes
        try stream.seek(to: start..<start + byteCount)
        let bytes = try stream.read(upTo: byteCount)
        guard bytes.count == byteCount else { throw Diagnostic("changed while it was read", file: path) }
        let (width, channels) = (format.sample.bytes, format.channels)
        var samples: [Float] = []
        samples.reserveCapacity(stretch.count)
        var largest: Float = 0
        for frame in 0..<stretch.count {
            var sum = 0.0
            for channel in 0..<channels { sum += value(bytes, (frame * channels + channel) * width) }
            let mean = Float(sum / Double(channels))
            guard mean.isFinite else {
                let what = mean.isNaN ? "NaN" : "infinite"
                throw Diagnostic(
                    "sample \(stretch.lowerBound + frame) is \(what)", file: path, hint: "leave the file out, or make it again")
            }
            largest = max(largest, abs(mean))
            samples.append(mean)
        }
        guard largest <= Self.largest else { throw beyond(largest) }
        return samples
    }

    /// Floats somewhat beyond 1 are sounds that other programs clip; those far beyond it were whole numbers.
    private static let largest: Float = 16

    private func beyond(_ largest: Float) -> Diagnostic {
        let range = [32_768, 8_388_608, 2_147_483_648].first { largest <= Float($0) } ?? 2_147_483_648
        return Diagnostic(
            "has floats of up to \(largest), far beyond -1 to 1: they look like whole numbers of up to \(range)", file: path,
            hint: "bring all of them to that range: " + Self.conversion(path, "-af volume=1/\(range) -c:a pcm_s16le"))
    }

    private func value(_ bytes: [UInt8], _ offset: Int) -> Double {
        switch format.sample {
        case .integer(1): return (Double(bytes[offset]) - 128) / 128
        case .integer(let width):
            var bits: UInt32 = 0
            for index in 0..<width { bits |= UInt32(bytes[offset + index]) << (8 * (4 - width + index)) }
            return Double(Int32(bitPattern: bits)) / 2_147_483_648
        case .float(let width):
            var bits: UInt64 = 0
            for index in 0..<width { bits |= UInt64(bytes[offset + index]) << (8 * index) }
            return width == 4 ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))) : Double(bitPattern: bits)
        }
    }

    private static func isWave(_ start: [UInt8], _ path: String) throws(Diagnostic) -> Bool {
        let form = SoundForm(start)
        if form == .wave { return true }
        let isCalledOne = SoundForm.endings.contains((path as NSString).pathExtension.lowercased())
        guard isCalledOne else { return false }
        if let form { throw other(path, "\(form.rawValue); WAV is read") }
        throw Diagnostic(
            "is no WAV file, though it is called a sound: \(start.isEmpty ? "it is empty" : "its content is another")", file: path,
            hint: "copy or download it again, or leave it out")
    }

    private static func other(_ path: String, _ what: String) -> Diagnostic {
        Diagnostic("is \(what)", file: path, hint: "convert all of them: " + conversion(path, "-ac 1 -ar 16000 -c:a pcm_s16le"))
    }

    /// A line for the shell that converts all files of a folder that end as one does. What they were is removed, for both would be read.
    private static func conversion(_ path: String, _ options: String) -> String {
        let (name, folder) = ((path as NSString).lastPathComponent, (path as NSString).deletingLastPathComponent)
        let ending = (name as NSString).pathExtension
        let place = folder.isEmpty ? "" : "'" + folder.replacing("'", with: "'\\''") + "'/"
        return "for f in \(place)*\(ending.isEmpty ? "" : "." + ending); do ffmpeg -nostdin -i \"$f\" \(options) \"${f%.*}-pcm.wav\" "
            + "&& rm \"$f\"; done"
    }

    /// What is to be said of files that end early.
    static func cutOffNote(_ paths: [String]) -> String? {
        guard let first = paths.first else { return nil }
        return "\(Plural.count(paths.count, "sound")) cut off before the end that the header promises "
            + "(\((first as NSString).lastPathComponent)): what is there is taken"
    }

    private static func damaged(_ path: String, _ what: String) -> Diagnostic {
        Diagnostic("the WAV file is damaged: \(what)", file: path, hint: "copy or download it again, or leave it out")
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        if whole >= 3600 { return "\(whole / 3600) h \(whole % 3600 / 60) min" }
        return whole >= 120 ? "\(whole / 60) min \(whole % 60) s" : "\(whole) s"
    }

    /// The chunks of a file, of which two count, in any order.
    private struct Chunks {
        let stream: FileStream
        var format: [UInt8]?
        var data: Range<Int>?
        var isCutOff = false

        mutating func walk() throws(Diagnostic) {
            var position = 12
            var count = 0
            while position + 8 <= stream.size {
                count += 1
                guard count <= WAVFile.mostChunks else {
                    throw WAVFile.damaged(stream.fileName, "it has over \(WAVFile.mostChunks) chunks")
                }
                let (name, size) = try head(at: position)
                let content = position + 8
                let left = stream.size - content
                if name == Self.data, data == nil {
                    // A program that writes to a pipe does not know the size when it begins.
                    let isWithoutSize = size == 0 && left > 0 ? try !isChunk(at: content) : false
                    let isStreamed = isWithoutSize || (size >= 0x7FFF_0000 && size > left)
                    data = content..<content + (isStreamed ? left : min(size, left))
                    isCutOff = !isStreamed && size > left
                    if isStreamed { return }
                } else if name == Self.format, format == nil {
                    guard size <= left else { throw WAVFile.damaged(stream.fileName, "it ends within its format") }
                    try stream.seek(to: content..<content + min(size, 64))
                    format = try stream.read(upTo: 64)
                }
                if format != nil, data != nil { return }
                position = content + size + size % 2
            }
        }

        private func head(at position: Int) throws(Diagnostic) -> (name: [UInt8], size: Int) {
            try stream.seek(to: position..<position + 8)
            let bytes = try stream.read(upTo: 8)
            guard bytes.count == 8 else { throw Diagnostic("changed while it was read", file: stream.fileName) }
            return (Array(bytes[..<4]), (0..<4).reduce(0) { $0 | Int(bytes[4 + $1]) << (8 * $1) })
        }

        /// Whether another chunk begins there, which means that the one before it is really empty.
        private func isChunk(at position: Int) throws(Diagnostic) -> Bool {
            guard position + 8 <= stream.size else { return false }
            let (name, size) = try head(at: position)
            return name.allSatisfy { (0x20..<0x7F).contains($0) } && size <= stream.size - position - 8
        }

        private static let data = Array("data".utf8)
        private static let format = Array("fmt ".utf8)
    }
}
