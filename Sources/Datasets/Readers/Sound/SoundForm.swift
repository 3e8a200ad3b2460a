/// What a sound file is, told by its first bytes, whatever its name says.
enum SoundForm: String, Sendable {
    case wave = "WAV"
    case rf64 = "RF64 (a WAV of over 4 GiB)"
    case bigEndianWave = "big-endian WAV (RIFX)"
    case wave64 = "Sony Wave64"
    case aiff = "AIFF"
    case au = "AU"
    case caf = "CAF"
    case flac = "FLAC"
    case ogg = "Ogg (Vorbis or Opus)"
    case mp3 = "MP3"
    case aac = "AAC"
    case mp4 = "MP4 (M4A)"
    case matroska = "WebM or Matroska"
    case windowsMedia = "Windows Media"
    case amr = "AMR"

    /// Endings that sounds have, of which only `wav` and `wave` are read.
    static let endings: Set<String> = [
        "wav", "wave", "mp3", "flac", "ogg", "oga", "opus", "m4a", "aac", "aif", "aiff", "aifc", "au", "snd", "caf", "wma", "amr", "weba",
        "rf64", "w64",
    ]

    /// - Parameter start: the first 16 bytes, or all of a shorter file.
    init?(_ start: [UInt8]) {
        func has(_ text: String, at offset: Int = 0) -> Bool { start.dropFirst(offset).starts(with: text.utf8) }
        if has("RIFF"), has("WAVE", at: 8) {
            self = .wave
        } else if has("RF64") || has("BW64") {
            self = .rf64
        } else if has("RIFX") {
            self = .bigEndianWave
        } else if has("riff"), start.dropFirst(4).first == 0x2E {
            self = .wave64
        } else if has("FORM"), has("AIFF", at: 8) || has("AIFC", at: 8) {
            self = .aiff
        } else if has(".snd") {
            self = .au
        } else if has("caff") {
            self = .caf
        } else if has("fLaC") {
            self = .flac
        } else if has("OggS") {
            self = .ogg
        } else if has("ftyp", at: 4) {
            self = .mp4
        } else if has("#!AMR") {
            self = .amr
        } else if start.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) {
            self = .matroska
        } else if start.starts(with: [0x30, 0x26, 0xB2, 0x75]) {
            self = .windowsMedia
        } else if has("ID3") {
            self = .mp3
        } else if start.count > 1, start[0] == 0xFF, start[1] & 0xF6 == 0xF0 {
            self = .aac
        } else if start.count > 1, start[0] == 0xFF, start[1] & 0xE0 == 0xE0, start[1] & 0x06 != 0 {
            self = .mp3
        } else {
            return nil
        }
    }
}
