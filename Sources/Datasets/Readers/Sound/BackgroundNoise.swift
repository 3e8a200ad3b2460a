internal import Foundation
internal import Support

/// The long recordings of noise that lie in `_background_noise_` beside the words of Speech Commands, of which a class `silence` is cut;
/// where there are none, its examples are digital silence.
struct BackgroundNoise {
    static let folderName = "_background_noise_"

    /// Nil where there is no such folder.
    let folder: String?
    private let files: [WAVFile]

    var rates: Set<Int> { Set(files.map(\.format.rate)) }

    /// - Parameter root: the folder with the classes or the parts.
    /// - Parameter isRead: whether it is looked into.
    init(in root: String, isRead: Bool) throws(Diagnostic) {
        folder = ([root] + DataPart.training.names.map { root + "/" + $0 }).map { $0 + "/" + Self.folderName }
            .first { DataFile.isFolder(URL(fileURLWithPath: $0)) }
        var files: [WAVFile] = []
        if isRead, let folder {
            for path in try ClassFolders.files(of: .sounds, in: folder) {
                if let file = try WAVFile(path, longest: .infinity) { files.append(file) }
            }
        }
        self.files = files
    }

    /// A piece of a file that one part alone has clips of.
    private struct Block {
        let file: WAVFile
        let samples: Range<Int>
        let name: String
    }

    private static let blocksOfFile = 20

    /// The examples of each part; those of a block are a group.
    ///
    /// - Throws: where there is too little noise for a stretch of its own in each part.
    func examples(
        _ name: String, _ counts: [DataPart: Int], _ preparation: SoundPreparation
    ) throws(Diagnostic) -> (sounds: [Sound], note: String) {
        let parts = DataPart.allCases.filter { counts[$0, default: 0] > 0 }
        guard let folder, !files.isEmpty else {
            let sounds = parts.flatMap { part in
                (0..<counts[part, default: 0]).map { index in
                    Sound(entry: ExampleFiles.Entry(path: name, label: name, group: "\(name)/\(part)/\(index)", part: part), file: nil)
                }
            }
            let why = folder == nil ? "there is no \(Self.folderName)/" : "\(Self.folderName)/ holds no WAV files"
            return (sounds, "\(name): \(sounds.count) examples of digital silence, for \(why)" + SpeechClasses.text(counts))
        }
        let blocks = files.flatMap { Self.blocks(of: $0, clip: preparation.stretch(at: $0.format.rate)) }
        guard blocks.count >= parts.count else {
            let seconds = Dimension.time.format(Double(preparation.length) / Double(preparation.rate))
            throw Diagnostic(
                "has \(blocks.isEmpty ? "no stretch" : "only \(Plural.count(blocks.count, "stretch", "stretches"))") of \(seconds) for "
                    + "'\(name)' in \(parts.map { "\($0)" }.joined(separator: ", "))", file: folder,
                hint: "longer recordings of noise are needed, or a shorter length")
        }
        let dealt = Self.dealt(blocks, to: parts, counts)
        let sounds = parts.flatMap { part in
            Self.clips(dealt[part] ?? [], counts[part] ?? 0) { preparation.stretch(at: $0.file.format.rate) }.map { block, clip in
                Sound(
                    entry: ExampleFiles.Entry(path: block.file.path, label: name, group: block.name, part: part), file: block.file,
                    stretch: clip)
            }
        }
        let text = SpeechClasses.text(Dictionary(sounds.map { ($0.entry.part, 1) }, uniquingKeysWith: +))
        return (sounds, "\(name): \(sounds.count) clips cut from \(Plural.count(files.count, "file")) of \(Self.folderName)/" + text)
    }

    private static func blocks(of file: WAVFile, clip: Int) -> [Block] {
        let count = min(blocksOfFile, file.frames / clip)
        return (0..<count).map { index in
            Block(
                file: file, samples: file.frames * index / count..<file.frames * (index + 1) / count, name: "\(file.path)/\(index)")
        }
    }

    /// Each block to the part that lacks most of its share so far, so that all parts have of every file; at least one to each.
    private static func dealt(_ blocks: [Block], to parts: [DataPart], _ counts: [DataPart: Int]) -> [DataPart: [Block]] {
        let total = parts.reduce(0) { $0 + counts[$1, default: 0] }
        var dealt: [DataPart: [Block]] = [:]
        for (index, block) in blocks.enumerated() {
            let lack = parts.map { counts[$0, default: 0] * (index + 1) - dealt[$0, default: []].count * total }
            let most = lack.indices.max { (lack[$0], -$0) < (lack[$1], -$1) } ?? 0
            dealt[parts[most], default: []].append(block)
        }
        for part in parts where dealt[part] == nil {
            let largest = parts.max { dealt[$0, default: []].count < dealt[$1, default: []].count } ?? part
            if let block = dealt[largest]?.popLast() { dealt[part] = [block] }
        }
        return dealt
    }

    /// So many clips, spread evenly over the blocks and in each; no two alike, even if these are fewer.
    private static func clips(_ blocks: [Block], _ count: Int, _ length: (Block) -> Int) -> [(block: Block, clip: Range<Int>)] {
        blocks.enumerated().flatMap { index, block in
            let length = length(block)
            let slack = block.samples.count - length
            let own = min(count * (index + 1) / blocks.count - count * index / blocks.count, slack + 1)
            return (0..<own).map { number in
                let start = block.samples.lowerBound + (own > 1 ? slack * number / (own - 1) : slack / 2)
                return (block, start..<start + length)
            }
        }
    }
}
