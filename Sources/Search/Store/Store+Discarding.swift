internal import Foundation
internal import GRDB

extension Store {
    /// Removes the database that this has just made, with all that is beside it and the folders that were made for it: where a search is
    /// refused before its first trial, nothing of it is left. A database that is not the one that was made is left as it is.
    ///
    /// Nothing may be read or written afterwards.
    public func discard() {
        guard let made else { return }
        self.made = nil
        try? check?.wait()
        try? queue.close()
        if FileIdentity(named: path) == made.file {
            StoreFile.remove(path)
            try? FileManager.default.removeItem(atPath: weightsFolder)
        }
        releaseLock()
        made.folders.removeIfEmpty()
    }

    /// What `create` has made.
    struct Made {
        let folders: MadeFolders
        let file: FileIdentity?
    }
}
