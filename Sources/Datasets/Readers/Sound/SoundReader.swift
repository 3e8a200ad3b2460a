internal import Foundation
internal import NetworkGraph
internal import Support

/// WAV files, in a folder for each class or with names that say the class: series of one channel, -1 to 1.
struct SoundReader: DataReader {
    let title = "folders of sounds"
    let kinds: Set<ExampleKind> = [.series]
    let options: Set<DataOptions.Key> = [.kind, .rate, .length, .classes, .pattern]
    let files = [
        "Sound: a folder of WAV files for each class, as with pictures, or names that say it (pattern={label}_{speaker}_{index}.wav).",
        "     All are brought to one rate and one length (rate=16000, length=1s).",
    ]

    /// The column that all series of sound have.
    static let feature = "sound"

    /// Sounds beside pictures may be of anything.
    func place(in folder: URL) -> URL? {
        !ClassFolders.hold(.pictures, folder, inFolders: true) && Self.holdsSounds(folder) ? folder : nil
    }

    func place(in folder: URL, _ options: DataOptions) -> URL? {
        switch options.pattern.flatMap({ try? NamePattern($0) })?.ending {
        case .pictures: return nil
        case nil where !options.saysSeries: return place(in: folder)
        case .sounds, nil: return Self.holdsSounds(folder) ? folder : nil
        }
    }

    private static func holdsSounds(_ folder: URL) -> Bool {
        ClassFolders.hold(.sounds, folder, inFolders: false) || ClassFolders.hold(.sounds, folder, inFolders: true)
    }

    func read(_ folder: URL, as identity: DataIdentity) throws(Diagnostic) -> Dataset {
        let options = identity.options
        let files = try ExampleFiles(folder, of: .sounds, options, like: identity.form)
        let classes = try SpeechClasses(files, wanted: options.classes, mayLack: identity.form != nil)
        let noise = try BackgroundNoise(in: files.root, isRead: classes.silence != nil)
        var sounds = try Self.sounds(classes.entries)
        let training = sounds.found.filter { $0.entry.part == .training }
        guard !training.isEmpty else { throw Diagnostic("holds no sounds for training", file: folder.path) }
        let rate = try Self.rate(options) ?? SoundPreparation.commonest(training.map(\.rate))
        let rates = noise.rates.union(sounds.found.map(\.rate))
        let resamplers: [Int: SoundResampler] = rates.reduce(into: [:]) { $0[$1] = SoundResampler(from: $1, to: rate) }
        let owns = sounds.found.map { resamplers[$0.rate]?.count(of: $0.file?.frames ?? 0) ?? 0 }
        let trained = zip(sounds.found, owns).filter { $0.0.entry.part == .training }.map(\.1)
        let length = options.lengthSpan?.moments(rate: Double(rate)) ?? SoundPreparation.usual(trained, rate: rate)
        let preparation = SoundPreparation(rate: rate, length: length, resamplers: resamplers)
        var notes =
            files.notes
            + (noise.folder != nil && classes.silence == nil ? ["\(BackgroundNoise.folderName)/ is no class and is left out"] : [])
        notes += classes.notes + sounds.notes + Self.notes(sounds.found, preparation, lengths: owns, isGiven: options.lengthSpan != nil)
        if let (name, counts) = classes.silence {
            let silence = try noise.examples(name, counts, preparation)
            notes.append(silence.note)
            Self.join(silence.sounds, to: &sounds.found)
        }
        let total = length.multipliedReportingOverflow(by: sounds.found.count)
        guard !total.overflow, total.partialValue <= DataFile.largestBytes / MemoryLayout<Float>.size else {
            throw Diagnostic(
                "holds \(sounds.found.count) sounds of \(length) samples, more than can be held in memory", file: folder.path,
                hint: "a lower rate (rate=8000), a shorter length (length=1s) or fewer classes (classes=yes:no) take less")
        }

        var labels = TextNumbers()
        var groups = TextNumbers()
        var parts: [DataPart: LabelledFloats] = [:]
        for part in DataPart.allCases {
            let own = sounds.found.filter { $0.entry.part == part }
            guard !own.isEmpty else { continue }
            parts[part] = try Self.floats(own, preparation, folder, &labels, &groups, in: identity.session)
        }
        guard let first = parts.removeValue(forKey: .training) else { preconditionFailure("there are sounds for training") }
        var joined = LabelledFloatParts(
            training: first, validation: parts.removeValue(forKey: .validation), test: parts.removeValue(forKey: .test), kind: .series,
            labelTexts: labels.texts, features: FeatureColumns([FeatureColumns.Column(name: Self.feature)]), labelsAreNames: true,
            groupTexts: groups.texts)
        let resolved = options.overridden(by: try DataOptions("rate=\(rate),length=\(length)"))
        var whole = identity
        whole.options = resolved
        if !classes.names.isEmpty { try whole.options.set(.classes, classes.names) }
        var dataset = try joined.dataset(as: whole, form: "sound", folder: folder.path, notes: notes)
        // So that other files are brought to the same.
        dataset.origin.options = resolved
        return dataset
    }

    /// Examples of silence are of groups, and so then are all others: where none are known, each of its own.
    private static func join(_ silence: [Sound], to sounds: inout [Sound]) {
        let isDigital = silence.allSatisfy { $0.file == nil }
        let haveGroups = sounds.allSatisfy { $0.entry.group != nil }
        for index in sounds.indices where !isDigital && !haveGroups { sounds[index].entry.group = sounds[index].entry.path }
        sounds += silence
    }

    private static func rate(_ options: DataOptions) throws(Diagnostic) -> Int? {
        guard let rate = options.rate else { return nil }
        guard rate == rate.rounded(), let whole = Int(exactly: rate), WAVFormat.rates.contains(whole) else {
            throw Diagnostic(
                "the rate of sound is a whole number of hertz from \(WAVFormat.rates.lowerBound) to \(WAVFormat.rates.upperBound), got "
                    + (rate == rate.rounded() && rate < 1e15 ? "\(Int(rate))" : "\(rate)"))
        }
        return whole
    }

    /// Reads the headers.
    private static func sounds(_ entries: [ExampleFiles.Entry]) throws(Diagnostic) -> (found: [Sound], notes: [String]) {
        let files = try ConcurrentWork.map(entries.count) { index throws(Diagnostic) in try WAVFile(entries[index].path) }
        var found: [Sound] = []
        var left: [String] = []
        for (entry, file) in zip(entries, files) {
            if let file { found.append(Sound(entry: entry, file: file)) } else { left.append(entry.path) }
        }
        let there = Set(found.lazy.filter { $0.entry.part == .training }.map(\.entry.label))
        if let empty = entries.first(where: { $0.part == .training && !there.contains($0.label) }) {
            let folder = (empty.path as NSString).deletingLastPathComponent
            throw Diagnostic("holds no sounds of the class '\(empty.label)'", file: folder, hint: "WAV files are read")
        }
        var notes: [String] = []
        if let first = left.first {
            let name = (first as NSString).lastPathComponent
            notes.append("\(Plural.count(left.count, "file")) that \(left.count == 1 ? "is" : "are") no sound left out (\(name))")
        }
        notes += [WAVFile.cutOffNote(found.filter { $0.file?.isCutOff == true }.map(\.entry.path))].compactMap { $0 }
        return (found, notes)
    }

    private static func floats(
        _ sounds: [Sound], _ preparation: SoundPreparation, _ folder: URL, _ labels: inout TextNumbers, _ groups: inout TextNumbers,
        in session: ReadingSession
    ) throws(Diagnostic) -> LabelledFloats {
        var part = LabelledFloats(fileName: folder.path, channels: 1, in: session)
        part.values.reserveCapacity(sounds.count * preparation.length)
        let areGrouped = sounds.allSatisfy { $0.entry.group != nil }
        let bytes = preparation.length * MemoryLayout<Float>.size
        try ConcurrentWork.forEach(0..<sounds.count, batch: ConcurrentWork.batch(ofBytes: bytes)) { index throws(Diagnostic) in
            try sounds[index].samples(preparation)
        } take: { index, values in
            let entry = sounds[index].entry
            part.values.append(contentsOf: values)
            let group = areGrouped ? entry.group.map { groups.number(of: $0) } : nil
            part.end(length: preparation.length, label: labels.number(of: entry.label), group: group, line: 0)
            session.report("reading sounds", index + 1, of: sounds.count)
        }
        return part
    }
}
