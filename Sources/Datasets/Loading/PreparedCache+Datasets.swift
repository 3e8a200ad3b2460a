internal import CProcessShims
internal import Foundation
internal import Support

extension DataLoading {
    /// Finds a set that was kept, or reads it and keeps it where that is worth it.
    ///
    /// - Parameters:
    ///   - place: the folder or file that was named, of which everything counts.
    ///   - read: reads the files.
    func dataset(
        at place: URL, as identity: DataIdentity, read: (DataIdentity) throws(Diagnostic) -> Dataset
    ) throws(Diagnostic) -> Dataset {
        var identity = identity
        identity.session = ReadingSession(self)
        // Numbers are mapped as this machine has them.
        guard let cache, Int32(1).littleEndian == 1, !cache.isOnNetwork, let manifest = DataManifest(place),
            manifest.bytes >= limits.leastBytes || manifest.files >= limits.leastFiles, cache.makeFolder()
        else { return try read(identity) }
        let name = StoredDatasetName(place, identity, manifest)
        let isSettled = manifest.lastChange < Date().timeIntervalSince1970 - limits.settlingSeconds
        if isSettled, !verifies, let stored = cache.dataset(name) { return stored }
        guard isSettled, let lock = cache.lock(name, observe) else {
            identity.session = ReadingSession(self, at: .init(folder: cache.folder, name: nil))
            defer { identity.session.discardFiles() }
            return try read(identity)
        }
        defer { lock.release() }
        // Another process may have been quicker.
        let stored = cache.dataset(name)
        if !verifies, let stored { return stored }
        cache.clear(for: name, all: verifies)
        let session = ReadingSession(self, at: .init(folder: cache.folder, name: name))
        identity.session = session
        let dataset = try read(identity)
        defer { session.discardFiles() }
        defer { cache.clear(for: name, all: true) }
        guard DataManifest(place) == manifest else { return dataset }
        if let stored {
            guard stored.fingerprint != dataset.fingerprint || !stored.holdsWhatItSays else {
                observe(.note("the data are as they were kept in the cache"))
                return stored
            }
            observe(.note("the cache held something else than the files, whose sizes and times are the same: it is replaced"))
        }
        return cache.keep(dataset, read: session, as: name) ?? dataset
    }
}

extension PreparedCache {
    /// Whether there is a folder to write into.
    fileprivate func makeFolder() -> Bool {
        (try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)) != nil
    }

    static func temporaryURL(in folder: URL) -> URL {
        folder.appendingPathComponent("\(StableHash(high: 0, low: 0)).\(UUID().uuidString).\(unfinishedSuffix)")
    }

    /// A set that was kept.
    func dataset(_ name: StoredDatasetName) -> Dataset? {
        let url = name.url(in: folder)
        guard let dataset = StoredDataset.open(url, key: name.key) else { return nil }
        // That it was used, for whoever looks for the longest unused.
        try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: url.path)
        return dataset
    }

    /// Waits until no other process reads the set. Nil where the folder cannot be written.
    fileprivate func lock(_ name: StoredDatasetName, _ observe: (LoadingEvent) -> Void) -> ReadingLock? {
        var isSaid = false
        while true {
            switch ReadingLock.attempt(name.lock(in: folder)) {
            case .locked(let lock): return lock
            case .failed: return nil
            case .busy:
                if !isSaid { observe(.note("another process reads the same data: waiting for it")) }
                isSaid = true
                usleep(100_000)
            }
        }
    }

    /// Removes what is left of earlier states of a set.
    ///
    /// - Parameter all: what an interrupted reading could go on with, too.
    fileprivate func clear(for name: StoredDatasetName, all: Bool) {
        for file in DataFile.names(in: folder) {
            switch name.relation(to: file) {
            case .none: continue
            case .resumable where !all: continue
            case .resumable, .outdated: unlink(folder.appendingPathComponent(file).path)
            }
        }
    }

    /// Writes what belongs to a set into the file in which its values grew, or all of it into a new one.
    ///
    /// - Returns: the set as it is found from now on; nil where it cannot be kept.
    fileprivate func keep(_ dataset: Dataset, read session: ReadingSession, as name: StoredDatasetName) -> Dataset? {
        let grown = session.file(of: dataset.values)
        guard dataset.values.count * (dataset.values.areFloats ? MemoryLayout<Float>.size : 1) <= largestBytes,
            let file = grown ?? written(dataset.values, to: name.temporary(in: folder)),
            StoredDataset.append(dataset, key: name.key, to: file), file.byteCount <= largestBytes, file.synchronize(),
            file.move(to: name.url(in: folder))
        else { return nil }
        let stored = self.dataset(name)
        makeRoom(for: 0)
        return stored
    }

    private func written(_ values: ExampleValues, to url: URL) -> GrowingFile? {
        guard values.count > 0, let file = GrowingFile(temporary: url) else { return nil }
        let isWritten =
            values.areFloats
            ? values.withFloats { floats in floats.withUnsafeBytes { file.append($0) } }
            : values.withBytes { bytes in bytes.withUnsafeBytes { file.append($0) } }
        return isWritten ? file : nil
    }
}

/// Held by the process that reads a set; gone when the process ends, however it ends.
private struct ReadingLock {
    enum Attempt {
        case locked(ReadingLock)
        case busy, failed
    }

    private let descriptor: Int32
    private let url: URL

    static func attempt(_ url: URL) -> Attempt {
        let descriptor = nas_open_locked(url.path)
        guard descriptor >= 0 else { return errno == EWOULDBLOCK ? .busy : .failed }
        // Whoever had it before may have removed the file.
        var (own, named) = (stat(), stat())
        guard fstat(descriptor, &own) == 0, stat(url.path, &named) == 0, own.st_ino == named.st_ino, own.st_dev == named.st_dev else {
            close(descriptor)
            return .busy
        }
        return .locked(ReadingLock(descriptor: descriptor, url: url))
    }

    func release() {
        unlink(url.path)
        close(descriptor)
    }
}
