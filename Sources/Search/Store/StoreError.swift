internal import Foundation

/// What keeps a run's database from being read or written, in words, with a way out. Whatever it is, nothing that was
/// committed is lost.
public struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong.
    public enum Kind: String, Sendable, Hashable {
        /// There is something of this name already.
        case exists
        /// There is no database of this name.
        case missing
        /// Another process writes the database, or holds it for too long.
        case locked
        /// What has the name is no database, or the name cannot be a database's.
        case notADatabase
        /// A database of another program.
        case otherProgram
        /// A database of a version that this program cannot read.
        case otherVersion
        /// The database is damaged, or holds what this program did not write.
        case corrupt
        /// There is no room left on the disk.
        case diskFull
        /// The file or its folder may not be written, or the folder cannot be made.
        case readOnly
        /// The run would not go on as the one it was: its space, board or data changed, or its newest rows are beside another name.
        case changed
        /// Reading or writing failed for another reason.
        case inputOutput
        /// Another file, or none, has the name of the one that is written.
        case moved
    }

    /// What went wrong, for programs.
    public let kind: Kind
    /// What went wrong, for people.
    public let message: String
    /// The database or the file that it is about.
    public let path: String
    /// What the user can do; nil where there is nothing to say.
    public let hint: String?

    /// Creates an error about a file.
    public init(_ kind: Kind, _ message: String, path: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.path = path
        self.hint = hint
    }

    /// The path, the message, and the hint on a line of its own.
    public var description: String { "\(path): error: \(message)" + (hint.map { "\n  hint: \($0)" } ?? "") }

    static func system(_ what: String, path: String, error: Int32 = errno) -> StoreError {
        switch error {
        case EROFS, EACCES, EPERM: StoreError(.readOnly, "\(what): no permission to write here", path: path)
        case ENOSPC, EDQUOT: StoreError(.diskFull, "\(what): the disk is full", path: path)
        default: StoreError(.inputOutput, "\(what): \(String(cString: strerror(error)))", path: path)
        }
    }
}
