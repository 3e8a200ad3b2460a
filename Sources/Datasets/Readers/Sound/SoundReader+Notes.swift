internal import Support

extension SoundReader {
    /// What was made of the sounds that its owner may not expect, a line each.
    static func notes(_ sounds: [Sound], _ preparation: SoundPreparation, lengths: [Int], isGiven: Bool) -> [String] {
        var notes: [String] = []
        let (rate, length) = (preparation.rate, preparation.length)
        let others = sounds.map(\.rate).filter { $0 != rate }
        if !others.isEmpty {
            let names = Set(others).sorted().prefix(4).map(String.init).joined(separator: ", ")
            notes.append("\(Plural.count(others.count, "sound")) of \(names) Hz resampled to \(rate) Hz")
        }
        let mixed = sounds.count { $0.file.map { $0.format.channels > 1 } ?? false }
        if mixed > 0 { notes.append("\(Plural.count(mixed, "sound")) of several channels mixed down to their mean") }
        let (padded, cut) = (lengths.count { $0 < length }, lengths.count { $0 > length })
        if padded + cut > 0 {
            func seconds(_ samples: Int) -> String { Dimension.time.format(Double(samples) / Double(rate)) }
            var text = "sounds of \(seconds(lengths.min() ?? 0)) to \(seconds(lengths.max() ?? 0)) are brought to \(length) samples, "
            text +=
                "\(seconds(length)) at \(rate) Hz, \(isGiven ? "the length that is asked for" : "which 95 % of training do not exceed"):"
            if padded > 0 { text += " \(padded) filled up with silence on both sides" }
            if cut > 0 { text += "\(padded > 0 ? "," : "") \(cut) cut to their middle" }
            notes.append(text)
        }
        return notes
    }
}
