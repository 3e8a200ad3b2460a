/// The mistakes of one file, gathered while it is read: a reader reports each, takes something harmless in its place and goes on.
package final class Mistakes {
    /// So many are written out; of the others it is said how many there are.
    package static let listed = 20
    /// From so many on nobody reads what words were meant, and to look for it takes time.
    private static let mostHints = 200

    private var found: [Diagnostic] = []
    private var places: Set<SourceLocation> = []

    package init() {}

    package var count: Int { found.count }
    package var wantsHints: Bool { found.count < Self.mostHints }

    /// Notes a mistake. Of several at one place the first counts: the others follow from it, or are it again.
    package func report(_ mistake: Diagnostic) {
        if let place = mistake.location, !places.insert(place).inserted { return }
        found.append(mistake)
    }

    /// Reads a piece that may be wrong by itself; nil where it is, which is then noted.
    @discardableResult
    package func attempt<Value>(_ read: () throws(Diagnostic) -> Value) -> Value? {
        do throws(Diagnostic) { return try read() } catch {
            report(error)
            return nil
        }
    }

    /// - Throws: if there are mistakes, the first one of the file, which has the others with it.
    package func check() throws(Diagnostic) {
        // Stable: what has no place of its own keeps its order, before the rest.
        let start = SourceLocation(line: 0, column: 0)
        let order = found.indices.sorted {
            (found[$0].location ?? start, $0) < (found[$1].location ?? start, $1)
        }
        guard let first = order.first else { return }
        var thrown = found[first]
        thrown.others = order.dropFirst().prefix(Self.listed - 1).map { found[$0] }
        thrown.unlisted = max(0, found.count - Self.listed)
        throw thrown
    }
}
