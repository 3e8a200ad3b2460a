internal import Synchronization

/// How this program is called, for messages with commands that can be copied.
package enum Program {
    private static let called = Mutex("nas")

    /// `nas`; once `isCalled(_:)` was told, what the user wrote: `./nas`.
    package static var name: String { called.withLock { $0 } }

    /// Notes what the user called the program by, as a shell would have to be told it again.
    package static func isCalled(_ name: String) { called.withLock { $0 = ShellWord.quoted(name) } }

    /// A command line of this program: `./nas resume 'my runs/a.db'`. Its words are quoted where a shell would take them apart.
    package static func command(_ words: String...) -> String { command(words) }

    /// The same of a list of words.
    package static func command(_ words: [String]) -> String {
        ([name] + words.map(ShellWord.quoted)).joined(separator: " ")
    }
}

/// A word of a command line.
package enum ShellWord {
    /// The word as a shell takes it for one: in single quotes, where it needs them.
    package static func quoted(_ word: String) -> String {
        let isPlain = word.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_./+=:,@%".unicodeScalars.contains(scalar)
        }
        guard !isPlain || word.isEmpty else { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
