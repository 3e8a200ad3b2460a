internal import Foundation

/// What lies in folders of classes: pictures, sounds or texts.
struct FolderContent: Sendable {
    let singular: String
    let plural: String
    /// Which of them are read.
    let formats: String
    /// Two classes of them, for hints.
    let examples: (String, String)
    /// Whether boxes or masks may lie beside them.
    let canBeAnnotated: Bool
    /// Folders beside the classes that are none.
    let noClasses: Set<String>
    /// Whether a file looks like one, as far as its name or its first bytes tell.
    let isOne: @Sendable (String) -> Bool

    static let pictures = FolderContent(
        singular: "picture", plural: "pictures", formats: "PNG or JPEG pictures", examples: ("cats", "dogs"), canBeAnnotated: true,
        noClasses: []
    ) { path in
        let ending = (path as NSString).pathExtension.lowercased()
        if ["png", "jpg", "jpeg", "jpe", "jfif", "webp", "bmp", "gif", "tif", "tiff", "heic"].contains(ending) { return true }
        // Sets of many sounds need not be opened for that.
        guard !SoundForm.endings.contains(ending) else { return false }
        let start = DataFile.start(of: URL(fileURLWithPath: path), upTo: 8)
        return PNGDecoder.isPNG(start) || JPEGDecoder.isJPEG(start)
    }

    static let sounds = FolderContent(
        singular: "sound", plural: "sounds", formats: "WAV files", examples: ("yes", "no"), canBeAnnotated: false,
        noClasses: ["_background_noise_"]
    ) { path in
        let ending = (path as NSString).pathExtension.lowercased()
        if SoundForm.endings.contains(ending) { return true }
        return ending.isEmpty && SoundForm(DataFile.start(of: URL(fileURLWithPath: path), upTo: 16)) == .wave
    }
}
