internal import Foundation

/// What keeps a run's database from being read or written, in words, with a way out. Whatever it is, nothing that was
/// committed is lost.
public struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Sendable, Hashable {
        case exists, missing, locked, notADatabase, otherProgram, otherVersion, corrupt, diskFull, readOnly, changed, inputOutput
        /// Another file, or none, has the name of the one that is written.
        case moved
    }

    public let kind: Kind
    public let message: String
    public let path: String
    public let hint: String?

    public init(_ kind: Kind, _ message: String, path: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.path = path
        self.hint = hint
    }

    public var description: String { "\(path): error: \(message)" + (hint.map { "\n  hint: \($0)" } ?? "") }

    static func system(_ what: String, path: String, error: Int32 = errno) -> StoreError {
        switch error {
        case EROFS, EACCES, EPERM: StoreError(.readOnly, "\(what): no permission to write here", path: path)
        case ENOSPC, EDQUOT: StoreError(.diskFull, "\(what): the disk is full", path: path)
        default: StoreError(.inputOutput, "\(what): \(String(cString: strerror(error)))", path: path)
        }
    }
}
