internal import Foundation

/// What lies in folders of classes: pictures, sounds or texts.
struct FolderContent: Sendable {
    let singular: String
    let plural: String
    /// Which of them are read.
    let formats: String
    /// Two classes of them, for hints.
    let examples: (String, String)
    /// What their names may mean, for hints; nil where names are not read.
    let pattern: String?
    /// What their names end with, in lower case; not all of these forms are read.
    let endings: Set<String>
    /// Whether boxes or masks may lie beside them.
    let canBeAnnotated: Bool
    /// Whether names that look as is customary are read so.
    let namesAreGuessed: Bool
    /// Folders beside the classes that are none.
    let noClasses: Set<String>
    /// Whether a file without such an ending is one, as far as its first bytes tell.
    let begins: @Sendable (String) -> Bool

    /// Whether a file looks like one, as far as its name or its first bytes tell.
    func isOne(_ path: String) -> Bool {
        let ending = (path as NSString).pathExtension.lowercased()
        if endings.contains(ending) { return true }
        // Sets of many sounds need not be opened for that.
        return !SoundForm.endings.contains(ending) && begins(path)
    }

    /// What is to be said of files among them that are none; nil where there are none of those.
    func leftOut(_ paths: [String]) -> String? {
        guard let first = paths.first.map({ ($0 as NSString).lastPathComponent }) else { return nil }
        return paths.count == 1
            ? "\(first) is no \(singular) and is left out" : "\(paths.count) files that are no \(plural) are left out (\(first) ...)"
    }

    static let pictures = FolderContent(
        singular: "picture", plural: "pictures", formats: "PNG or JPEG pictures", examples: ("cats", "dogs"),
        pattern: "{label}_{person}_{index}.png",
        endings: ["png", "jpg", "jpeg", "jpe", "jfif", "webp", "bmp", "gif", "tif", "tiff", "heic"], canBeAnnotated: true,
        namesAreGuessed: false, noClasses: []
    ) { path in
        let start = DataFile.start(of: URL(fileURLWithPath: path), upTo: 8)
        return PNGDecoder.isPNG(start) || JPEGDecoder.isJPEG(start)
    }

    static let sounds = FolderContent(
        singular: "sound", plural: "sounds", formats: "WAV files", examples: ("yes", "no"), pattern: "{label}_{speaker}_{index}.wav",
        endings: SoundForm.endings, canBeAnnotated: false, namesAreGuessed: true, noClasses: [BackgroundNoise.folderName]
    ) { path in
        (path as NSString).pathExtension.isEmpty && SoundForm(DataFile.start(of: URL(fileURLWithPath: path), upTo: 16)) == .wave
    }
}
