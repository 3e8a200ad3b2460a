/// Counts how many nodes have each colour: a hash table with open addressing that is kept from one count to the next.
struct RefinementHashCounter {
    private var keys: ContiguousArray<UInt64>
    private var counts: ContiguousArray<Int32>
    private let mask: Int

    init(capacity: Int) {
        var size = 16
        while size < 2 * capacity { size *= 2 }
        keys = ContiguousArray(repeating: 0, count: size)
        counts = ContiguousArray(repeating: 0, count: size)
        mask = size - 1
    }

    /// Counts the listed nodes, at most as many as the capacity.
    ///
    /// - Returns: the number of different colours.
    mutating func count(_ list: ContiguousArray<Int>, of colours: ContiguousArray<UInt64>) -> Int {
        for place in counts.indices { counts[place] = 0 }
        var distinct = 0
        for node in list {
            let place = place(of: colours[node])
            if counts[place] == 0 {
                keys[place] = colours[node]
                distinct += 1
            }
            counts[place] += 1
        }
        return distinct
    }

    /// How many nodes of the last count have this colour.
    func uses(of colour: UInt64) -> Int { Int(counts[place(of: colour)]) }

    private func place(of colour: UInt64) -> Int {
        var place = Int(truncatingIfNeeded: colour) & mask
        while counts[place] != 0 && keys[place] != colour { place = (place + 1) & mask }
        return place
    }
}
